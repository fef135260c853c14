// The journal of an incident: one entry per stage that ran.
import type { Active, Entry } from './incident.ts';
import type { Ledger } from './ledger.ts';
import type { Proposal, ProposalRun } from './proposal.ts';
import type { IncidentId, WorkflowRun } from './run.ts';
import type { Stop } from './stop.ts';

/** A journal entry: stage, start, duration and result. */
export interface StepRecord {
  readonly stage: string;
  readonly startedAt: Date;
  readonly seconds: number;
  /** `next`, `again`, `stop`, or `transient` with a reason. */
  readonly result: string;
  readonly detail: string;
}

/** What a list shows of an incident: everything but the facts that grow with logs and code. */
export interface IncidentSummary {
  readonly entry: SummaryEntry;
  readonly openedAt: Date;
  readonly proposalRun: ProposalRun | null;
}

/** An incident with all its facts; also a summary. */
export interface IncidentView extends IncidentSummary {
  readonly entry: Entry;
  readonly updatedAt: Date;
  /** After a fault: when it is tried again at the earliest. */
  readonly notBefore: Date | null;
  readonly steps: readonly StepRecord[];
}

/** What was opened, what it has cost, and the fact it ended with. */
export interface Summary {
  readonly id: IncidentId;
  readonly run: Pick<WorkflowRun, 'owner' | 'repo' | 'workflowName' | 'headBranch'>;
  readonly ledger: Ledger;
}

export type SummaryEntry =
  | { state: Active; incident: Summary }
  | { state: 'published'; incident: Summary & { readonly proposal: Proposal } }
  | { state: 'stopped'; incident: Summary & { readonly stop: Stop } };
