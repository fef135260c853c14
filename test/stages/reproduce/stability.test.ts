import { expect, test } from '@jest/globals';
import { byStability, withoutFailure } from '../../../src/stages/reproduce/stability.ts';
import { failure, suiteRun } from './runs.ts';

const id = 'test_a.py::test_x';
const red = suiteRun({ [id]: 'failed' });
const green = suiteRun({ [id]: 'passed' });
const odd = suiteRun({ [id]: 'failed' }, { failures: [failure(id, 'KeyError')] });
const target = [{ inCi: failure(id), here: failure(id) }];

test('a test that fails alike in every run is stable', () => {
  const sorted = byStability(target, { whole: [red, red], alone: [red, red, red] });
  expect(sorted).toEqual({ stable: target, endings: [] });
});

test.each([
  [
    'fails only sometimes alone',
    [red, red],
    [red, green, red],
    'flaky',
    /failed 4 of 5 runs \(38 % to 96 % at 95 % confidence\)/,
  ],
  [
    'fails only sometimes in the suite',
    [red, green],
    [red, red, red],
    'flaky',
    /failed 4 of 5 runs \(38 % to 96 % at 95 % confidence\)/,
  ],
  ['passes whenever it is alone', [red, red], [green, green, green], 'flaky', /depends on the order/],
  ['fails in another way alone', [red, red], [odd, odd, odd], 'not-reproducible', /test_x \(KeyError\)/],
])('a test that %s is no target', (_, whole, alone, code, detail) => {
  expect(byStability(target, { whole, alone })).toMatchObject({
    stable: [],
    endings: [{ code, detail: expect.stringMatching(detail) }],
  });
});

test('a test that fails now and then does not keep another from being a target', () => {
  const other = 'test_a.py::test_y';
  const both = suiteRun({ [id]: 'failed', [other]: 'failed' });
  const one = suiteRun({ [id]: 'failed', [other]: 'passed' });
  const targets = [id, other].map(test => ({ inCi: failure(test), here: failure(test) }));
  const sorted = byStability(targets, { whole: [both, one], alone: [both, one, both] });
  expect(sorted.stable).toEqual(targets.slice(0, 1));
  expect(sorted.endings).toMatchObject([{ code: 'flaky', detail: expect.stringContaining(other) }]);
});

test.each([
  ['one run of three shows it', [green, red, green], 'flaky', /failed 1 of 3 runs \(6 % to 79 % at 95 % confidence\)/],
  [
    'all tests pass',
    [green, green, green],
    'not-reproducible',
    /all 1 tests ended well.*in 3 runs, so its rate here is less than 63 % at 95 %/,
  ],
  ['another error comes', [odd, odd, odd], 'not-reproducible', /here failed instead: test_a.py::test_x \(KeyError\)/],
  [
    'the run is void',
    [suiteRun({}, { void: 'No pytest reported.' })],
    'not-reproducible',
    /proves nothing: No pytest reported/,
  ],
])('when CI failed and here %s, the line ends', (_, runs, code, detail) => {
  expect(withoutFailure([failure(id)], runs, '.')).toMatchObject({ code, detail: expect.stringMatching(detail) });
});
