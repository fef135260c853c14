import { describe, expect, test } from '@jest/globals';
import { pytestFailures } from '../../../../src/languages/python/log/pytest-log.ts';
import { recordedLines } from '../../../stages/collect/fixtures.ts';

/** What the recorded suite fails with, in pytest's order. */
const expected = [
  ['tests/test_user_service.py::test_setup', 'setup', 'ConnectionRefusedError', 'tests/test_user_service.py', 35],
  ['tests/test_user_service.py::test_teardown', 'teardown', 'ValueError', 'tests/test_user_service.py', 41],
  ['tests/test_user_service.py::test_unknown', 'call', 'TypeError', 'shop/user_service.py', 10],
  ['tests/test_user_service.py::test_parse[1 [a] b]', 'call', 'RuntimeError', 'shop/user_service.py', 17],
  ['tests/test_user_service.py::test_parse[x::y - z]', 'call', 'RuntimeError', 'shop/user_service.py', 17],
  ['tests/test_user_service.py::test_parse[ok]', 'call', 'RuntimeError', 'shop/user_service.py', 17],
  ['tests/test_user_service.py::TestThing::test_dict', 'call', 'AssertionError', 'tests/test_user_service.py', 22],
  ['tests/test_user_service.py::TestThing::test_outside', 'call', 'JSONDecodeError', 'tests/test_user_service.py', 25],
  ['tests/test_user_service.py::OldStyle::test_equal', 'call', 'AssertionError', 'tests/test_user_service.py', 30],
  ['tests/test_user_service.py::test_fail', 'call', 'Failed', 'tests/test_user_service.py', 54],
  ['tests/test_user_service.py::test_raises', 'call', 'Failed', 'tests/test_user_service.py', 58],
  ['tests/test_user_service.py::test_custom', 'call', 'Own', 'tests/test_user_service.py', 65],
  ['tests/test_user_service.py::test_long_message', 'call', 'AssertionError', 'tests/test_user_service.py', 69],
  ['tests/test_user_service.py::test_multiline', 'call', 'ValueError', 'tests/test_user_service.py', 73],
  ['tests/test_user_service.py::test_bare', 'call', 'AssertionError', 'tests/test_user_service.py', 77],
];

describe('the same failures are read from every style of pytest', () => {
  test.each(['tb-auto', 'tb-long', 'tb-short', 'tb-native', 'ci-verbose', 'no-summary'])('%s', style => {
    const read = pytestFailures(recordedLines(`pytest-${style}`));
    expect(read.map(one => [one.testId, one.phase, one.errorType, one.file, one.line])).toEqual(expected);
  });
});

test('one line per failure still names test, error and place', () => {
  const read = pytestFailures(recordedLines('pytest-tb-line'));
  expect(read).toHaveLength(15);
  const parsed = read.find(one => one.testId.endsWith('test_parse[x::y - z]'));
  expect(parsed).toMatchObject({
    errorType: 'RuntimeError',
    message: 'bad value x::y - z',
    file: 'shop/user_service.py',
    line: 17,
  });
});

test('without tracebacks the summary alone names the tests, and a cut error type is left open', () => {
  const read = pytestFailures(recordedLines('pytest-tb-no'));
  expect(read).toHaveLength(15);
  expect(read.find(one => one.testId.endsWith('::test_unknown'))).toMatchObject({ errorType: 'TypeError', file: null });
  expect(read.find(one => one.testId.endsWith('::test_outside'))).toMatchObject({ errorType: null });
});

test('frames lead from the test to the place of the error, and those outside the repository are told apart', () => {
  const read = pytestFailures(recordedLines('pytest-tb-auto'));
  expect(read.find(one => one.testId.endsWith('::test_unknown'))?.frames).toEqual([
    { file: 'tests/test_user_service.py', line: 12, function: 'test_unknown', inRepository: true },
    { file: 'shop/user_service.py', line: 10, function: 'send_notification', inRepository: true },
  ]);
  const outside = read.find(one => one.testId.endsWith('::test_outside'))?.frames.map(frame => frame.inRepository);
  expect(outside).toEqual([true, false, false, false]);
});

test('a message of several lines is kept whole', () => {
  const read = pytestFailures(recordedLines('pytest-tb-auto'));
  expect(read.find(one => one.testId.endsWith('::test_multiline'))?.message).toBe('first\nsecond\n\nfourth');
});

test('files that could not be collected are failures of the file', () => {
  expect(pytestFailures(recordedLines('pytest-collection-errors'))).toMatchObject([
    { testId: 'tests/test_broken_import.py', phase: 'collection', errorType: 'ModuleNotFoundError', line: 1 },
    {
      testId: 'tests/test_syntax.py',
      phase: 'collection',
      errorType: 'SyntaxError',
      message: 'invalid syntax',
      line: 1,
    },
  ]);
});

