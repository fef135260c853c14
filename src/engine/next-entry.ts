// The entry that follows from a stage's outcome or a stop. Pure.
import type { Active, Entry, Queued, Stopped } from '../incident/incident.ts';
import type { Ledger } from '../incident/ledger.ts';
import type { Outcome } from '../incident/outcome.ts';
import type { StopCode } from '../incident/stop.ts';
import { line } from '../line.ts';

export type ActiveEntry = Extract<Entry, { state: Active }>;
export type AnyOutcome = Outcome<Queued, Queued>;

export function isActive(entry: Entry): entry is ActiveEntry {
  return entry.state in line;
}

export function nextEntry(entry: ActiveEntry, outcome: AnyOutcome, ledger: Ledger): Entry {
  if (outcome.kind === 'stop') {
    return stopped({ ...entry.incident, ...outcome.learned, ledger }, outcome.code, outcome.detail);
  }
  const state = outcome.kind === 'again' ? entry.state : line[entry.state].next;
  return { state, incident: { ...outcome.incident, ledger } } as Entry;
}

export function stopped(incident: Queued, code: StopCode, detail: string): Entry {
  const ended: Stopped = { ...incident, stop: { code, detail } };
  return { state: 'stopped', incident: ended };
}

/** How far an incident got, as the end of the sentence about its budget. */
export function progressOf({ incident }: Entry): string {
  if (!('guard' in incident)) return 'before a regression test was found.';
  return `after ${incident.attempts.length} of ${incident.limits.attempts} attempts.`;
}
