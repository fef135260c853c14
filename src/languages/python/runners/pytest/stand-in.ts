// Where CI runs unittest or nose, pytest replaces them: what it must then collect, and how a recipe shows it.
import type { Recipe } from '../../../../incident/reproduction.ts';

/** pytest's options for the other runner's idea of what a test is. */
export const standIn = {
  unittest: '-o python_functions= -o python_classes=',
  nose: "-o python_functions='test* *_test' -o python_classes='Test* *Test'",
} as const;

/** What runs the tests in CI itself. */
export function runnerOfCi({ test }: Pick<Recipe, 'test'>): 'pytest' | keyof typeof standIn {
  if (test.text.includes(standIn.unittest)) return 'unittest';
  return test.text.includes(standIn.nose) ? 'nose' : 'pytest';
}
