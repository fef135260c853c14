// queued → configured: reads the repository's settings, which may leave this run out or lower the incident's limits. A stage and
// not the webhook's handler, because the row comes first: what GitHub cannot answer now is asked again, and nothing is lost.
import type { Configured, Queued } from '../../incident/incident.ts';
import { next, type Outcome, stop } from '../../incident/outcome.ts';
import type { Ports } from '../../ports.ts';
import { exemption } from './exemption.ts';
import { readSettings } from './read-settings.ts';

export async function configure(incident: Queued, { repository }: Ports): Promise<Outcome<Queued, Configured>> {
  const read = readSettings(await repository.settings());
  if (read.kind === 'invalid') return stop('not-watched', `Its settings cannot be read:\n\n${read.problem}`);
  const { settings } = read;
  const why = exemption(incident.run, settings);
  if (why) return stop('not-watched', why);
  const attempts = Math.min(incident.limits.attempts, settings.attempts ?? incident.limits.attempts);
  return next({ ...incident, limits: { ...incident.limits, attempts }, settings });
}
