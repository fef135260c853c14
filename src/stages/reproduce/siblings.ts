// Reruns stable failures that are related to a flaky test: with many tests, chance adds up. Among twelve fair coins, one case
// in three has a coin that falls wrong five times out of five.
import { fileOfTest } from '../../incident/test-id.ts';
import type { SuiteRun } from '../../suite/suite-run.ts';
import { baseline } from './baseline.ts';
import { rerunNextToFlaky } from './details.ts';
import type { SameFailure } from './same-failure.ts';
import { byStability, type Runs, type Sorted } from './stability.ts';

/** A fair coin falls wrong in all of these less than once in a million. A flaky sibling shows itself after one or two. */
export const siblingRuns = 20;

/** `notes`: which tests were rerun, and the resulting failure rates. */
export type Rerun = Sorted & { readonly notes: readonly string[] };

/** Sorts the failures by stability, after up to twenty more runs of those that are related to a flaky test. */
export async function rerunSiblings(
  found: readonly SameFailure[],
  runs: Runs,
  runAlone: (ids: readonly string[]) => Promise<SuiteRun>,
): Promise<Rerun> {
  const sorted = byStability(found, runs);
  const siblings = siblingsOfFlaky(found, sorted, baseline(runs.suite).flaky);
  const ids = siblings.map(({ here }) => here.testId);
  const alone = [...runs.alone];
  let again = byStability(siblings, runs);
  for (let more = 0; more < siblingRuns && again.stable.length > 0; more++) {
    alone.push(await runAlone(ids));
    again = byStability(siblings, { ...runs, alone });
  }
  const stillStable = again.stable.map(({ here }) => here.testId);
  return {
    stable: sorted.stable.filter(target => !siblings.includes(target) || again.stable.includes(target)),
    excluded: [...sorted.excluded, ...again.excluded],
    notes: rerunNextToFlaky(stillStable, runs.suite.length + alone.length),
  };
}

/**
 * Stable failures that share a file (as the variants of one test do) or an error message with an unstable one, or a file
 * with any test that is flaky in the suite.
 */
function siblingsOfFlaky(
  found: readonly SameFailure[],
  { stable }: Sorted,
  flakyInSuite: readonly string[],
): readonly SameFailure[] {
  const unstable = found.filter(failure => !stable.includes(failure)).map(({ here }) => here);
  const files = new Set([...flakyInSuite, ...unstable.map(({ testId }) => testId)].map(fileOfTest));
  const messages = new Set(unstable.flatMap(({ message }) => message || []));
  return stable.filter(({ here }) => files.has(fileOfTest(here.testId)) || messages.has(here.message));
}
