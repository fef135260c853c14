// Time limits of later runs, derived from the duration of the first.
import { hangsOf } from '../../suite/known-hangs.ts';
import type { TimeLimits } from '../../suite/run-tests.ts';
import type { TimedRun } from '../../suite/suite-run.ts';

/** Limit of the first run of the full suite, in seconds of wall time; no later run gets more. */
export const longestRun = 600;

/**
 * Limits of the runs after this one: more than three times as long, plus a minute, is a hang. A test that hung need not do so for its whole
 * limit again.
 */
export function limitsAfter(first: TimedRun): TimeLimits {
  const seconds = Math.ceil(Math.min(longestRun, 3 * first.finished.seconds + 60));
  return { seconds, hangs: hangsOf(first) };
}
