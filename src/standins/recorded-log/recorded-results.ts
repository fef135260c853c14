// What a runner would have reported of the jobs in a recorded log: their steps, with times and conclusions.
import { commandsOf } from '../../actions/commands.ts';
import { valuesShown } from '../../actions/expressions/placeholders.ts';
import { type LogLine, logLines } from '../../actions/log-lines.ts';
import type { JobResult, StepResult } from '../github/workflows/runner.ts';
import { definedJobs } from './defined-jobs.ts';
import type { RecordedJob } from './recorded-log.ts';
import type { RecordedStep } from './steps-of.ts';

/** A log does not show which of its failing steps the workflow allows to fail; the workflow file does. */
export function recordedResults(jobs: readonly RecordedJob[], workflowText: string): JobResult[] {
  const allowed = commandsAllowedToFail(workflowText);
  return jobs.map(job => resultOf(job, allowed));
}

/** The first step that failed; null if the log shows none. */
export function failedStep({ steps }: RecordedJob, allowed: readonly string[] = []): RecordedStep | null {
  const own = steps.map(step => ({ step, lines: logLines(step.log) })).filter(({ lines }) => !mayFail(lines, allowed));
  const failed =
    own.find(({ lines }) =>
      lines.some(line => isMark(line, /^##\[error\]Process completed with exit code -?\d+\.$/)),
    ) ?? own.find(({ lines }) => lines.some(line => isMark(line, /^##\[error\](?!The operation was canceled\.)/)));
  return failed?.step ?? null;
}

function isMark(line: LogLine, pattern: RegExp): boolean {
  return !line.isVerbatim && pattern.test(line.text);
}

function mayFail(lines: readonly LogLine[], allowed: readonly string[]): boolean {
  return commandsOf(lines).some(({ script }) => allowed.some(run => valuesShown(run, script.trim()) !== null));
}

function commandsAllowedToFail(workflowText: string): string[] {
  const steps = Object.values(definedJobs(workflowText)).flatMap(job => job.steps);
  return steps.flatMap(step => {
    return step['continue-on-error'] === true && step.run !== undefined ? [step.run] : [];
  });
}

function resultOf(job: RecordedJob, allowed: readonly string[]): JobResult {
  const failed = failedStep(job, allowed);
  const steps = timed(job.steps).map(({ step, startedAt, completedAt }): StepResult => {
    return { ...step, startedAt, completedAt, conclusion: step === failed ? 'failure' : 'success' };
  });
  return {
    name: job.name,
    conclusion: failed === null ? 'success' : 'failure',
    startedAt: steps[0]?.startedAt ?? new Date(0),
    completedAt: steps.at(-1)?.completedAt ?? new Date(0),
    runnerName: 'Recorded',
    labels: [],
    steps,
  };
}

/** By the first and last line of each; a step without a time is as late as the one before it. */
function timed(steps: readonly RecordedStep[]): { step: RecordedStep; startedAt: Date; completedAt: Date }[] {
  let last = 0;
  return steps.map(step => {
    const times = logLines(step.log).flatMap(({ at }) => at ?? []);
    const startedAt = Math.max(times[0] ?? last, last);
    last = Math.max(times.at(-1) ?? startedAt, startedAt);
    return { step, startedAt: new Date(startedAt), completedAt: new Date(last) };
  });
}
