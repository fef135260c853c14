// Finds the test that took its process down, so that the runner itself cannot report it: a segmentation fault, an abort,
// `os._exit`, or a worker of pytest-xdist that is gone.
import type { Failure } from '../../../incident/evidence.ts';
import { isTestFile } from '../source/test-files.ts';
import { innermostPlace } from './innermost-place.ts';
import { hasEnded } from './pytest-report.ts';
import { failedBefore, lastSession, runningAtTheEnd } from './running-tests.ts';
import { cutOff } from './timed-out.ts';
import { tracebackOf } from './traceback.ts';

/** One failure for each test, or test file, that was running, then one for each that had already failed. */
export function crashedFailures(lines: readonly string[], notes: readonly string[]): Failure[] {
  const ofWorkers = crashesOfWorkers(lines);
  if (ofWorkers.length > 0 || cutOff(lines, notes) !== null) return ofWorkers;
  const session = lastSession(lines);
  if (hasEnded(session)) return [];
  const dump = session.findLastIndex(line => DUMP.test(line));
  const progress = session.map(line => line.replace(DUMP, ''));
  const message =
    dump === -1 ? earlyEnd(progress, session.length < lines.length) : (DUMP.exec(session[dump] ?? '')?.[0] ?? '');
  if (message === null) return [];
  const frames = dump === -1 ? [] : framesBelow(session, dump);
  const running = runningAtTheEnd(progress);
  const tests =
    running.length > 0
      ? running
      : frames
          .map(frame => frame.file)
          .filter(isTestFile)
          .slice(0, 1);
  const crashed = tests.map((testId): Failure => failureOf(testId, message, frames));
  return crashed.length === 0 ? [] : [...crashed, ...failedBefore(progress)];
}

function failureOf(testId: string, message: string, frames: Failure['frames']): Failure {
  return { testId, phase: 'call', errorType: 'Crash', message, ...innermostPlace(frames), frames };
}

/** pytest-xdist gives up after a few of each worker. */
const MOST_CRASHES = 100;

/** https://github.com/pytest-dev/pytest-xdist/blob/master/src/xdist/dsession.py: `handle_crashitem` */
function crashesOfWorkers(lines: readonly string[]): Failure[] {
  const crashes = lines.flatMap(line => {
    const found = /^(?:worker|slave) '\w{1,20}' crashed while running ['"](.{1,2000})['"]$/.exec(line);
    return found?.[1] ? [failureOf(found[1], line, [])] : [];
  });
  return [...new Map(crashes.map(crash => [crash.testId, crash])).values()].slice(0, MOST_CRASHES);
}

/** faulthandler's words, in the middle of a line of progress: https://docs.python.org/3/library/faulthandler.html */
const DUMP = /(?:Fatal Python error|Windows fatal exception): .+/;

/** Of the thread that crashed, outermost first, from the repository's first one on. */
function framesBelow(session: readonly string[], dump: number): Failure['frames'] {
  const start = session.findIndex((line, index) => index > dump && /^Current thread 0x.{1,100}:$/.test(line));
  if (start === -1) return [];
  const rest = session.slice(start + 1);
  const end = rest.findIndex(line => !/^ {2}/.test(line));
  const stack = rest
    .slice(0, end === -1 ? undefined : end)
    .map(line => line.replace(/, line (\d{1,7}) in /, ', line $1, in '));
  const { frames } = tracebackOf(stack.toReversed());
  const first = frames.findIndex(frame => frame.inRepository);
  return first === -1 ? [] : frames.slice(first);
}

/** 128 + SIGINT, SIGKILL and SIGTERM, or the signals as task runners report them: a person or the machine ended it. */
const KILLED =
  /\bexit(?:ed with)?(?: code)? -(?:2|9|15)\b|^##\[error\]Process completed with exit code (?:130|137|143)\.$/;
/** pytest says why it ends, or all its tests have run. */
const EXPLAINED = /^INTERNALERROR>|^!+ .{1,200} !+$|^ERROR: |^Exit: |\[100%\]$|^Interrupted: /;

/** Words for a run that stops without a report; null if it was ended, or says why. */
function earlyEnd(session: readonly string[], isPytest: boolean): string | null {
  const code = session.findLast(line => EXIT.test(line));
  if (code === undefined || session.some(line => KILLED.test(line) || EXPLAINED.test(line))) return null;
  const unittest = session.findLast(line => /^\w{1,300} \([\w.]{1,600}\) \.\.\./.test(line));
  if (!isPytest && !unittest?.endsWith('...')) return null;
  return `The process ended before its report (exit code ${EXIT.exec(code)?.[1]}).`;
}

const EXIT = /^##\[error\]Process completed with exit code (-?\d{1,10})\.$/;
