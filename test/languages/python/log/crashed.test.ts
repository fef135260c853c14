import { expect, test } from '@jest/globals';
import { pythonFailures } from '../../../../src/languages/python/log/failures.ts';

const start = '============================= test session starts ==============================';
const exit = (code: number) => `##[error]Process completed with exit code ${code}.`;
const idsOf = (lines: readonly string[]) => pythonFailures(lines, []).map(({ testId }) => testId);

/** As Python 3.11 prints it; the frames of pytest below. */
const dump = [
  'Current thread 0x00007fc5d03f5b80 (most recent call first):',
  '  File "/opt/hostedtoolcache/Python/3.11.9/x64/lib/python3.11/ctypes/__init__.py", line 519 in string_at',
  '  File "/home/runner/work/shop/shop/shop/lib.py", line 5 in boom',
  '  File "/home/runner/work/shop/shop/tests/test_b.py", line 5 in test_four',
  '  File "/opt/hostedtoolcache/Python/3.11.9/x64/lib/python3.11/site-packages/_pytest/python.py", line 166 in pytest_pyfunc_call',
  '  File "<frozen runpy>", line 198 in _run_module_as_main',
];
const shell =
  '/home/runner/work/_temp/f2105052.sh: line 1: 27480 Segmentation fault      (core dumped) python -m pytest';
const place = {
  phase: 'call',
  errorType: 'Crash',
  message: 'Fatal Python error: Segmentation fault',
  file: 'shop/lib.py',
  line: 5,
  frames: [
    { file: 'tests/test_b.py', line: 5, function: 'test_four' },
    { function: 'boom' },
    { function: 'string_at' },
  ],
};

test('a segmentation fault is a failure of the test that was running, at the line that faulthandler names', () => {
  const verbose = [
    'tests/test_a.py::test_one PASSED                                         [ 20%]',
    'tests/test_a.py::test_two FAILED                                         [ 40%]',
    'tests/test_b.py::TestX::test_four Fatal Python error: Segmentation fault',
  ];
  expect(pythonFailures([start, ...verbose, '', ...dump, shell, exit(139)], [])).toMatchObject([
    { testId: 'tests/test_b.py::TestX::test_four', ...place },
    { testId: 'tests/test_a.py::test_two', errorType: null },
  ]);
  const short = ['tests/test_a.py ..   [ 40%]', 'tests/test_b.py .Fatal Python error: Segmentation fault'];
  expect(pythonFailures([start, ...short, '', ...dump, shell, exit(139)], [])).toMatchObject([
    { testId: 'tests/test_b.py', ...place },
  ]);
});

test('without progress, the stack names the test file', () => {
  const quiet = [start, 'collected 5 items', '..Fatal Python error: Aborted', '', ...dump, exit(134)];
  expect(pythonFailures(quiet, [])).toMatchObject([
    { testId: 'tests/test_b.py', errorType: 'Crash', message: 'Fatal Python error: Aborted' },
  ]);
  const plain = ['..Fatal Python error: Segmentation fault', '', ...dump, exit(139)];
  expect(idsOf(plain)).toEqual(['tests/test_b.py']);
});

test.each([
  ['os._exit in pytest', [start, 'tests/test_a.py .F [ 40%]', 'tests/test_b.py .', exit(3)], 'tests/test_b.py'],
  ['a verbose pytest', [start, 'a.py::test_x PASSED [ 40%]', 'a.py::test_y', exit(3)], 'a.py::test_y'],
  [
    'a verbose unittest',
    ['test_a (tests.test_u.U.test_a) ... ok', 'test_b (tests.test_u.U.test_b) ...', exit(3)],
    'tests/test_u.py::U::test_b',
  ],
  [
    'tox',
    [start, 'tests/test_b.py .', 'py311: exit -11 (2.31 seconds) /home/runner/work/shop/shop> pytest pid=7', exit(245)],
    'tests/test_b.py',
  ],
])('a run that ends without a report is a failure of the test that was running: %s', (_, lines, id) => {
  expect(pythonFailures(lines, [])[0]).toMatchObject({ testId: id, errorType: 'Crash', frames: [] });
});

test.each([
  ['a run that reports', [start, 'a.py F   [100%]', '=== 1 failed in 0.1s ===', exit(1)]],
  ['a run that was killed', [start, 'a.py .', exit(137)]],
  [
    'a run that a task runner says was killed',
    [start, 'a.py .', 'nox > Command pytest failed with exit code -9', exit(1)],
  ],
  ['a quiet run that ended', [start, 'a.py .   [100%]', exit(1)]],
  ['an error of pytest itself', [start, 'a.py .', 'INTERNALERROR> boom', exit(3)]],
  ['a run that was stopped', [start, 'a.py .', '!!!!!!!!!!! _pytest.outcomes.Exit: enough !!!!!!!!!!!', exit(1)]],
  ['a usage error', ['ERROR: usage: pytest [options]', exit(4)]],
  ['another program', ['collecting', exit(1)]],
  ['a unittest that finished its last test', ['test_a (tests.test_u.U.test_a) ... ok', exit(1)]],
  ['a dump that a test printed', [start, 'Fatal Python error: Aborted', ...dump, '=== 3 passed in 0.1s ===', exit(1)]],
])('no crash is read from %s', (_, lines) => {
  expect(pythonFailures(lines, []).filter(({ errorType }) => errorType === 'Crash')).toEqual([]);
});

// https://github.com/underworldcode/underworld3/issues/661
test('a crashed worker of pytest-xdist is a failure of its test', () => {
  const log = [
    start,
    '[gw0] node down: Not properly terminated',
    '[gw0] [ 60%] FAILED tests/test_0053_hang_watchdog.py::test_watching ',
    'replacing crashed worker gw0',
    '=================================== FAILURES ===================================',
    '__________________________ test_0053_hang_watchdog.py __________________________',
    '[gw0] linux -- Python 3.12.3 /usr/bin/python',
    "worker 'gw0' crashed while running 'test_0053_hang_watchdog.py::test_watching'",
    '___________________________________ test_sum ___________________________________',
    'tests/test_sum.py:3: in test_sum',
    '    assert 1 == 2',
    'E   assert 1 == 2',
    '=========================== short test summary info ============================',
    'FAILED tests/test_0053_hang_watchdog.py::test_watching',
    'FAILED tests/test_sum.py::test_sum - assert 1 == 2',
    '==================== 2 failed, 40 passed in 12.01s =====================',
    exit(1),
  ];
  expect(pythonFailures(log, []).map(({ testId, errorType }) => [testId, errorType])).toEqual([
    ['tests/test_sum.py::test_sum', 'AssertionError'],
    ['tests/test_0053_hang_watchdog.py::test_watching', 'Crash'],
  ]);
  const withoutSummary = log.filter(line => !line.startsWith('FAILED') && !line.includes('short test summary'));
  expect(pythonFailures(withoutSummary, []).map(({ testId, errorType }) => [testId, errorType])).toContainEqual([
    'test_0053_hang_watchdog.py::test_watching',
    'Crash',
  ]);
});