test('a conftest that cannot be imported is a failure of its file', () => {
  expect(pytestFailures(recordedLines('pytest-conftest'))).toMatchObject([
    {
      testId: 'tests/conftest.py',
      phase: 'collection',
      errorType: 'ModuleNotFoundError',
      file: 'tests/conftest.py',
      line: 1,
    },
  ]);
});

test('a report that a test prints is no report; groups, chains and missing fixtures are told', () => {
  const read = pytestFailures(recordedLines('pytest-odd'));
  expect(read.map(one => [one.testId, one.phase, one.errorType, one.line])).toEqual([
    ['tests/test_fakes.py::test_missing_fixture', 'setup', null, 10],
    ['tests/test_fakes.py::test_prints_a_report', 'call', 'AssertionError', 7],
    ['tests/test_fakes.py::test_group', 'call', 'ExceptionGroup', 15],
    ['tests/test_fakes.py::test_during', 'call', 'ValueError', 22],
  ]);
});

test('stopping at the first failure leaves one', () => {
  expect(pytestFailures(recordedLines('pytest-x-quiet')).map(one => one.testId)).toEqual([
    'tests/test_user_service.py::test_unknown',
  ]);
});

const long = (title: string, body: string[]) => [`${'_'.repeat(20)} ${title} ${'_'.repeat(20)}`, ...body];

test('workers of xdist, their prefixes and two tests of one name in two files are kept apart', () => {
  const log = [
    '[gw0] [ 50%] FAILED tests/test_a.py::test_x ',
    '=================================== FAILURES ===================================',
    ...long('test_x', [
      '[gw1] linux -- Python 3.11.9 /opt/hostedtoolcache/Python/3.11.9/x64/bin/python',
      '',
      '    def test_x():',
      '>       assert 0',
      'E       assert 0',
      '',
      'tests/test_b.py:2: AssertionError',
    ]),
    ...long('test_x', [
      '[gw0] linux -- Python 3.11.9 /usr/bin/python',
      '',
      '    def test_x():',
      ">       {}['k']",
      "E       KeyError: 'k'",
      '',
      'tests/test_a.py:3: KeyError',
    ]),
    '=========================== short test summary info ============================',
    "FAILED tests/test_a.py::test_x - KeyError: 'k'",
    'FAILED tests/test_b.py::test_x - assert 0',
    '============================== 2 failed in 0.40s ===============================',
  ];
  expect(pytestFailures(log).map(one => [one.testId, one.errorType, one.line])).toEqual([
    ['tests/test_b.py::test_x', 'AssertionError', 2],
    ['tests/test_a.py::test_x', 'KeyError', 3],
  ]);
});

test('a time-out of the pytest-timeout plugin is a time-out, whatever its exception is called', () => {
  const log = [
    '=================================== FAILURES ===================================',
    ...long('test_slow', [
      '',
      '    def test_slow():',
      '>       time.sleep(60)',
      'E       Failed: Timeout (>1.0s) from pytest-timeout.',
      '',
      'tests/test_slow.py:5: Failed',
    ]),
    '=========================== short test summary info ============================',
    'FAILED tests/test_slow.py::test_slow - Failed: Timeout (>1.0s) from pytest-timeout.',
    '============================== 1 failed in 1.10s ===============================',
  ];
  expect(pytestFailures(log)).toMatchObject([
    { errorType: 'Timeout', message: 'Timeout (>1.0s) from pytest-timeout.', line: 5 },
  ]);
});

test.each([
  ['/home/runner/work/shop/shop/shop/cart.py', 'shop/cart.py', true],
  ['/__w/shop/shop/shop/cart.py', 'shop/cart.py', true],
  ['D:\\a\\shop\\shop\\shop\\cart.py', 'shop/cart.py', true],
  ['./shop/cart.py', 'shop/cart.py', true],
  [
    '../../../opt/hostedtoolcache/Python/3.11.9/x64/lib/python3.11/json/decoder.py',
    '../../../opt/hostedtoolcache/Python/3.11.9/x64/lib/python3.11/json/decoder.py',
    false,
  ],
  [
    '/home/runner/work/shop/shop/.venv/lib/python3.11/site-packages/requests/api.py',
    '.venv/lib/python3.11/site-packages/requests/api.py',
    false,
  ],
  ['/usr/lib/python3.11/unittest/case.py', '/usr/lib/python3.11/unittest/case.py', false],
])('the frame of %s is %s', (logged, file, inRepository) => {
  const log = [
    '=================================== FAILURES ===================================',
    ...long('test_x', [
      'Traceback (most recent call last):',
      `  File "${logged}", line 3, in call`,
      '    x()',
      'ValueError: no',
    ]),
  ];
  expect(pytestFailures(log)[0]?.frames).toEqual([{ file, line: 3, function: 'call', inRepository }]);
});

test('a log without pytest holds no failures', () => {
  expect(pytestFailures(['error: something', 'make: *** [all] Error 2', 'FAILED to upload'])).toEqual([]);
});
