// Which file of a run's log archive belongs to which job and step. The naming is undocumented; this follows GitHub's own
// command line: https://github.com/cli/cli/blob/trunk/pkg/cmd/run/view/logs.go
import type { Job, LogFile } from '../incident/job.ts';

/** `LogFile`s of the archive, or their texts once read. */
export interface JobFiles<File = string> {
  /** The job's whole log, or null. */
  readonly whole: File | null;
  /** Step number → the step's own log; steps may be missing. */
  readonly steps: ReadonlyMap<number, File>;
}

/** Names are truncated to this many UTF-16 code units. */
const LONGEST_NAME = 90;

/** The files of one job among all of the run's. */
export function filesOfJob(files: readonly LogFile[], job: Job, jobs: readonly Job[]): JobFiles<LogFile> {
  const name = fileName(job.name);
  const sameName = jobs.filter(other => fileName(other.name) === name);
  const position = sameName.findIndex(({ id }) => id === job.id);
  return { whole: wholeLog(files, name, position), steps: stepLogs(files, name, position) };
}

function fileName(jobName: string): string {
  return jobName.replaceAll('/', '').replaceAll(':', '').slice(0, LONGEST_NAME).trim();
}

/** `<ordinal>_<job>.txt`, where the ordinal may be negative. */
function wholeLog(files: readonly LogFile[], name: string, position: number): LogFile | null {
  const found = files
    .map(file => ({ file, match: /^(-?\d{1,6})_([^/]*)\.txt$/.exec(file.name) }))
    .filter(({ match }) => match?.[2] !== undefined && isNameOf(match[2], name))
    .toSorted((a, b) => Number(a.match?.[1]) - Number(b.match?.[1]));
  return (found[position] ?? found[0])?.file ?? null;
}

/** `<job>/<step number>_<step>.txt`. */
function stepLogs(files: readonly LogFile[], name: string, position: number): Map<number, LogFile> {
  const folders = new Map<string, Map<number, LogFile>>();
  for (const file of files) {
    const match = /^([^/]+)\/(\d{1,6})_[^/]*\.txt$/.exec(file.name);
    if (!match?.[1] || !isNameOf(match[1], name)) continue;
    const steps = folders.get(match[1]) ?? new Map<number, LogFile>();
    folders.set(match[1], steps.set(Number(match[2]), file));
  }
  const sorted = [...folders].toSorted(([a], [b]) => a.length - b.length || a.localeCompare(b, 'en'));
  return (sorted[position] ?? sorted[0])?.[1] ?? new Map();
}

/** Duplicate names are numbered: `test (1)`, `test1`, `test_1`. */
function isNameOf(found: string, name: string): boolean {
  if (!found.startsWith(name.slice(0, LONGEST_NAME - 4))) return false;
  return found.trim() === name || /^[ _]?\(?\d{1,3}\)?$/.test(found.slice(name.length));
}
