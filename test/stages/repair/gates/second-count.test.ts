// Two processes that count the same tests: what one of them must not know or leave out.
import { expect, test } from '@jest/globals';
import { countDisagreement } from '../../../../src/stages/repair/gates/second-count.ts';
import type { TestOutcome } from '../../../../src/suite/suite-run.ts';
import { suiteRun } from '../../reproduce/runs.ts';

function disagreement(outcomes: Record<string, TestOutcome>, listed: readonly string[]): string | null {
  return countDisagreement(suiteRun(outcomes), new Set(listed));
}

test.each<[string, Record<string, TestOutcome>, string[]]>([
  ['the same tests', { 't.py::a': 'passed', 't.py::C::b': 'skipped' }, ['t.py::C::b', 't.py::a']],
  [
    'parameters that differ each time',
    { 't.py::a[0x1]': 'passed', 't.py::a[0x2]': 'passed' },
    ['t.py::a[0x3]', 't.py::a[0x4]'],
  ],
  ['groups of workers', { 't.py::a[x@y]@one': 'passed', 't.py::b@two': 'passed' }, ['t.py::a[x@y]', 't.py::b']],
  [
    'a class that was skipped as one',
    { 't.py::C': 'skipped', 't.py::a': 'passed' },
    ['t.py::C::b', 't.py::C::c', 't.py::a'],
  ],
  ['a run that stopped at its first failure', { 't.py::a': 'failed' }, ['t.py::a', 't.py::b']],
  ['a file that cannot be imported', { 't.py': 'error', 'u.py::a': 'passed' }, ['u.py::a']],
])('%s agree', (_, outcomes, listed) => {
  expect(disagreement(outcomes, listed)).toBeNull();
});

test.each<[string, Record<string, TestOutcome>, string[], RegExp]>([
  [
    'a test that no one lists',
    { 't.py::a': 'passed', 't.py::b': 'passed' },
    ['t.py::a'],
    /reports t\.py::b more often/,
  ],
  [
    'more parameters than are listed',
    { 't.py::a[1]': 'passed', 't.py::a[2]': 'passed' },
    ['t.py::a[1]'],
    /reports t\.py::a more/,
  ],
  ['a test that did not run', { 't.py::a': 'passed' }, ['t.py::a', 't.py::b'], /lists t\.py::b more often/],
  ['fewer parameters than are listed', { 't.py::a[1]': 'passed' }, ['t.py::a[1]', 't.py::a[2]'], /lists t\.py::a more/],
])('%s does not', (_, outcomes, listed, words) => {
  expect(disagreement(outcomes, listed)).toMatch(words);
});
