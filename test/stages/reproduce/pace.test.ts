// Time limits of later runs, from what the first one took.
import { describe, expect, test } from '@jest/globals';
import { limitsAfter } from '../../../src/stages/reproduce/pace.ts';
import type { TimedRun } from '../../../src/suite/suite-run.ts';
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
  expect(limitsAfter(runOf(seconds))).toEqual({ seconds: limit, testSeconds: undefined });
});

describe('once a test hangs', () => {
  const hung = suiteRun({ 't.py::a': 'failed' }, { failures: [failure('t.py::a', 'Timeout')] });

  test.each([
    [0, 10],
    [1, 10],
    [1.5, 15],
    [6, 60],
    [20, 200],
  ])('and the slowest other takes %d s, each test gets %s s', (slowest, seconds) => {
    expect(limitsAfter({ ...hung, slowest }).testSeconds).toBe(seconds);
  });

  test('no other failure shortens them', () => {
    const run = { ...suiteRun({ 't.py::a': 'failed' }), slowest: 1 };
    expect(limitsAfter(run).testSeconds).toBeUndefined();
  });
});
