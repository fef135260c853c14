import { expect, test } from '@jest/globals';
import { byStability, withoutFailure } from '../../../src/stages/reproduce/stability.ts';
import { failure, suiteRun } from './runs.ts';

const id = 'test_a.py::test_x';
const red = suiteRun({ [id]: 'failed' });
const green = suiteRun({ [id]: 'passed' });
const odd = suiteRun({ [id]: 'failed' }, { failures: [failure(id, 'KeyError')] });
const target = [{ inCi: failure(id), here: failure(id) }];

test('a test that fails alike in every run is stable', () => {
  const sorted = byStability(target, { suite: [red, red], alone: [red, red, red] });
  expect(sorted).toEqual({ stable: target, excluded: [] });
});

test.each([
  [
    'sometimes passes alone',
    [red, red],
    [red, green, red],
    'flaky',
    /failed in 4 of 5 runs \(failure rate 38% to 96% at 95% confidence\)/,
  ],
  [
    'sometimes passes in the suite',
    [red, green],
    [red, red, red],
    'flaky',
    /failed in 4 of 5 runs \(failure rate 38% to 96% at 95% confidence\)/,
  ],
  ['always passes alone', [red, red], [green, green, green], 'flaky', /depends on test order/],
  ['fails differently alone', [red, red], [odd, odd, odd], 'not-reproducible', /test_x \(KeyError\)/],
])('a test that %s is not a target', (_, suite, alone, code, detail) => {
  expect(byStability(target, { suite, alone })).toMatchObject({
    stable: [],
    excluded: [{ code, detail: expect.stringMatching(detail) }],
  });
});

test('a flaky test does not prevent another from being a target', () => {
  const other = 'test_a.py::test_y';
  const both = suiteRun({ [id]: 'failed', [other]: 'failed' });
  const one = suiteRun({ [id]: 'failed', [other]: 'passed' });
  const targets = [id, other].map(test => ({ inCi: failure(test), here: failure(test) }));
  const sorted = byStability(targets, { suite: [both, one], alone: [both, one, both] });
  expect(sorted.stable).toEqual(targets.slice(0, 1));
  expect(sorted.excluded).toMatchObject([{ code: 'flaky', detail: expect.stringContaining(other) }]);
});

test.each([
  [
    'one of three runs fails',
    [green, red, green],
    'flaky',
    /failed in 1 of 3 runs \(failure rate 6% to 79% at 95% confidence\)/,
  ],
  [
    'all tests pass',
    [green, green, green],
    'not-reproducible',
    /All 1 tests passed.*in 3 runs, so its failure rate in the sandbox is less than 63% \(95%/,
  ],
  [
    'another error occurs',
    [odd, odd, odd],
    'not-reproducible',
    /in the sandbox, test_a.py::test_x \(KeyError\) failed instead/,
  ],
  [
    'the run is void',
    [suiteRun({}, { void: 'pytest wrote no report.' })],
    'not-reproducible',
    /inconclusive: pytest wrote no report/,
  ],
])('if %s in the sandbox, the line stops', (_, runs, code, detail) => {
  expect(withoutFailure([failure(id)], { offline: runs, online: null }, '.')).toMatchObject({
    code,
    detail: expect.stringMatching(detail),
  });
});

test.each([
  [
    'no run without network',
    [green, green, green],
    'not-reproducible',
    /test_x \(TypeError\) failed .* need the network/,
  ],
  ['one of the runs without network, too', [green, green, red], 'flaky', /failed in 1 of 3 runs/],
])('a failure that the run with network shows and %s: the stop says so', (_, offline, code, detail) => {
  const stop = withoutFailure([failure(id)], { offline, online: red }, '.');
  expect(stop).toMatchObject({ code, detail: expect.stringMatching(detail) });
});

test('the network is not named if the run with network passed or failed with another error', () => {
  const seen = [green, odd].map(online => withoutFailure([failure(id)], { offline: [green], online }, '.').detail);
  for (const detail of seen) expect(detail).toMatch(/^All 1 tests passed/);
});

test('runs of which one is void bound no failure rate', () => {
  const proved = withoutFailure([failure(id)], { offline: [green, green], online: null }, '.').detail;
  const killed = suiteRun({}, { void: 'Killed.' });
  const unproved = withoutFailure([failure(id)], { offline: [green, killed], online: null }, '.').detail;
  expect(proved).toContain('failure rate');
  expect(unproved).not.toContain('failure rate');
});
