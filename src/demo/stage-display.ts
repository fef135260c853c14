// What the progress display says of each stage, with the model and without.
import type { Entry, Known, State } from '../incident/incident.ts';
import { stops } from '../incident/stop.ts';

export type StageState = Exclude<State, 'published'>;

export interface StageDisplay {
  /** The stages that are shown, by the state that they leave. */
  readonly titles: Readonly<Partial<Record<StageState, string>>>;
  /** The result of the stage, in a few words. */
  readonly result: (state: StageState, entry: Entry) => string;
}

export const wholeLine = {
  titles: {
    queued: "configure: read the repository's settings",
    configured: 'collect: read the log and distil it',
    collected: 'diagnose: ask for the cause and check it against the log',
    diagnosed: 'reproduce: make the failure happen in a sandbox',
    reproduced: 'guard: write a regression test that fails for the same reason',
    guarded: 'repair: change the code until all tests pass',
    repaired: 'publish: open a pull request with the proof',
  },
  result: (state, entry) => stopText(entry) ?? resultText(state, entry.incident),
} as const satisfies StageDisplay;

/** As far as no model is needed. */
export const withoutModel = {
  titles: {
    queued: wholeLine.titles.queued,
    configured: wholeLine.titles.configured,
    collected: 'diagnose: apply the rules that need no model',
    diagnosed: wholeLine.titles.diagnosed,
    reproduced: 'guard: prepare the question for a regression test',
  },
  result(state, entry) {
    if (state === 'reproduced') return ' (not sent)';
    if (state !== 'collected') return wholeLine.result(state, entry);
    // A stop that the placeholder for the model's diagnosis brought about is not one of the rules'.
    const isUndecided = entry.state !== 'stopped' || entry.incident.stop.code === 'low-confidence';
    return isUndecided ? ' (undecided; the question to the model is not sent)' : wholeLine.result(state, entry);
  },
} as const satisfies StageDisplay;

function stopText(entry: Entry): string | null {
  return entry.state === 'stopped' ? `: stopped, ${stops[entry.incident.stop.code].title}` : null;
}

function resultText(state: StageState, known: Known): string {
  switch (state) {
    case 'queued':
      return '';
    case 'configured':
      return ` (${known.evidence?.failures.length} failing)`;
    case 'collected':
      return ` (${known.diagnosis?.errorType} at ${known.diagnosis?.file}:${known.diagnosis?.line})`;
    case 'diagnosed':
      return ` (${known.reproduction?.recipe.image}, ${known.reproduction?.baseline.runs} full runs)`;
    case 'reproduced':
      return ` (${known.guard?.path})`;
    case 'guarded':
      return ` (attempt ${known.attempts.length})`;
    case 'repaired':
      return ` (${known.proposal?.url})`;
  }
}
