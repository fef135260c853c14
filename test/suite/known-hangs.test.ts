import { expect, test } from '@jest/globals';
import type { Failure } from '../../src/incident/evidence.ts';
import { hangsOf } from '../../src/suite/known-hangs.ts';
import type { TimedRun } from '../../src/suite/suite-run.ts';
import { failure, suiteRun } from '../stages/reproduce/runs.ts';

const frame = (file: string, line: number, inRepository = true) => ({ file, line, function: 'f', inRepository });

function hung(testId: string, ...frames: Failure['frames']): Failure {
  return { ...failure(testId, 'Timeout'), frames };
}

function runOf(failures: readonly Failure[], more: Partial<TimedRun> = {}): TimedRun {
  return {
    ...suiteRun(Object.fromEntries(failures.map(({ testId }) => [testId, 'failed'])), { failures }),
    slowest: 0,
    ...more,
  };
}

test("of each test that hung its places are known, by the repository's own frames", () => {
  const run = runOf([
    hung('t.py::a', frame('t.py', 2), frame('/usr/lib/queue.py', 171, false), frame('shop.py', 7)),
    hung('t.py::a', frame('t.py', 9)),
    hung('t.py', frame('t.py', 1)),
    { ...failure('t.py::b', 'KeyError'), frames: [frame('t.py', 5)] },
  ]);
  expect(hangsOf(run)?.places).toEqual({
    't.py::a': [
      [
        ['t.py', 2, 'f'],
        ['shop.py', 7, 'f'],
      ],
      [['t.py', 9, 'f']],
    ],
    't.py': [[['t.py', 1, 'f']]],
  });
});

test.each([
  [0, 3],
  [0.25, 3],
  [0.5, 5],
  [20, 200],
])('where the slowest other test takes %d s, it is seen after %d s', (slowest, seconds) => {
  expect(hangsOf(runOf([hung('t.py::a', frame('t.py', 2))], { slowest }))?.seconds).toBe(seconds);
});

test.each<[string, TimedRun]>([
  ['no test hung', runOf([{ ...failure('t.py::a'), frames: [frame('t.py', 2)] }])],
  ['the place is not known', runOf([hung('t.py::a', frame('/usr/lib/queue.py', 171, false))])],
  ['the run proves nothing', runOf([hung('t.py::a', frame('t.py', 2))], { void: 'killed' })],
])('nothing is learned where %s', (_, run) => {
  expect(hangsOf(run)).toBeUndefined();
});
