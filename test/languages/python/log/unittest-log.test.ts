import { expect, test } from '@jest/globals';
import { unittestFailures } from '../../../../src/languages/python/log/unittest-log.ts';
import { recordedLines } from '../../../stages/collect/fixtures.ts';

test("unittest's report is read under pytest's ids", () => {
  const read = unittestFailures(recordedLines('unittest'));
  expect(read.map(one => [one.testId, one.phase, one.errorType, one.file, one.line])).toEqual([
    ['unit/test_import.py', 'collection', 'ModuleNotFoundError', 'unit/test_import.py', 1],
    ['unit/test_old.py::Broken', 'setup', 'OSError', 'unit/test_old.py', 28],
    ['unit/test_old.py::OldStyle::test_chain', 'call', 'RuntimeError', 'shop/user_service.py', 17],
    ['unit/test_old.py::OldStyle::test_unknown', 'call', 'TypeError', 'shop/user_service.py', 10],
    ['unit/test_old.py::OldStyle::test_equal', 'call', 'AssertionError', 'unit/test_old.py', 7],
    ['unit/test_old.py::OldStyle::test_sub', 'call', 'AssertionError', 'unit/test_old.py', 16],
  ]);
});

test('before Python 3.11 the method stands only in front, and a folder below the root is found by the trace', () => {
  const log = [
    '='.repeat(70),
    'FAIL: test_x (test_cart.Cart)',
    '-'.repeat(70),
    'Traceback (most recent call last):',
    '  File "/home/runner/work/shop/shop/backend/test_cart.py", line 4, in test_x',
    '    self.assertTrue(False)',
    'AssertionError: False is not true',
    '',
    '-'.repeat(70),
    'Ran 1 test in 0.001s',
  ];
  expect(unittestFailures(log)).toMatchObject([
    {
      testId: 'backend/test_cart.py::Cart::test_x',
      errorType: 'AssertionError',
      message: 'False is not true',
      line: 4,
    },
  ]);
});

test('functions that nose ran are known by their modules', () => {
  const failed = (heading: string) => [
    '='.repeat(70),
    heading,
    '-'.repeat(70),
    'Traceback (most recent call last):',
    '  File "/usr/lib/python3.8/site-packages/nose/case.py", line 198, in runTest',
    '    self.test(*self.arg)',
    '  File "/home/runner/work/shop/shop/tests/test_cart.py", line 4, in test_x',
    '    assert False',
    'AssertionError',
    '',
  ];
  const log = [
    ...failed('FAIL: test_cart.test_x'),
    ...failed('FAIL: tests.test_cart.test_y(1, 2)'),
    '-'.repeat(70),
    'Ran 2 tests in 0.001s',
  ];
  expect(unittestFailures(log).map(({ testId, errorType }) => [testId, errorType])).toEqual([
    ['tests/test_cart.py::test_x', 'AssertionError'],
    ['tests/test_cart.py::test_y', 'AssertionError'],
  ]);
});

test('a ruler alone is no failure', () => {
  expect(unittestFailures(['='.repeat(70), 'Results', '-'.repeat(70), 'ERROR: lint'])).toEqual([]);
});
