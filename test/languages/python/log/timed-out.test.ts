import { expect, test } from '@jest/globals';
import { timedOutFailures } from '../../../../src/languages/python/log/timed-out.ts';

const start = '============================= test session starts ==============================';
const bySteps = '##[error]The action ‘Test’ has timed out after 5 minutes.';
const ids = (lines: readonly string[], notes: readonly string[] = []) =>
  timedOutFailures([start, ...lines], notes).map(({ testId }) => testId);

test('a log cut off by a time limit leaves the test file that was running as a failure', () => {
  const log = ['collected 7 items', '', 'tests/test_a.py ...   [ 42%]', 'tests/test_b.py .F', bySteps];
  expect(timedOutFailures([start, ...log], [])).toMatchObject([
    {
      testId: 'tests/test_b.py',
      phase: 'call',
      errorType: 'Timeout',
      message: 'The action ‘Test’ has timed out after 5 minutes.',
      file: null,
      line: null,
      frames: [],
    },
    { testId: 'tests/test_b.py', errorType: null },
  ]);
});

test('what failed before the hang is known as far as the progress tells', () => {
  const told = ['tests/test_a.py F.E   [ 42%]', 'tests/test_b.py .'];
  expect(ids([...told, bySteps])).toEqual(['tests/test_b.py', 'tests/test_a.py', 'tests/test_a.py']);
  expect(ids(['a.py::test_x[a b] FAILED  [ 50%]', 'a.py::test_y', bySteps])).toEqual([
    'a.py::test_y',
    'a.py::test_x[a b]',
  ]);
  expect(ids(['a.py::test_x', 'a.py::test_y', '[gw0] [ 50%] FAILED a.py::test_x', bySteps])).toEqual([
    'a.py::test_y',
    'a.py::test_x',
  ]);
});

test.each([
  ['the first test of a file', ['tests/test_b.py'], ['tests/test_b.py']],
  ['a test, where pytest is verbose', ['a.py::test_x PASSED  [ 50%]', 'a.py::test_y[1 2]'], ['a.py::test_y[1 2]']],
  ['a test that printed something', ['a.py::test_x PASSED', 'a.py::TestB::test_y hello'], ['a.py::TestB::test_y']],
  [
    'tests of several workers',
    ['a.py::test_x', 'a.py::test_y', 'b.py::test_z', '[gw0] [ 10%] PASSED a.py::test_x ', 'b.py::test_w'],
    ['a.py::test_y', 'b.py::test_z', 'b.py::test_w'],
  ],
  [
    "a test of unittest's",
    ['test_a (tests.test_user.Users.test_a) ... ok', 'test_b (tests.test_user.Users.test_b) ... '],
    ['tests/test_user.py::Users::test_b'],
  ],
])('%s is told', (_, lines, expected) => {
  expect(ids([...lines, bySteps])).toEqual(expected);
});

test.each([
  '##[error]The action has timed out after 0.5 minutes.',
  '##[error]The job running on runner GitHub Actions 2 has exceeded the maximum execution time of 360 minutes.',
  '##[error]Process completed with exit code 124.',
  'timeout: sending signal TERM to command ‘pytest’',
])('cut off: %s', line => {
  expect(ids(['test_a.py .', line])).toEqual(['test_a.py']);
  expect(ids(['test_a.py .'], [line])).toEqual(['test_a.py']);
});

test.each([
  [['test_a.py .', '##[error]Process completed with exit code 1.']],
  [['test_a.py .', 'the action has timed out after 3 minutes', '##[error]The operation was canceled.']],
  [['no test ran', bySteps]],
])('no hang is read from %j', lines => {
  expect(ids(lines)).toEqual([]);
});

test('only the last of several sessions hangs', () => {
  expect(ids(['test_a.py .  [100%]', '====== 1 passed in 0.01s ======', start, 'test_b.py .', bySteps])).toEqual([
    'test_b.py',
  ]);
});

test("pytest-timeout's stacks and an interrupted pytest say where it hung", () => {
  const rule = '+++++++++++++++++++++++++++++++++++ Timeout ++++++++++++++++++++++++++++++++++++';
  const dump = [
    'test_a.py ',
    rule,
    '~~~~~~~~~~~~~~~~~~~~~ Stack of MainThread (140353442289472) ~~~~~~~~~~~~~~~~~~~~~',
    '  File "/opt/hostedtoolcache/Python/3.11.9/x64/bin/pytest", line 8, in <module>',
    '    sys.exit(console_main())',
    '  File "/home/runner/work/shop/shop/test_a.py", line 5, in test_x',
    '    spin()',
    '  File "/home/runner/work/shop/shop/shop/loop.py", line 3, in spin',
    '    while True: pass',
    rule,
    '##[error]Process completed with exit code 1.',
  ];
  expect(timedOutFailures([start, ...dump], [])).toMatchObject([
    {
      testId: 'test_a.py',
      file: 'shop/loop.py',
      line: 3,
      frames: [{ function: 'test_x', inRepository: true }, { function: 'spin' }],
    },
  ]);
  const interrupted = [
    'test_a.py .',
    '!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!! KeyboardInterrupt !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!',
    '/home/runner/work/shop/shop/shop/loop.py:3: KeyboardInterrupt',
    '##[error]The action has timed out after 1 minutes.',
  ];
  expect(timedOutFailures([start, ...interrupted], [])).toMatchObject([{ file: 'shop/loop.py', line: 3 }]);
});
