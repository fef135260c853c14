// A regression test must be one that CI runs: unittest passes over plain functions, and there may be no pytest to import.
import type { Recipe } from '../../../../incident/reproduction.ts';
import type { GuardSurroundings } from '../../../contract/rules.ts';
import { runnerOfCi } from '../../runners/runner-of-ci.ts';
import type { Candidate } from './forbidden.ts';
import { hasTestCase } from './helpers.ts';

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

/** Why CI would not run this test, or break on it; empty when it would run. */
export function runnerObjection(
  { root, imports }: Candidate,
  surroundings: Pick<GuardSurroundings, 'recipe' | 'helpers' | 'support'>,
): string[] {
  const runner = runnerOfCi(surroundings.recipe);
  if (runner === 'pytest') return [];
  if (imports.some(({ path }) => /^pytest(?:\.|$)/.test(path))) return [`It imports pytest, and CI runs ${runner}.`];
  return runner === 'unittest' && !hasTestCase(root, surroundings)
    ? ['It is no method of a unittest.TestCase, and CI runs unittest.']
    : [];
}
