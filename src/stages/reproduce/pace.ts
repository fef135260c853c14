// Time limits of later runs, derived from the duration of the first.
import type { TimeLimits } from '../../suite/run-tests.ts';
import type { TimedRun } from '../../suite/suite-run.ts';

/** Limit of the first run of the full suite, in seconds of wall time; no later run gets more. */
export const longestRun = 600;
const shortestLimit = 10;
const timesSlower = 10;

/**
 * Limits of the runs after this one: more than three times as long, plus a minute, is a hang. Once a test is known to hang, later
 * runs need not wait a minute for it: ten times the slowest other test is enough.
 */
export function limitsAfter({ finished, failures, slowest }: TimedRun): TimeLimits {
  const seconds = Math.ceil(Math.min(longestRun, 3 * finished.seconds + 60));
  const hangs = failures.some(failure => failure.errorType === 'Timeout');
  return { seconds, testSeconds: hangs ? Math.max(shortestLimit, timesSlower * slowest) : undefined };
}
