// Recorded from trial of Twisted 26.4 on Python 3.11.
import { expect, test } from '@jest/globals';
import { languages } from '../../../../src/languages/languages.ts';
import { trialFailures } from '../../../../src/languages/python/log/trial-log.ts';
import { recordedLines } from '../../../stages/collect/fixtures.ts';

test("trial's report is read under pytest's ids", () => {
  const read = trialFailures(recordedLines('trial'));
  expect(read.map(one => [one.testId, one.phase, one.errorType, one.file, one.line])).toEqual([
    ['tests/test_mail.py::AddressTests::test_raises', 'call', 'FailTest', 'tests/test_mail.py', 21],
    ['tests/test_mail.py::AddressTests::test_words', 'call', 'FailTest', 'tests/test_mail.py', 18],
    ['tests/test_mail.py::SendTests::test_domain', 'call', 'FailTest', 'tests/test_mail.py', 45],
    ['tests/test_std.py::SubTests::test_sub', 'call', 'AssertionError', 'tests/test_std.py', 12],
    ['tests/test_broken.py', 'collection', 'ModuleNotFoundError', 'tests/test_broken.py', 1],
    ['tests/test_mail.py::AddressTests::test_unknown', 'call', 'TypeError', 'shop/mail.py', 9],
    ['tests/test_mail.py::AddressTests::test_unknown_again', 'call', 'TypeError', 'shop/mail.py', 9],
    ['tests/test_mail.py::BrokenTests::test_one', 'call', 'OSError', 'tests/test_mail.py', 57],
    ['tests/test_mail.py::BrokenTests::test_two', 'call', 'OSError', 'tests/test_mail.py', 57],
    ['tests/test_mail.py::LoggedTests::test_logged', 'call', 'AssertionError', 'tests/test_mail.py', 72],
    ['tests/test_mail.py::SendTests::test_dirty', 'call', 'DirtyReactorAggregateError', null, null],
    ['tests/test_mail.py::SendTests::test_hangs', 'call', 'TimeoutError', null, null],
    ['tests/test_mail.py::SendTests::test_unknown', 'call', 'TypeError', 'shop/mail.py', 9],
  ]);
});

test('messages go up to the names, over several lines and without frames', () => {
  const read = trialFailures(recordedLines('trial'));
  const messageOf = (name: string) => read.find(({ testId }) => testId.endsWith(name))?.message;
  expect(messageOf('test_unknown')).toBe("'NoneType' object is not subscriptable");
  expect(messageOf('test_words')).toMatch(/^Lists differ: [\s\S]* : an address has two parts$/);
  expect(messageOf('test_dirty')).toMatch(/^Reactor was unclean\.\nDelayedCalls: [\s\S]*<lambda>\(\)>$/);
});

function report(heading: string, error: string, ...names: string[]): string[] {
  return ['='.repeat(79), heading, 'Traceback (most recent call last):', error, '', ...names, '-'.repeat(79)];
}

test.each([
  ['a class', 'pkg.test.test_a.ATests.test_b', 'OSError', 'pkg/test/test_a.py::ATests::test_b'],
  ['a class within a class', 'test_a.Outer.Inner.test_b', 'OSError', 'test_a.py::Outer::Inner::test_b'],
  ['a class with a small letter', 'pkg.test_a.tests.test_b', 'OSError', 'pkg/test_a.py::tests::test_b'],
  ['a module that does not parse', 'pkg.test.test_a', 'SyntaxError', 'pkg/test/test_a.py'],
])('without a trace, the name tells the file: %s', (_, name, error, testId) => {
  expect(trialFailures(report('[ERROR]', `Failure: builtins.${error}: no`, name))).toMatchObject([
    { testId, errorType: error, message: 'no' },
  ]);
});

test('a test below a folder of the repository is found on the trace', () => {
  const frame = '  File "/home/runner/work/shop/shop/src/pkg/test_a.py", line 3, in test_b';
  const log = report('[FAIL]', `${frame}\n    x()`, 'pkg.test_a.ATests.test_b').flatMap(line => line.split('\n'));
  expect(trialFailures(log)).toMatchObject([{ testId: 'src/pkg/test_a.py::ATests::test_b', line: 3 }]);
});

test('only reports of trial are read', () => {
  const error = 'Failure: builtins.OSError: no';
  for (const heading of ['[TODO]', '[SKIPPED]', '[SUCCESS!?!]', 'ERROR: test_b (a.A)'])
    expect(trialFailures(report(heading, error, 'a.A.test_b'))).toEqual([]);
  expect(trialFailures(report('[ERROR]', error, 'a.A.test_b').slice(1))).toEqual([]);
  expect(trialFailures(recordedLines('unittest'))).toEqual([]);
});

test("a log of trial's is read by no other reader first", () => {
  const lines = recordedLines('trial');
  expect(languages.python.log.failures(lines, [])).toEqual(trialFailures(lines));
});
