// All failures in a log: pytest's reports, else unittest's, else trial's, else doctest's, and the tests that a crash or a time limit cut off.
import type { Failure } from '../../../incident/evidence.ts';
import { crashedFailures } from './crashed.ts';
import { doctestFailures } from './doctest-log.ts';
import { pytestFailures } from './pytest-log.ts';
import { timedOutFailures } from './timed-out.ts';
import { trialFailures } from './trial-log.ts';
import { unittestFailures } from './unittest-log.ts';

export function pythonFailures(lines: readonly string[], notes: readonly string[]): Failure[] {
  const readers = [pytestFailures, unittestWithDoctests, trialFailures, doctestFailures];
  const reported = readers.map(read => read(lines)).find(failures => failures.length > 0) ?? [];
  const crashed = crashedFailures(lines, notes).map(crash => ({ ...crash, testId: idOf(crash, reported) }));
  const known = reported.filter(
    failure => !crashed.some(crash => crash.testId === failure.testId) && !isOfWorker(failure),
  );
  const hung = timedOutFailures(lines, notes).filter(({ testId }) => !reported.some(other => other.testId === testId));
  return [...known, ...crashed, ...hung];
}

/** What unittest says of a doctest is only that it failed; the example stands below. */
function unittestWithDoctests(lines: readonly string[]): Failure[] {
  const failures = unittestFailures(lines);
  const examples = new Map((failures.length > 0 ? doctestFailures(lines) : []).map(one => [one.testId, one]));
  return failures.map(failure => ({ ...(examples.get(failure.testId) ?? failure), errorType: failure.errorType }));
}

/** pytest-xdist may name a crashed test from another folder than pytest's summary does. */
function idOf({ testId }: Failure, reported: readonly Failure[]): string {
  return reported.find(other => other.testId.endsWith(`/${testId}`))?.testId ?? testId;
}

/** The report of a crashed worker bears the name of the file, not of the test. */
function isOfWorker({ message }: Failure): boolean {
  return /^worker '\w{1,20}' crashed while running /.test(message);
}
