// How much time later runs get, by what the first one took.
import type { Recipe } from '../../incident/reproduction.ts';
import { withTestLimit } from '../../suite/run-tests.ts';
import type { TimedRun } from '../../suite/suite-run.ts';

/** Wall time of the first run of the whole suite, in seconds; no later one gets more. */
export const longestRun = 600;
const shortestLimit = 10;
const timesSlower = 10;

/** A run that takes three times as long as the first, and a minute, hangs. In seconds. */
export function limitAfter(run: TimedRun): number {
  return Math.ceil(Math.min(longestRun, 3 * run.finished.seconds + 60));
}

/** Once a test is known to hang, no run has to wait a minute for it again: ten times the slowest that does not hang is enough. */
export function paced(recipe: Recipe, { failures, slowest }: TimedRun): Recipe {
  if (!failures.some(failure => failure.errorType === 'Timeout')) return recipe;
  return withTestLimit(recipe, Math.max(shortestLimit, timesSlower * slowest));
}
