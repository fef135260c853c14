// Finds the running test in a log that a time limit cut off, where pytest prints no report.

import { repositoryPath } from '../../../actions/repository-path.ts';
import type { Failure } from '../../../incident/evidence.ts';
import { innermostPlace } from './innermost-place.ts';
import { tracebackOf } from './traceback.ts';
import { unittestId } from './unittest-log.ts';

/**
 * GitHub's and coreutils' words for a limit, and pytest-timeout's where it ends pytest as a whole.
 * https://github.com/actions/runner, https://www.gnu.org/software/coreutils/timeout, https://pypi.org/project/pytest-timeout
 */
const CUT_OFF: readonly RegExp[] = [
  /^(?:##\[error\])?The action\b.{0,300} has timed out after \S{1,20} minutes?\b/,
  /^(?:##\[error\])?The job\b.{0,300} has exceeded (?:the|its) maximum execution time\b/,
  /^##\[error\]Process completed with exit code 124\.$/,
  /^(?:\S{1,200}\/)?timeout: sending signal \w{1,20} to command\b/,
  /^\++ Timeout \++$/,
];
/** The runner prints little after that; if a test printed such words, more follows. */
const LAST_LINES = 60;
/** Of a suite that ran in parallel. */
const MOST_RUNNING = 20;

/**
 * One failure for each test, or test file, that started and never finished, then one for each that had already failed.
 * `notes` are the messages of the job's annotations.
 */
export function timedOutFailures(lines: readonly string[], notes: readonly string[]): Failure[] {
  const said = cutOff(lines, notes);
  if (said === null) return [];
  const start = lines.findLastIndex(line => /^=+ test session starts =+$/.test(line));
  const session = lines.slice(start + 1);
  const frames = stackOf(session);
  const place = { ...innermostPlace(frames), frames };
  const message = said.replace(/^##\[error\]/, '');
  const hung = runningAtTheEnd(session).map(
    (testId): Failure => ({ testId, phase: 'call', errorType: 'Timeout', message, ...place }),
  );
  return hung.length === 0 ? [] : [...hung, ...failedBefore(session)];
}

/** Failures that pytest would have told of at its end: of each `F` of a file's line, one of that file. */
function failedBefore(session: readonly string[]): Failure[] {
  const ids = session.flatMap(line => {
    const [, file, marks = ''] = /^([^\s:]{1,500}\.py) ([.FEsxXpPu,-]{1,5000})(?:\s|$)/.exec(line) ?? [];
    if (file !== undefined) return Array<string>(marks.match(/[FE]/g)?.length ?? 0).fill(file);
    const verbose = /^([^\s:]{1,500}\.py::.{1,1000}?) (?:FAILED|ERROR)(?:\s+\[\s*\d{1,3}%\])?$/.exec(line)?.[1];
    const parallel = /^\[gw\d{1,4}\](?: \[\s*\d{1,3}%\])? (?:FAILED|ERROR) (\S.{0,1500})$/.exec(line)?.[1];
    return verbose ?? parallel ?? [];
  });
  const message = 'It failed, but the log ends before it says how.';
  return ids.map(id => ({
    testId: repositoryPath(id.trim()).file,
    phase: 'call',
    errorType: null,
    message,
    file: null,
    line: null,
    frames: [],
  }));
}

/** The sentence that reports the time-out; null when the log ends otherwise. */
export function cutOff(lines: readonly string[], notes: readonly string[]): string | null {
  const last = [...lines.slice(-LAST_LINES), ...notes];
  return last.find(line => CUT_OFF.some(pattern => pattern.test(line))) ?? null;
}

function runningAtTheEnd(session: readonly string[]): string[] {
  const isParallel = session.some(line => /^\[?gw\d{1,4}\b/.test(line));
  const running = new Set<string>();
  let file: string | null = null;
  for (const line of session) {
    const ended = /^\[gw\d{1,4}\](?: \[\s*\d{1,3}%\])? [A-Z]{5,9} (\S.*)$/.exec(line)?.[1];
    if (ended !== undefined) running.delete(ended.trim());
    const begun = begunTest(line);
    if (begun !== null) {
      // Without parallel workers, tests run one after the other: all earlier ones have finished.
      if (!isParallel) running.clear();
      running.add(begun);
    }
    file = begunFile(line) ?? file;
  }
  if (running.size > 0) return [...running].slice(-MOST_RUNNING);
  return file === null ? [] : [file];
}

/** `tests/a.py::TestB::test_c[x y] ` with what it printed behind it, and `test_c (tests.a.B.test_c) ... ` of unittest. */
function begunTest(line: string): string | null {
  const pytest = /^([^\s:]{1,500}\.py::[^\s[]{1,500}(?:\[.{0,500}\])?)(?:\s|$)/.exec(line)?.[1];
  if (pytest !== undefined) return repositoryPath(pytest).file;
  const unittest = /^(\w{1,300}) \(([\w.]{1,600})\)(?: \.\.\.|$)/.exec(line);
  return unittest?.[1] && unittest[2] ? unittestId(unittest[1], unittest[2]) : null;
}

/** `tests/a.py ..F.`, with pytest's percentage where the next file had not begun. */
function begunFile(line: string): string | null {
  const file = /^([^\s:]{1,500}\.py)(?: [.FEsxXpPu,-]*(?:\s*\[\s*\d{1,3}%\])?)?$/.exec(line)?.[1];
  return file === undefined ? null : repositoryPath(file).file;
}

/** Where it hung, from pytest-timeout's dump or pytest's message on an interrupt. */
function stackOf(session: readonly string[]): Failure['frames'] {
  const dump = session.findIndex(line => /^~+ Stack of MainThread\b.{0,100}~$/.test(line));
  if (dump === -1)
    return [...tracebackOf(session.filter(line => /\.py:\d{1,7}: KeyboardInterrupt$/.test(line))).frames];
  const end = session.findIndex((line, index) => index > dump && /^(?:~+ Stack of|\++ Timeout \++$)/.test(line));
  const { frames } = tracebackOf(session.slice(dump + 1, end === -1 ? undefined : end));
  const first = frames.findIndex(frame => frame.inRepository);
  return frames.slice(first === -1 ? frames.length : first);
}
