// What the real `collect` makes of a small repository's failed run.
import type { Evidence } from '../../../src/incident/evidence.ts';
import { collect } from '../../../src/stages/collect/collect.ts';
import { configured, portsServing } from '../../stages/collect/fixtures.ts';
import { jobOf, logOf, type SmallRepository } from './small-repository.ts';

/** Throws when `collect` stops. */
export async function evidenceOf(given: SmallRepository): Promise<Evidence> {
  const job = jobOf(given);
  const outcome = await collect(configured, portsServing({ jobs: [job], jobLogs: { [job.id]: logOf(given) } }));
  if (outcome.kind !== 'next') throw new Error(JSON.stringify(outcome));
  return outcome.incident.evidence;
}
