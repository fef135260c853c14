// Which failures existed before the push, by one run on the commit of an earlier failed run.
import { expect, test } from '@jest/globals';
import type { Tree } from '../../../src/ports.ts';
import { preExistingFailures } from '../../../src/stages/reproduce/pre-existing-failures.ts';
import { tree } from '../diagnose/fixtures.ts';
import { failure, suiteRun } from './runs.ts';

const targets = ['t.py::a', 't.py::b', 't.py::c'].map(testId => ({ inCi: failure(testId), here: failure(testId) }));
const redOnBase = (...ids: string[]) => suiteRun(Object.fromEntries(ids.map(id => [id, 'failed'])));

async function found({ of = targets, sha = 'f00', before = tree, run = redOnBase('t.py::b') }: Partial<Given> = {}) {
  const trees: Tree[] = [];
  const repository = { redBefore: async () => sha, tree: async () => before };
  const existing = await preExistingFailures(of, repository, async on => {
    trees.push(on);
    return run;
  });
  return { ids: existing.map(({ here }) => here.testId), runs: trees.length };
}

interface Given {
  of: typeof targets;
  sha: string | null;
  before: Tree | null;
  run: ReturnType<typeof suiteRun>;
}

test.each<[string, Partial<Given>, { ids: string[]; runs: number }]>([
  ['some that failed there', {}, { ids: ['t.py::b'], runs: 1 }],
  ['two that failed there', { run: redOnBase('t.py::a', 't.py::c') }, { ids: ['t.py::a', 't.py::c'], runs: 1 }],
  ['none if all failed there', { run: redOnBase('t.py::a', 't.py::b', 't.py::c') }, { ids: [], runs: 1 }],
  ['none if nothing failed there', { run: suiteRun({ 't.py::b': 'passed' }) }, { ids: [], runs: 1 }],
  ['none if the run there is void', { run: { ...redOnBase('t.py::b'), void: 'Killed.' } }, { ids: [], runs: 1 }],
  [
    'none if another error was raised there',
    { run: suiteRun({ 't.py::b': 'failed' }, { failures: [failure('t.py::b', 'KeyError')] }) },
    { ids: [], runs: 1 },
  ],
  ['none of a single failure, which is not run', { of: targets.slice(0, 1) }, { ids: [], runs: 0 }],
  ['none if the earlier run passed', { sha: null }, { ids: [], runs: 0 }],
  ['none if its commit is gone', { before: null }, { ids: [], runs: 0 }],
])('pre-existing are %s', async (_, given, expected) => {
  expect(await found(given)).toEqual(expected);
});
