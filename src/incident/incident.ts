// What is known about a failing run. Every state adds exactly one fact to the state before it.
import type { Diagnosis } from './diagnosis.ts';
import type { Evidence } from './evidence.ts';
import type { Guard } from './guard.ts';
import type { Ledger } from './ledger.ts';
import type { Attempt, Patch } from './patch.ts';
import type { Proposal } from './proposal.ts';
import type { Reproduction } from './reproduction.ts';
import type { IncidentId, Limits, WorkflowRun } from './run.ts';
import type { Settings } from './settings.ts';
import type { Stop } from './stop.ts';

export interface Queued {
  readonly id: IncidentId;
  readonly run: WorkflowRun;
  readonly limits: Limits;
  readonly ledger: Ledger;
  readonly attempts: readonly Attempt[];
}
export interface Configured extends Queued {
  readonly settings: Settings;
}
export interface Collected extends Configured {
  readonly evidence: Evidence;
}
export interface Diagnosed extends Collected {
  readonly diagnosis: Diagnosis;
}
export interface Reproduced extends Diagnosed {
  readonly reproduction: Reproduction;
}
export interface Guarded extends Reproduced {
  readonly guard: Guard;
}
/** The facts that a repair is judged by. */
export type Judged = Pick<Guarded, 'reproduction' | 'guard'> & { readonly evidence: Pick<Evidence, 'language'> };
export interface Repaired extends Guarded {
  readonly patch: Patch;
}
export interface Published extends Repaired {
  readonly proposal: Proposal;
}

export interface States {
  queued: Queued;
  configured: Configured;
  collected: Collected;
  diagnosed: Diagnosed;
  reproduced: Reproduced;
  guarded: Guarded;
  repaired: Repaired;
  published: Published;
}
/** A state on the line; any of them can lead to `stopped` instead. */
export type State = keyof States;
/** A state with a stage to run. */
export type Active = Exclude<State, 'published'>;

/** A stopped incident keeps all facts known so far. */
export type Stopped = Queued & Partial<Omit<Published, keyof Queued>> & { readonly stop: Stop };

/** An incident with the name of its state: what the store saves. */
export type Entry =
  | { [S in State]: { state: S; incident: States[S] } }[State]
  | { state: 'stopped'; incident: Stopped };

/** An incident in any state, for readers: reports and the dashboard. */
export type Known = Queued & Partial<Omit<Published, keyof Queued>> & { readonly stop?: Stop };
