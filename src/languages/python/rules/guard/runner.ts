// A regression test must be one that CI runs: unittest passes over plain functions, and there may be no pytest to import.
import type { Recipe } from '../../../../incident/reproduction.ts';
import { runnerOfCi } from '../../runners/pytest/stand-in.ts';

/** What is asked for besides; null where CI runs pytest. */
export function runnerRule(recipe: Recipe): string | null {
  switch (runnerOfCi(recipe)) {
    case 'pytest':
      return null;
    case 'nose':
      return 'CI runs nose, which has no pytest: import only what the neighbouring tests import.';
    case 'unittest':
      return 'CI runs unittest, which has no pytest: instead of a plain function write one method of one unittest.TestCase, and import no pytest.';
  }
}

/** Why CI would not run this test, or break on it; null when it would run. */
export function runnerObjection(source: string, recipe: Recipe): string | null {
  const runner = runnerOfCi(recipe);
  if (runner === 'pytest') return null;
  if (/^\s*(?:import|from)\s+pytest\b/m.test(source)) return `It imports pytest, and CI runs ${runner}.`;
  const isCase = /^class\s+\w+\(.*\b\w*TestCase\b.*\):/m.test(source);
  return runner === 'unittest' && !isCase ? 'It is no method of a unittest.TestCase, and CI runs unittest.' : null;
}
