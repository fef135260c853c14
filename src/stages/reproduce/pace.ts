// Time limits of later runs, derived from the duration of the first.
import type { Recipe } from '../../incident/reproduction.ts';
import { withTestLimit } from '../../suite/run-tests.ts';
import type { TimedRun } from '../../suite/suite-run.ts';

/** Limit of the first run of the full suite, in seconds of wall time; no later run gets more. */
export const longestRun = 600;
const shortestLimit = 10;
const timesSlower = 10;

/** A run that takes more than three times as long as the first, plus a minute, hangs. In seconds. */
export function limitAfter(run: TimedRun): number {
  return Math.ceil(Math.min(longestRun, 3 * run.finished.seconds + 60));
}

/** Once a test is known to hang, later runs need not wait a minute for it: ten times the slowest other test is enough. */
export function paced(recipe: Recipe, { failures, slowest }: TimedRun): Recipe {
  if (!failures.some(failure => failure.errorType === 'Timeout')) return recipe;
  return withTestLimit(recipe, Math.max(shortestLimit, timesSlower * slowest));
}
