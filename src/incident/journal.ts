// What is told of an incident's way along the line.
import type { Entry } from './incident.ts';
import type { ProposalRun } from './proposal.ts';

/** One entry of the journal: which stage, when, how long, what came of it. */
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
