// Finds the running test in a log that a time limit cut off, where pytest prints no report.

import type { Failure } from '../../../incident/evidence.ts';
import { innermostPlace } from './innermost-place.ts';
import { failedBefore, lastSession, runningAtTheEnd } from './running-tests.ts';
import { tracebackOf } from './traceback.ts';

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

/**
 * One failure for each test, or test file, that started and never finished, then one for each that had already failed.
 * `notes` are the messages of the job's annotations.
 */
export function timedOutFailures(lines: readonly string[], notes: readonly string[]): Failure[] {
  const said = cutOff(lines, notes);
  if (said === null) return [];
  const session = lastSession(lines);
  const frames = stackOf(session);
  const place = { ...innermostPlace(frames), frames };
  const message = said.replace(/^##\[error\]/, '');
  const hung = runningAtTheEnd(session).map(
    (testId): Failure => ({ testId, phase: 'call', errorType: 'Timeout', message, ...place }),
  );
  return hung.length === 0 ? [] : [...hung, ...failedBefore(session)];
}

/** The sentence that reports the time-out; null when the log ends otherwise. */
export function cutOff(lines: readonly string[], notes: readonly string[]): string | null {
  const last = [...lines.slice(-LAST_LINES), ...notes];
  return last.find(line => CUT_OFF.some(pattern => pattern.test(line))) ?? null;
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
