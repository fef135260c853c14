// Everything in the hostile suite that ends before anything is run; what is left needs an engine and is played by `npm run hostile`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openTrees } from '../../src/measure/hostile/git-tree.ts';
import { listText } from '../../src/measure/hostile/list.ts';
import { playablesOf, type Result, resultOf } from '../../src/measure/hostile/result.ts';
import { suite } from './suite.ts';

const trees = await openTrees();
afterAll(() => trees[Symbol.dispose]());

const playables = playablesOf(suite);
const projects = new Map(suite.projects.map(project => [project.name, project]));
const endOf = (playable: (typeof playables)[number]) => resultOf(playable, { trees, projects, engine: null });
const nameOf = ({ case: one }: (typeof playables)[number]) =>
  'project' in one ? `${one.project}: ${one.name}` : one.name;
const groups = [...Map.groupBy(playables, each => each.case.class)];

describe.each(groups)('%s', (_, own) => {
  test.each(own.map(each => [nameOf(each), each] as const))('%s', async (_, playable) => {
    const { isAsExpected, isOpen, end, reason, expected }: Result = await endOf(playable);
    expect({ end, reason, expected, isAsExpected }).toMatchObject({ isAsExpected: !isOpen });
  });
});

test('names are told apart', () => {
  const names = playables.map(each => `${each.case.class}: ${nameOf(each)}`);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('the README lists every one of them with its expected end', () => {
  expect(readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')).toBe(listText(suite));
});
