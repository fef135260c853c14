// Plays a suite, one attack after the other: runs that share a machine would wait for each other anyway.
import type { Suite } from './case.ts';
import { openEngine } from './engine.ts';
import { openTrees } from './git-tree.ts';
import { playablesOf, type Result, resultOf } from './result.ts';

export interface Choice {
  /** Parts of names, classes or expected ends; '' for all. */
  readonly only: readonly string[];
  readonly withEngine: boolean;
  readonly tell: (line: string) => void;
}

export async function playAll(suite: Suite, { only, withEngine, tell }: Choice): Promise<Result[]> {
  using trees = await openTrees();
  await using engine = withEngine ? openEngine() : null;
  const projects = new Map(suite.projects.map(project => [project.name, project]));
  const chosen = playablesOf(suite).filter(each => {
    const said = [each.case.name, each.case.class, each.case.end].join('\n');
    return only.some(part => said.includes(part));
  });
  const results: Result[] = [];
  for (const playable of chosen) {
    const result = await resultOf(playable, { trees, projects, engine });
    results.push(result);
    tell(
      `${results.length}/${chosen.length} ${result.name}: ${result.end}${result.isAsExpected ? '' : `, not ${result.expected}`}`,
    );
  }
  return results;
}
