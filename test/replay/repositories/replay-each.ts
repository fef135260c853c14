// A small repository's failed job, from its log to its tests: replayed for real in a bare image, with what it installs from the
// package index, then again without network, whole and narrowed to the failing test.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Recipe } from '../../../src/incident/reproduction.ts';
import { languageOfJob } from '../../../src/languages/languages.ts';
import type { Tree, Workspace } from '../../../src/ports.ts';
import { recipeFacts } from '../../../src/stages/reproduce/recipe-facts.ts';
import { barePythonImage } from '../../../src/standins/host/bare-python-image.ts';
import { type PackageIndex, startPackageIndex } from '../../../src/standins/package-index/package-index.ts';
import { packageIndexObstacle } from '../../../src/standins/package-index/prepare-package-index.ts';
import { runSuite, runTests } from '../../../src/suite/run-tests.ts';
import { configured } from '../../stages/collect/fixtures.ts';
import { type RealSandbox, realSandbox } from '../../suite/real-sandbox.ts';
import { treeOf } from '../../suite/tree-of.ts';
import { evidenceOf } from './evidence.ts';
import { filesOf, type SmallRepository } from './small-repository.ts';

const obstacle = packageIndexObstacle();
const describeHere = obstacle === undefined ? describe : describe.skip;

/** Declares a test for each of them; several suites do, so that they run at the same time. */
export function replayEach(repositories: readonly SmallRepository[]): void {
  // The image of a service may be out of reach.
  const replayed = repositories.filter(each => each.job?.['services'] === undefined);
  describeHere(`a replayed job${obstacle === undefined ? '' : ` (${obstacle})`}`, () => declare(replayed));
}

function declare(repositories: readonly SmallRepository[]): void {
  let index: PackageIndex;
  let box: RealSandbox;

  beforeAll(async () => {
    index = await startPackageIndex();
    box = realSandbox({ memoryMb: 1024, packageIndex: index.variables });
  });

  afterAll(async () => {
    await index[Symbol.asyncDispose]();
    await box.removeImages();
  });

  test.each(repositories.map(each => [each.kind, each] as const))('of the kind: %s', async (_, given) => {
    using made = treeOf(filesOf(given));
    const recipe = await recipeOf(given, made.tree);
    const prepared = await box.sandbox.prepare(made.tree, recipe);
    if (prepared.kind === 'failed') throw new Error(`${prepared.command}:\n${prepared.finished.output}`);
    const inFresh = async <T>(work: (workspace: Workspace) => Promise<T>) => {
      await using workspace = await box.sandbox.open(made.tree, prepared.environment);
      return await work(workspace);
    };
    const suite = await inFresh(workspace => runSuite(workspace, recipe, { seconds: 600 }));
    const failing = given.fromTheRoot ?? given.failing;
    expect([suite.void, suite.outcomes.get(failing)]).toEqual([null, 'failed']);
    const narrowed = await inFresh(workspace => runTests(workspace, recipe, { ids: [failing], seconds: 600 }));
    expect([narrowed.void, [...narrowed.outcomes]]).toEqual([null, [[failing, 'failed']]]);
  });
}

async function recipeOf(given: SmallRepository, tree: Tree): Promise<Recipe> {
  const evidence = await evidenceOf(given);
  const rebuilt = languageOfJob(evidence).building.recipe(await recipeFacts({ run: configured.run, evidence }, tree));
  if (rebuilt.kind === 'unbuildable') throw new Error(rebuilt.why);
  return { ...rebuilt.recipe, image: barePythonImage };
}
