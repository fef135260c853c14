// The journal of an incident: one entry per stage that ran.
import type { Entry } from './incident.ts';
import type { ProposalRun } from './proposal.ts';

/** A journal entry: stage, start, duration and result. */
export interface StepRecord {
  readonly stage: string;
  readonly startedAt: Date;
  readonly seconds: number;
  /** `next`, `again`, `stop`, or `transient` with a reason. */
  readonly result: string;
  readonly detail: string;
}

/** What the dashboard shows. */
export interface IncidentView {
  readonly entry: Entry;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  readonly steps: readonly StepRecord[];
  readonly proposalRun: ProposalRun | null;
}
