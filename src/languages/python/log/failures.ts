// All failures in a log: pytest's reports, else unittest's, and the tests that a time limit cut off.
import type { Failure } from '../../../incident/evidence.ts';
import { pytestFailures } from './pytest-log.ts';
import { timedOutFailures } from './timed-out.ts';
import { unittestFailures } from './unittest-log.ts';

export function pythonFailures(lines: readonly string[], notes: readonly string[]): Failure[] {
  const failures = pytestFailures(lines);
  const reported = failures.length > 0 ? failures : unittestFailures(lines);
  const hung = timedOutFailures(lines, notes).filter(({ testId }) => !reported.some(other => other.testId === testId));
  return [...reported, ...hung];
}
