// Where the time of one incident went: what tests and model took, and the rest of each stage.
import type { State } from '../../../incident/incident.ts';
import type { Ledger } from '../../../incident/ledger.ts';
import type { MeasuredIncident } from '../run-incidents.ts';

export interface Split {
  /** Seconds, all of them. */
  readonly whole: number;
  readonly tests: number;
  readonly model: number;
  /** Everything else. */
  readonly rest: number;
  /** The rest of each stage; `between` is what no stage has: reports, the database, finding the row. */
  readonly byStage: Readonly<Record<string, number>>;
}

/** The state that each stage reaches, in order. */
const reached: readonly (readonly [string, State])[] = [
  ['configure', 'configured'],
  ['collect', 'collected'],
  ['diagnose', 'diagnosed'],
  ['reproduce', 'reproduced'],
  ['guard', 'guarded'],
  ['repair', 'repaired'],
  ['publish', 'published'],
];

export function splitOf({ view, ms, ledgers }: Pick<MeasuredIncident, 'view' | 'ms' | 'ledgers'>): Split {
  const { ledger } = view.entry.incident;
  const whole = ms / 1000;
  const byStage: Record<string, number> = {};
  let before: Ledger | null = null;
  for (const [stage, state] of reached) {
    const seconds = view.steps.filter(step => step.stage === stage).reduce((sum, step) => sum + step.seconds, 0);
    // A state that was left before it was seen: its stage's share goes to the next one.
    const ledger: Ledger | null = ledgers.get(state) ?? before;
    byStage[stage] = seconds - (spent(ledger) - spent(before));
    before = ledger;
  }
  const inStages = view.steps.reduce((sum, step) => sum + step.seconds, 0);
  byStage['between'] = whole - inStages;
  const { sandboxSeconds: tests, modelSeconds: model } = ledger;
  return { whole, tests, model, rest: whole - tests - model, byStage };
}

function spent(ledger: Ledger | null): number {
  return ledger ? ledger.sandboxSeconds + ledger.modelSeconds : 0;
}
