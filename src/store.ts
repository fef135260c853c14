// Where incidents are kept: for the engine, the intake and the dashboard; no stage sees it.
import type { Figures, Filter } from './incident/figures.ts';
import type { Entry } from './incident/incident.ts';
import type { IncidentSummary, IncidentView, StepRecord } from './incident/journal.ts';
import type { Approved, ProposalRun } from './incident/proposal.ts';
import type { IncidentId, Limits, WorkflowRun } from './incident/run.ts';

/** A row, and the right to write it while the lease lasts. */
export interface Claim {
  readonly entry: Entry;
  readonly version: number;
  readonly reportedVersion: number;
  /** Consecutive transient faults without progress. */
  readonly faults: number;
  /** When the first of them began; null when there are none. */
  readonly faultingSince: Date | null;
  /** Starts that never ended: the process was killed, or stalled until it lost the lease. Progress and a fault clear them. */
  readonly cutOff: number;
  readonly owner: string;
}

export interface Store {
  /** Opens an incident unless it is known. */
  open(run: WorkflowRun, limits: Limits): Promise<'opened' | 'known'>;
  /** The oldest row with work or an unshown report that has no owner; null when there is none. */
  claim(lease: { owner: string; until: Date; now: Date }): Promise<Claim | null>;
  /** Extends the lease; false when it was lost. */
  renew(claim: Claim, until: Date): Promise<boolean>;
  /** Records that work on the row starts, by compare-and-set; false when it was lost. It, `save` and `reported` throw `Transient` if they cannot write. */
  begin(claim: Claim, start: Pick<StepRecord, 'stage' | 'startedAt'>): Promise<boolean>;
  /**
   * Saves the next entry and its journal step by compare-and-set on version and owner; returns the claim on the new version.
   * `stale`: another process wrote it, discard the work. `duplicate`: another active incident has this commit's signature.
   */
  save(claim: Claim, entry: Entry, step: StepRecord): Promise<Claim | 'stale' | 'duplicate'>;
  /** Records that reports show this version. */
  reported(claim: Claim): Promise<Claim | 'stale'>;
  /**
   * Releases the row; with a fault, no one may claim it before `notBefore`, and the fault is journalled. `isShown`: the reports
   * show that it waits, and have to be drawn again when it goes on.
   */
  release(claim: Claim, fault?: { notBefore: Date; step: StepRecord; isShown?: boolean }): Promise<void>;
  /** Whether the run has an incident. */
  isKnown(run: WorkflowRun): Promise<boolean>;
  /** Whether a later attempt of the same run has been opened. */
  isSuperseded(run: WorkflowRun): Promise<boolean>;
  approve(approved: Approved): Promise<'approved' | 'not-waiting'>;
  /** Records the CI result of a proposal's branch, if the incident belongs to that repository. */
  recordProposalRun(of: { id: IncidentId; repositoryId: number }, run: ProposalRun): Promise<void>;
  /** How many rows still have work or an unshown report. */
  pending(): Promise<number>;
  /** One page of incidents, newest first, without their facts; `total` counts all pages. */
  list(page: {
    limit: number;
    offset: number;
    filter?: Filter;
  }): Promise<{ incidents: readonly IncidentSummary[]; total: number }>;
  /** Counts the incidents that were opened on the day of `since` or later. */
  figures(since: Date): Promise<Figures>;
  /** An incident with all its facts; null when there is none. */
  find(id: IncidentId): Promise<IncidentView | null>;
  ping(): Promise<void>;
}
