import { expect, test } from '@jest/globals';
import { pythonFailures } from '../../../../src/languages/python/log/failures.ts';
import { recordedLines } from '../../../stages/collect/fixtures.ts';

const read = (name: string) =>
  pythonFailures(recordedLines(name), []).map(one => [one.testId, one.errorType, one.file, one.line, one.message]);

const shown = 'Expected:\n    5\nGot:\n    4';
const unsupported = "unsupported operand type(s) for *: 'NoneType' and 'int'";

test("pytest's doctests of Markdown, reStructuredText and modules are failures at their example, or where it failed", () => {
  expect(read('pytest-doctests')).toEqual([
    ['README.md::README.md', 'DocTestFailure', 'README.md', 4, shown],
    ['docs/usage.rst::usage.rst', 'UnexpectedException', 'docs/usage.rst', 4, 'division by zero'],
    ['pkg/mod.py::pkg.mod', 'DocTestFailure', 'pkg/mod.py', 3, shown],
    ['pkg/mod.py::pkg.mod.C.m', 'DocTestFailure', 'pkg/mod.py', 19, 'Expected:\n    2\nGot:\n    1'],
    ['pkg/mod.py::pkg.mod.double', 'UnexpectedException', 'pkg/mod.py', 14, unsupported],
  ]);
});

test('of several examples that fail in one docstring, pytest reports the first', () => {
  const lines = [
    '=================================== FAILURES ===================================',
    '____________________________ [doctest] calc.double _____________________________',
    '003     >>> double(2)',
    'Expected:',
    '    5',
    'Got:',
    '    4',
    '',
    '/home/runner/work/shop/shop/calc.py:3: DocTestFailure',
    '005     >>> double(None)',
    `UNEXPECTED EXCEPTION: TypeError("${unsupported}")`,
    'Traceback (most recent call last):',
    '  File "<doctest calc.double[1]>", line 1, in <module>',
    '  File "/home/runner/work/shop/shop/calc.py", line 10, in double',
    '    return n * 2',
    `TypeError: ${unsupported}`,
    '/home/runner/work/shop/shop/calc.py:5: UnexpectedException',
    '=========================== short test summary info ============================',
    'FAILED calc.py::calc.double',
    '============================== 1 failed in 0.03s ===============================',
  ];
  expect(pythonFailures(lines, [])).toMatchObject([
    { testId: 'calc.py::calc.double', errorType: 'DocTestFailure', file: 'calc.py', line: 3, message: shown },
  ]);
});

test('what `python -m doctest` prints is read under the same ids', () => {
  expect(read('doctest')).toEqual([
    ['README.md::README.md', 'DocTestFailure', 'README.md', 4, shown],
    ['pkg/mod.py::mod', 'DocTestFailure', 'pkg/mod.py', 3, shown],
    ['pkg/mod.py::mod.C.m', 'DocTestFailure', 'pkg/mod.py', 19, 'Expected:\n    2\nGot:\n    1'],
    ['pkg/mod.py::mod.double', 'UnexpectedException', 'pkg/mod.py', 14, `TypeError: ${unsupported}`],
  ]);
});

test("doctests in unittest's suites are failures of unittest's kind, at their example", () => {
  expect(read('unittest-doctests').map(([id, type, file, line]) => [id, type, file, line])).toEqual([
    ['pkg/mod.py::pkg.mod', 'AssertionError', 'pkg/mod.py', 3],
    ['pkg/mod.py::pkg.mod.C.m', 'AssertionError', 'pkg/mod.py', 19],
    ['pkg/mod.py::pkg.mod.double', 'AssertionError', 'pkg/mod.py', 14],
    ['README.md::README.md', 'AssertionError', 'README.md', 4],
  ]);
});

test('a doctest of a script bears its name', () => {
  const lines = [
    'File "/home/runner/work/shop/shop/pkg/mod.py", line 3, in __main__.double',
    'Failed example:',
    '    double(2)',
  ];
  expect(pythonFailures(lines, []).map(({ testId }) => testId)).toEqual(['pkg/mod.py::mod.double']);
});

test('text that a doctest shows is no failure of its own', () => {
  const lines = ['File "a.py", line 1, in a', 'Failed example', '*'.repeat(70), 'File "b.py", line 2, in b', 'x'];
  expect(pythonFailures(lines, [])).toEqual([]);
});
