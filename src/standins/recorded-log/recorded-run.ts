// A run that really happened, as told by its downloaded log: finds its workflow and stands in for the runner.
import type { RunWorkflow, WorkflowCall } from '../github/workflows/runner.ts';
import type { RecordedJob } from './recorded-log.ts';
import { failedStep, recordedResults } from './recorded-results.ts';
import { workflowOf } from './workflow-of.ts';

export interface RecordedRun {
  /** Of the workflow file. */
  readonly path: string;
  /** Names of the jobs that failed. */
  readonly failed: readonly string[];
  /** Reports the recorded jobs for the first run of the workflow at that commit, and has `here` execute all others. */
  readonly runner: (here: RunWorkflow) => RunWorkflow;
}

export interface RecordedAt {
  /** The log's path, for messages. */
  readonly file: string;
  readonly sha: string;
  /** Text of each workflow file of the commit, by path. */
  readonly workflows: ReadonlyMap<string, string>;
}

/** Throws one sentence for the user when no step failed, or the commit has no such job. */
export function recordedRun(jobs: readonly RecordedJob[], { file, sha, workflows }: RecordedAt): RecordedRun {
  const failing = jobs.find(job => failedStep(job) !== null);
  if (!failing) throw new Error(noFailedStep(file, jobs));
  const path = workflowOf(failing, workflows);
  if (path === null) throw new Error(noSuchJob(file, failing, { sha, workflows }));
  const results = recordedResults(jobs, workflows.get(path) ?? '');
  const failed = results.filter(({ conclusion }) => conclusion !== 'success').map(({ name }) => name);
  if (failed.length === 0) throw new Error(noFailedStep(file, jobs));
  const isRecorded = (call: WorkflowCall) => call.workflowPath === path && call.sha === sha && call.event === 'push';
  return { path, failed, runner: here => async call => (isRecorded(call) ? results : await here(call)) };
}

function noFailedStep(file: string, jobs: readonly RecordedJob[]): string {
  const names = jobs.map(({ name }) => `"${name}"`).join(', ');
  return `${file} names no failed step: no line "##[error]…" of its jobs (${names}) says that one failed.`;
}

function noSuchJob(file: string, { name }: RecordedJob, { sha, workflows }: Omit<RecordedAt, 'file'>): string {
  const searched = [...workflows.keys()].join(', ');
  return `${file} is the log of a job "${name}", which no workflow of commit ${sha.slice(0, 7)} has (${searched}). Check out the commit whose run failed.`;
}
