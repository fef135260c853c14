// Failures that are stable so far beside a flaky test: chance adds up, so they need more runs before one of them is a target.
// Among twelve fair coins, one case in three has a coin that falls wrong five times of five.
import { fileOfTest } from '../../incident/test-id.ts';
import type { SuiteRun } from '../../suite/suite-run.ts';
import { baseline } from './baseline.ts';
import { rateText } from './rate.ts';
import type { SameFailure } from './same-failure.ts';
import { byStability, type Runs, type Sorted } from './stability.ts';

/** A fair coin falls wrong in all of these once in 1,000. */
export const siblingRuns = 10;

/** `notes`: what was run again, and what that says. */
export type Settled = Sorted & { readonly notes: readonly string[] };

/** Sorts the failures by stability, after up to ten more runs of those that a flaky test casts doubt on. */
export async function settled(
  found: readonly SameFailure[],
  runs: Runs,
  runAlone: (ids: readonly string[]) => Promise<SuiteRun>,
): Promise<Settled> {
  const sorted = byStability(found, runs);
  const siblings = siblingsOfFlaky(found, sorted, baseline(runs.whole).flaky);
  const ids = siblings.map(({ here }) => here.testId);
  const alone = [...runs.alone];
  let again = byStability(siblings, runs);
  for (let more = 0; more < siblingRuns && again.stable.length > 0; more++) {
    alone.push(await runAlone(ids));
    again = byStability(siblings, { ...runs, alone });
  }
  return {
    stable: sorted.stable.filter(target => !siblings.includes(target) || again.stable.includes(target)),
    endings: [...sorted.endings, ...again.endings],
    notes: notesOn(again.stable, runs.whole.length + alone.length),
  };
}

/**
 * Stable failures that share a file (as the variants of one test do) or an error message with one that is not stable, or a
 * file with any test that is flaky in the suite.
 */
export function siblingsOfFlaky(
  found: readonly SameFailure[],
  { stable }: Sorted,
  flakyInSuite: readonly string[],
): readonly SameFailure[] {
  const unstable = found.filter(failure => !stable.includes(failure)).map(({ here }) => here);
  const files = new Set([...flakyInSuite, ...unstable.map(({ testId }) => testId)].map(fileOfTest));
  const messages = new Set(unstable.flatMap(({ message }) => message || []));
  return stable.filter(({ here }) => files.has(fileOfTest(here.testId)) || messages.has(here.message));
}

function notesOn(siblings: readonly SameFailure[], runs: number): readonly string[] {
  const ids = siblings.map(({ here }) => here.testId);
  return ids.length === 0
    ? []
    : [`A related test is flaky, so these were run again; each ${rateText(runs, runs)}: ${ids.join(', ')}.`];
}
