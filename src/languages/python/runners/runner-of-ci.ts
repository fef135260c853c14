// Which test runner CI uses, as far as its command shows it.
import type { Recipe } from '../../../incident/reproduction.ts';

export type RunnerOfCi = 'pytest' | 'unittest' | 'nose';

const unittest =
  /-m\s+unittest\b|\b(?:manage\.py|django-admin|setup\.py)\s+test\b|\bruntests\.py\b|\b(?:trial|nose2)\b|^[ \t]*python[\d.]*[ \t]+(?:(?!test)\S)*test\S*\.py\b/m;

/** `unittest` for all that run only its test cases: Django's runner, trial, nose2. pytest where the command does not say. */
export function runnerOfCi({ test }: Pick<Recipe, 'test'>): RunnerOfCi {
  if (/\b(?:pytest|py\.test)\b/.test(test.text)) return 'pytest';
  if (/\bnosetests\b/.test(test.text)) return 'nose';
  return unittest.test(test.text) ? 'unittest' : 'pytest';
}
