// The interface between the local GitHub and a runner: Docker in the demo, scripted results in tests.

/** One workflow to run for one commit. */
export interface WorkflowCall {
  repository: { owner: string; name: string };
  /** The bare repository on disk; to be read, never written. */
  gitDirectory: string;
  sha: string;
  /** `refs/heads/x`. */
  ref: string;
  event: WorkflowEvent;
  /** `.github/workflows/x.yml`. */
  workflowPath: string;
  workflowText: string;
  runId: number;
  /** Counts from 1; a re-run is the next one. */
  attempt: number;
  serverUrl: string;
}

export type WorkflowEvent = 'push' | 'pull_request';

export type StepConclusion = 'success' | 'failure' | 'skipped' | 'cancelled';

export interface StepResult {
  /** Counts from 1, "Set up job" being the first. */
  number: number;
  name: string;
  conclusion: StepConclusion;
  startedAt: Date;
  completedAt: Date;
  /** Lines as in GitHub's log files: `2025-04-07T12:57:33.2904078Z text\n`. */
  log: string;
}

export interface JobResult {
  name: string;
  conclusion: 'success' | 'failure' | 'cancelled' | 'timed_out';
  startedAt: Date;
  completedAt: Date;
  runnerName: string;
  labels: string[];
  steps: StepResult[];
}

/** Executes a workflow's jobs; tests give one that answers with prepared results. */
export type RunWorkflow = (call: WorkflowCall) => Promise<JobResult[]>;
