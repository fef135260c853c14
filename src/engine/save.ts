// The only place that writes state: saves what a step came to, by compare-and-set. What another process has overtaken is discarded.
import type { Entry } from '../incident/incident.ts';
import type { StepRecord } from '../incident/journal.ts';
import type { Claim } from '../store.ts';
import { stopped } from './next-entry.ts';
import type { Engine } from './step.ts';

export async function save(
  claim: Claim,
  entry: Entry,
  { step, engine }: { step: StepRecord; engine: Engine },
): Promise<Claim | null> {
  const saved = await engine.store.save(claim, entry, step);
  if (saved === 'stale') return lost(engine);
  if (saved !== 'duplicate') return saved;
  const duplicate = stopped(
    { ...claim.entry.incident, ledger: entry.incident.ledger },
    'same-failure',
    'The same tests fail in the same way in another run of this commit.',
  );
  return await save(claim, duplicate, { step: { ...step, result: 'stop', detail: 'same-failure' }, engine });
}

/** Another process wrote the row: our work is discarded. */
export function lost({ log }: Engine): null {
  log.warn({}, 'Lost the lease; discarding the work');
  return null;
}
