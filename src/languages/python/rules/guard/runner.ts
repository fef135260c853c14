// A regression test must be one that CI runs: unittest passes over plain functions, and there may be no pytest to import.
import type { Recipe } from '../../../../incident/reproduction.ts';
import { nodesOf } from '../../../syntax.ts';
import { runnerOfCi } from '../../runners/pytest/stand-in.ts';
import { argumentsOf } from '../names.ts';
import type { Candidate } from './forbidden.ts';

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
export function runnerObjection({ root, imports }: Candidate, recipe: Recipe): string[] {
  const runner = runnerOfCi(recipe);
  if (runner === 'pytest') return [];
  if (imports.some(({ path }) => /^pytest(?:\.|$)/.test(path))) return [`It imports pytest, and CI runs ${runner}.`];
  const isCase = nodesOf(root, 'class_definition').some(node =>
    argumentsOf(node).some(({ value }) => /TestCase$/.test(value.text)),
  );
  return runner === 'unittest' && !isCase ? ['It is no method of a unittest.TestCase, and CI runs unittest.'] : [];
}
