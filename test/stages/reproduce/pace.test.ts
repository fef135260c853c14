// Time limits of later runs, from what the first one took.
import { describe, expect, test } from '@jest/globals';
import { limitAfter, paced } from '../../../src/stages/reproduce/pace.ts';
import type { TimedRun } from '../../../src/suite/suite-run.ts';
import { recipe } from '../repair/fixtures.ts';
import { failure, suiteRun } from './runs.ts';

const runOf = (seconds: number): TimedRun => {
  const run = suiteRun({});
  return { ...run, finished: { ...run.finished, seconds }, slowest: 0 };
};

test.each([
  [0, 60],
  [10.1, 91],
  [179, 597],
  [180, 600],
  [500, 600],
])('after a run of %d s later ones get %d s', (seconds, limit) => {
  expect(limitAfter(runOf(seconds))).toBe(limit);
});

describe('once a test hangs', () => {
  const hung = suiteRun({ 't.py::a': 'failed' }, { failures: [failure('t.py::a', 'Timeout')] });
  const secondsOf = (slowest: number, of = recipe) =>
    paced(of, { ...hung, slowest }).test.env['NIGHTWATCH_TEST_SECONDS'];

  test.each([
    [0, '10'],
    [1, '10'],
    [1.5, '15'],
    [6, '60'],
    [20, '60'],
  ])('and the slowest other takes %d s, each test gets %s s', (slowest, seconds) => {
    expect(secondsOf(slowest)).toBe(seconds);
  });

  test('a shorter limit of the recipe stays', () => {
    const test = { ...recipe.test, env: { NIGHTWATCH_TEST_SECONDS: '3' } };
    expect(secondsOf(1, { ...recipe, test })).toBe('3');
  });

  test('no other failure changes the recipe', () => {
    const run = { ...suiteRun({ 't.py::a': 'failed' }), slowest: 1 };
    expect(paced(recipe, run)).toBe(recipe);
  });
});
