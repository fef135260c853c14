// The results of the full suite on the failing tree, over several runs.
import type { Baseline } from '../../incident/reproduction.ts';
import type { SuiteRun, TestOutcome } from '../../suite/suite-run.ts';

type Kind = 'passing' | 'failing' | 'flaky' | 'skipped';

/** Classifies every test by its outcomes in all runs; a test missing from any of them is flaky. */
export function baseline(runs: readonly SuiteRun[]): Baseline {
  const sorted: Record<Kind, string[]> = { passing: [], failing: [], flaky: [], skipped: [] };
  const ids = new Set(runs.flatMap(run => [...run.outcomes.keys()]));
  for (const id of [...ids].sort()) sorted[kindOf(runs.map(run => run.outcomes.get(id)))].push(id);
  return { ...sorted, runs: runs.length, seconds: Math.max(...runs.map(run => run.finished.seconds)) };
}

function kindOf(outcomes: readonly (TestOutcome | undefined)[]): Kind {
  const kinds = new Set(outcomes.map(outcome => (outcome === undefined ? 'flaky' : kindByOutcome[outcome])));
  const [only, ...others] = kinds;
  return only === undefined || others.length > 0 ? 'flaky' : only;
}

// A test marked as expected to fail counts as skipped, whatever its outcome.
const kindByOutcome: Record<TestOutcome, Kind> = {
  passed: 'passing',
  failed: 'failing',
  error: 'failing',
  skipped: 'skipped',
  xfailed: 'skipped',
  xpassed: 'skipped',
};
