import { expect, test } from '@jest/globals';
import { sameFailures } from '../../../src/stages/reproduce/same-failure.ts';
import { failure, suiteRun } from './runs.ts';

test.each([
  ['the same id and error', 'tests/test_a.py::test_x', 'TypeError', 'tests/test_a.py::test_x', '.', true],
  ['another error', 'tests/test_a.py::test_x', 'ValueError', 'tests/test_a.py::test_x', '.', false],
  ['another test', 'tests/test_a.py::test_x', 'TypeError', 'tests/test_a.py::test_y', '.', false],
  ['a longer name', 'tests/test_a.py::test_x', 'TypeError', 'tests/test_a.py::test_xy', '.', false],
  ['an error that the log does not name', 'tests/test_a.py::test_x', null, 'tests/test_a.py::test_x', '.', true],
  [
    "an id relative to the step's folder",
    'tests/test_a.py::test_x',
    'TypeError',
    'api/tests/test_a.py::test_x',
    'api',
    true,
  ],
  [
    'an id relative to a rootdir of its own',
    'tests/test_a.py::test_x',
    'TypeError',
    'api/tests/test_a.py::test_x',
    '.',
    true,
  ],
  ['the same parameters', 'test_a.py::test_x[a b]', 'TypeError', 'test_a.py::test_x[a b]', '.', true],
  ['other parameters', 'test_a.py::test_x[1]', 'TypeError', 'test_a.py::test_x[2]', '.', false],
  ['a variant of a test named without parameters', 'test_a.py::test_x', 'TypeError', 'test_a.py::test_x[2]', '.', true],
  [
    'parameters with an address',
    'test_a.py::test_x[<o at 0x7f01>]',
    'TypeError',
    'test_a.py::test_x[<o at 0x55aa>]',
    '.',
    true,
  ],
  ['a file that cannot be collected', 'tests/test_a.py', 'TypeError', 'tests/test_a.py', '.', true],
])('%s', (_, inCi, errorType, here, directory, isSame) => {
  const found = sameFailures([failure(inCi, errorType)], suiteRun({ [here]: 'failed' }), directory);
  expect(found.map(same => same.here.testId)).toEqual(isSame ? [here] : []);
});

test('of two tests with the same name, the nearest one matches', () => {
  const run = suiteRun({ 'test_a.py::test_x': 'failed', 'api/test_a.py::test_x': 'failed' });
  const ids = (directory: string) =>
    sameFailures([failure('test_a.py::test_x')], run, directory).map(same => same.here.testId);
  expect(ids('.')).toEqual(['test_a.py::test_x']);
  expect(ids('api')).toEqual(['api/test_a.py::test_x']);
});

test('a void run matches nothing', () => {
  const run = suiteRun({ 'test_a.py::test_x': 'failed' }, { void: 'pytest had an internal error.' });
  expect(sameFailures([failure('test_a.py::test_x')], run, '.')).toEqual([]);
});

const hung = (testId: string) => failure(testId, 'Timeout');

test('a hang in a file matches its first hanging test here, with all variants', () => {
  const ids = [
    'api/test_a.py::test_w',
    'api/test_a.py::test_x[1]',
    'api/test_a.py::test_x[2]',
    'api/test_a.py::test_y',
  ];
  const failures = ids.map((id, index) => (index === 0 ? failure(id) : hung(id)));
  const run = suiteRun({}, { failures });
  const found = sameFailures([hung('test_a.py')], run, 'api');
  expect(found.map(same => same.here.testId)).toEqual(['api/test_a.py::test_x[1]', 'api/test_a.py::test_x[2]']);
  expect(sameFailures([hung('test_b.py')], run, 'api')).toEqual([]);
});

test("a class whose setup failed matches its tests' setup errors", () => {
  const inCi = { ...failure('test_a.py::Old'), phase: 'setup' as const };
  const run = suiteRun({ 'test_a.py::Old::test_x': 'error', 'test_a.py::Older::test_y': 'error' });
  expect(sameFailures([inCi], run, '.').map(same => same.here.testId)).toEqual(['test_a.py::Old::test_x']);
});

test('failures before a hang match by position in the file', () => {
  const untold = failure('test_a.py', null);
  const failures = [failure('test_a.py::test_1'), failure('test_a.py::test_2'), hung('test_a.py::test_3')];
  const more = [failure('test_a.py::test_4')];
  const found = sameFailures(
    [hung('test_a.py'), untold, untold],
    suiteRun({}, { failures: [...failures, ...more] }),
    '.',
  );
  expect(found.map(same => same.here.testId)).toEqual(['test_a.py::test_3', 'test_a.py::test_1', 'test_a.py::test_2']);
});
