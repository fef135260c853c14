// Which failures are the test's own fault, by error, phase and file.
import { expect, test } from '@jest/globals';
import type { Failure } from '../../../../src/incident/evidence.ts';
import { blamesTheTest } from '../../../../src/languages/python/log/blames-the-test.ts';

const failure: Failure = {
  testId: 'tests/test_a.py::test_x',
  phase: 'call',
  errorType: 'NameError',
  message: "name 'x' is not defined",
  file: 'tests/test_a.py',
  line: 1,
  frames: [],
};

test.each([
  ['a name that the test does not define', {}, true],
  ['a test file that does not compile', { phase: 'collection', errorType: 'IndentationError' }, true],
  ['an unknown fixture', { phase: 'setup', errorType: null, message: "fixture 'db' not found", file: null }, true],
  ['such words in an assertion', { errorType: null, message: "fixture 'db' not found" }, false],
  ['an undefined name in the code', { file: 'shop/a.py' }, false],
  ['an error without a place', { file: null }, false],
  ['a failed assertion', { errorType: 'AssertionError' }, false],
] as const)('%s: %j is the fault of the test: %s', (_, change, expected) => {
  expect(blamesTheTest({ ...failure, ...change })).toBe(expected);
});
