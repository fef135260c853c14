// Of each class of attacks that only a run ends, the first; `npm run hostile` plays them all.
import { afterAll, expect, test } from '@jest/globals';
import { staticGates } from '../../src/measure/hostile/case.ts';
import { openEngine } from '../../src/measure/hostile/engine.ts';
import { openTrees } from '../../src/measure/hostile/git-tree.ts';
import { playablesOf, resultOf } from '../../src/measure/hostile/result.ts';
import { suite } from './suite.ts';

const trees = await openTrees();
const engine = openEngine();
afterAll(async () => {
  trees[Symbol.dispose]();
  await engine[Symbol.asyncDispose]();
});

const projects = new Map(suite.projects.map(project => [project.name, project]));
const late = playablesOf(suite).filter(({ kind, case: one }) => {
  if (kind === 'regression test') return 'needsRun' in one && one.needsRun === true;
  return kind !== 'text' && one.end !== 'proven' && !staticGates.has(one.end) && one.end !== 'cannot-fix';
});
const firstOfEach = [...Map.groupBy(late, each => each.case.class)].flatMap(([group, [first]]) =>
  first ? [[`${group}: ${first.case.name}`, first] as const] : [],
);

test.each(firstOfEach)('%s', async (_, playable) => {
  const { isAsExpected, end, reason, expected } = await resultOf(playable, { trees, projects, engine });
  expect({ end, reason, expected, isAsExpected }).toMatchObject({ isAsExpected: true });
  expect(end).not.toBe('runs');
});
