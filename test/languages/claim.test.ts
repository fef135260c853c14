import { expect, test } from '@jest/globals';
import type { Failure } from '../../src/incident/evidence.ts';
import { claim } from '../../src/languages/claim.ts';
import type { Language } from '../../src/languages/language.ts';
import { languages } from '../../src/languages/languages.ts';

/** A language that takes every line that begins with its mark for a failing test. */
function reading(mark: string): Language {
  const failures = (lines: readonly string[]) => lines.filter(line => line.startsWith(mark)).map(failureOf);
  return { ...languages.python, title: mark, log: { ...languages.python.log, failures } };
}

function failureOf(testId: string): Failure {
  return { testId, phase: 'call', errorType: null, message: '', file: null, line: null, frames: [] };
}

const all = [reading('a'), reading('b'), reading('c')] as const;

test.each([
  ['the one that names failing tests', ['x', 'b 1'], 'b', 1],
  ['the one that names most', ['a 1', 'c 1', 'c 2', 'b 1'], 'c', 2],
  ['of equals the first of the table', ['b 1', 'a 1'], 'a', 1],
  ['where none names any, the first of the table, without failures', ['x'], 'a', 0],
])('the log belongs to %s', (_, lines, title, count) => {
  const { language, failures } = claim(all, lines, []);
  expect([language.title, failures.length]).toEqual([title, count]);
});
