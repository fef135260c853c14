// Assigns log lines to the steps of a job: from the step's own file in the archive, otherwise from its part of the job's log.
import type { Job, JobStep } from '../incident/job.ts';
import { isHeading } from './commands.ts';
import type { JobFiles } from './log-archive.ts';
import { type LogLine, logLines } from './log-lines.ts';

/** GitHub gives a step's times in whole seconds. */
const SECOND = 1000;

/** Step number → lines. A step that cannot be distinguished from its neighbours is missing. */
export function linesBySteps(job: Job, files: JobFiles): Map<number, LogLine[]> {
  const lines = new Map<number, LogLine[]>();
  for (const [number, text] of files.steps) lines.set(number, logLines(text));
  const missing = job.steps.some(step => ran(step) && !lines.has(step.number));
  if (!missing || files.whole === null) return lines;
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

function ran(step: JobStep): boolean {
  return step.conclusion !== 'skipped' && step.startedAt !== null;
}

/** Splits a job's log at `##[group]Run` headings and assigns the parts to steps by time, in order. */
function piecesOf(job: Job, lines: readonly LogLine[]): Map<number, LogLine[]> {
  const pieces = new Map<number, LogLine[]>();
  let current: JobStep | null = null;
  for (const line of lines) {
    current = stepAt(job, line, current);
    if (!current) continue;
    const piece = pieces.get(current.number);
    if (piece) piece.push(line);
    else pieces.set(current.number, [line]);
  }
  return pieces;
}

function stepAt(job: Job, line: LogLine, current: JobStep | null): JobStep | null {
  if (line.text === 'Post job cleanup.') return null;
  if (!isHeading(line)) return current && isAfter(current, line) ? null : current;
  const candidates = job.steps.filter(
    step => ran(step) && step.number > (current?.number ?? 0) && !isBefore(step, line) && !isAfter(step, line),
  );
  const named = candidates.find(step => step.name === line.text.slice('##[group]'.length));
  return named ?? candidates[0] ?? current;
}

function isBefore(step: JobStep, line: LogLine): boolean {
  return line.at !== null && step.startedAt !== null && line.at < step.startedAt.getTime();
}

function isAfter(step: JobStep, line: LogLine): boolean {
  return line.at !== null && step.completedAt !== null && line.at >= step.completedAt.getTime() + SECOND;
}
