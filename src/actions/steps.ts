// Assigns log lines to the steps of a job: from the step's own file in the archive, otherwise from its part of the job's log.
import type { Job, JobStep } from '../incident/job.ts';
import type { JobFiles } from './log-archive.ts';
import { type LogLine, logLines } from './log-lines.ts';
import { latestBegun, openings, type StartedStep } from './step-openings.ts';

/** GitHub gives a step's times in whole seconds. */
const SECOND = 1000;

/** Step number → lines. A step that printed nothing is missing. */
export function linesBySteps(job: Job, files: JobFiles): Map<number, LogLine[]> {
  const lines = new Map<number, LogLine[]>();
  for (const [number, text] of files.steps) lines.set(number, logLines(text));
  const isComplete = lines.size > 0 && job.steps.every(step => !ran(step) || lines.has(step.number));
  if (isComplete || files.whole === null) return lines;
  for (const [number, piece] of piecesOf(job, logLines(files.whole))) {
    if (!lines.has(number)) lines.set(number, piece);
  }
  return lines;
}

/** The earliest failed step: later ones fail because of it, or clean up. */
export function firstFailedStep(job: Job): JobStep | null {
  const inTime = job.steps.toSorted(
    (a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0) || a.number - b.number,
  );
  const failed = inTime.find(step => step.conclusion === 'failure' || step.conclusion === 'timed_out');
  // When a job times out, its running step is cancelled.
  return (
    failed ?? (job.conclusion === 'timed_out' ? (inTime.find(step => step.conclusion === 'cancelled') ?? null) : null)
  );
}

/** Gives each line of a job's log to one step, in order; to step 0 if none has started. */
function piecesOf(job: Job, lines: readonly LogLine[]): Map<number, LogLine[]> {
  const steps = startedSteps(job);
  const opened = openings(lines, steps);
  const pieces = new Map<number, LogLine[]>();
  let current = -1;
  for (const [index, line] of lines.entries()) {
    // A step that began more than a second ago has begun, opened or not: what is printed since is not an earlier one's.
    const begun = opened.get(index) ?? (line.at === null ? current : latestBegun(steps, line.at - SECOND));
    current = Math.max(current, begun);
    const number = steps[Math.max(current, 0)]?.number ?? 0;
    const piece = pieces.get(number);
    if (piece) piece.push(line);
    else pieces.set(number, [line]);
  }
  return pieces;
}

function startedSteps(job: Job): StartedStep[] {
  return job.steps.filter(ran).toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime() || a.number - b.number);
}

function ran(step: JobStep): step is StartedStep {
  return step.conclusion !== 'skipped' && step.startedAt !== null;
}
