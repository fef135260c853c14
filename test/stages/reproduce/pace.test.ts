// Time limits of later runs, from what the first one took.
import { expect, test } from '@jest/globals';
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
  expect(limitsAfter(runOf(seconds))).toEqual({ seconds: limit, hangs: undefined });
});

test('what hung in the first run is known to later ones, and no other test gets less time', () => {
  const frames = [{ file: 't.py', line: 2, function: 'a', inRepository: true }];
  const hung = { ...failure('t.py::a', 'Timeout'), frames };
  const first = { ...suiteRun({ 't.py::a': 'failed' }, { failures: [hung] }), slowest: 1 };
  expect(limitsAfter(first)).toEqual({
    seconds: 63,
    hangs: { seconds: 10, places: { 't.py::a': [[['t.py', 2, 'a']]] } },
  });
});
