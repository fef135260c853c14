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

test('tests of a script are known by the file on their trace, and an unexpected success is one', () => {
  const read = unittestFailures(recordedLines('unittest-main'));
  expect(read.map(one => [one.testId, one.phase, one.errorType, one.line])).toEqual([
    ['test_x.py::A::test_div', 'call', 'ZeroDivisionError', 3],
    ['test_x.py::B', 'setup', 'OSError', 19],
    ['test_x.py::A::test_eq', 'call', 'AssertionError', 11],
    ['test_x.py::A::test_sub', 'call', 'AssertionError', 16],
    ['__main__.py::A::test_un', 'call', null, null],
  ]);
});

// Standard output reaches the log in blocks, between the lines of the report on standard error.
test("Django's words about its databases may come between a rule and its heading, or before a rule in its line", () => {
  const rule = '='.repeat(70);
  const log = [
    'Found 2 test(s).',
    `Destroying test database for alias 'default'...${rule}`,
    'System check identified no issues (0 silenced).',
    "Creating test database for alias 'default'...",
    'ERROR: test_x (app.tests.Api.test_x)',
    'It works.',
    '-'.repeat(70),
    'Traceback (most recent call last):',
    '  File "/home/runner/work/shop/shop/app/tests.py", line 9, in test_x',
    '    total(None)',
    '  File "/home/runner/work/shop/shop/app/views.py", line 4, in total',
    '    return x + 1',
    "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'",
    '',
    rule,
    'FAIL: test_y (app.tests.Api.test_y) (case=1)',
    '-'.repeat(70),
    'Traceback (most recent call last):',
    '  File "/home/runner/work/shop/shop/app/tests.py", line 12, in test_y',
    '    self.assertEqual(1, 2)',
    'AssertionError: 1 != 2',
    '',
    '-'.repeat(70),
    'Ran 2 tests in 0.010s',
  ];
  expect(unittestFailures(log).map(one => [one.testId, one.errorType, one.file, one.line])).toEqual([
    ['app/tests.py::Api::test_x', 'TypeError', 'app/views.py', 4],
    ['app/tests.py::Api::test_y', 'AssertionError', 'app/tests.py', 12],
  ]);
});
