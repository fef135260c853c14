// Which pushes and pull requests a workflow file asks to be run for.
import { expect, test } from '@jest/globals';
import { compilePatterns } from '../../../src/standins/github/workflows/filter-pattern.ts';
import { readWorkflow } from '../../../src/standins/github/workflows/triggers.ts';

const push = { event: 'push' as const, branch: 'main', changedPaths: ['src/a.py'] };
const pull = { event: 'pull_request' as const, branch: 'main', changedPaths: ['src/a.py'], action: 'opened' };

function isTriggered(on: string, what: Parameters<NonNullable<ReturnType<typeof readWorkflow>>['isTriggeredBy']>[0]) {
  return readWorkflow(`on: ${on}\njobs: {}\n`)?.isTriggeredBy(what);
}

test.each([
  ['push', push, true],
  ['push', pull, false],
  ['[push, pull_request]', pull, true],
  ['{ push: { branches: [main] } }', push, true],
  ['{ push: { branches: [dev] } }', push, false],
  ['{ push: { branches: main } }', push, true],
  ['{ push: { branches-ignore: [main] } }', push, false],
  ['{ push: { tags: ["v*"] } }', push, false],
  ['{ push: { paths: ["src/**"] } }', push, true],
  ['{ push: { paths: ["docs/**"] } }', push, false],
  ['{ push: { paths-ignore: ["src/**"] } }', push, false],
  ['{ push: , pull_request: { types: [labeled] } }', pull, false],
  ['{ push: , pull_request: }', pull, true],
  ['workflow_dispatch', push, false],
])('on: %s, for %j: %s', (on, what, expected) => {
  expect(isTriggered(on, what)).toBe(expected);
});

test('a file without jobs, or without YAML, is no workflow', () => {
  expect(readWorkflow('on: push')).toBeUndefined();
  expect(readWorkflow('on: [')).toBeUndefined();
});

test.each([
  ['*', 'main', true],
  ['*', 'a/b', false],
  ['**', 'a/b', true],
  ['releases/**', 'releases/1/x', true],
  ['**/docs/**', 'docs/a', true],
  ['v[12].[0-9]+', 'v1.10', true],
  ['*.jsx?', 'page.js', true],
  ['a.b', 'axb', false],
  ['feature/(x)', 'feature/(x)', true],
])('%s and %s: %s', (pattern, name, expected) => {
  expect(compilePatterns([pattern])(name)).toBe(expected);
});

test('a later pattern takes back what an earlier one matched', () => {
  const matches = compilePatterns(['releases/**', '!releases/**-alpha']);
  expect(['releases/1', 'releases/1-alpha'].map(matches)).toEqual([true, false]);
});
