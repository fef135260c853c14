import { expect, test } from '@jest/globals';
import { tracedFiles } from '../../src/context/clues.ts';
import { isOfTestFile } from '../../src/context/test-files.ts';
import { sampleEntries, sampleRun } from '../contracts/store-entries.ts';

test.each([
  ['tests/test_a.py::test_b', true],
  ['checks/tests_a.py::test_b', true],
  ['a_spec.py::TestA::it_works[1.5-x]', true],
  ['tests_a.py', true],
  ['mailTests.py', true],
  ['a.py::shop.a.f', false],
  ['a.py::a', false],
  ['shop/contest.py', false],
  ['shop/mail.py', false],
  ['README.md::README.md', true],
  ['docs/usage.rst::line:3,column:1', true],
  ['docs/usage.txt', true],
  ['shop/fast.pyx::shop.fast.f', false],
  ['tests/conftest.py', true],
])('%s is in a test file: %s', (testId, is) => {
  expect(isOfTestFile({ testId })).toBe(is);
});

test('a test file of the run is no suspect, whatever it is called', () => {
  const { incident } = sampleEntries(sampleRun()).reproduced;
  const frames = ['checks/tests_a.py', 'shop/a.py'].map(file => ({
    file,
    line: 1,
    function: null,
    inRepository: true,
  }));
  const targets = incident.reproduction.targets.map(target => ({ ...target, file: 'shop/a.py', frames }));
  const baseline = { ...incident.reproduction.baseline, passing: ['checks/tests_a.py::test_other'] };
  const paths = new Set(['checks/tests_a.py', 'shop/a.py']);
  const reproduction = { ...incident.reproduction, targets, baseline };
  expect(tracedFiles({ ...incident, reproduction }, paths)).toEqual(['shop/a.py']);
});
