// A layer of dependencies: what a job's first steps install from registries, kept for all branches of a repository.
//
// Branches that nobody reviewed share it, so it must not hold what one of them chose. Its steps run in a work tree that has only the
// files of its key: whatever else a branch changes is not there. Judging that a step reads nothing else may thus go wrong without
// harm: the step fails, and the job is set up from its whole tree. Rejected: an environment kept for the default branch alone, on
// top of which others run only what differs, since setup that runs code cannot be told apart into what differs and what does not.
import { posix } from 'node:path';
import type { Container } from 'dockerode';
import type { Recipe, Script } from '../../../incident/reproduction.ts';
import type { SourceFile, TreeEntry } from '../../../incident/source.ts';
import { languages } from '../../../languages/languages.ts';
import type { Tree } from '../../../ports.ts';
import { startConnectedSetup } from '../egress/connected-setup.ts';
import { refusalsLabel } from '../egress/refusals.ts';
import { commit } from '../engine/commit.ts';
import { labels, noteUse } from '../engine/container.ts';
import { startSetup } from '../engine/isolated-container.ts';
import { layHomeAside } from '../home.ts';
import { fillWords, writeWords } from '../shell.ts';
import { maybeImageId } from './base-image.ts';
import { layerKey } from './environment-key.ts';
import { finish } from './finish.ts';
import { acceptGitDirectory } from './git-directory.ts';
import { must } from './root-step.ts';
import type { SetupContext } from './setup-context.ts';
import { maybeFailedStep, setupVariables } from './steps.ts';

export interface LayerPlan {
  /** Its name on the engine. */
  readonly image: string;
  readonly base: string;
  readonly recipe: Recipe;
  readonly steps: readonly Script[];
  readonly files: readonly SourceFile[];
  /** Nothing else prepares the job: another branch's workspaces are opened from the layer itself. */
  readonly isAll: boolean;
}

export const repository = 'nightwatch/environment';

/** Null when the job's first step may run code of its tree. */
export async function maybeLayer(
  { scope, settings }: SetupContext,
  { tree, recipe, base }: { tree: Tree; recipe: Recipe; base: string },
): Promise<LayerPlan | null> {
  const entries = await tree.entries();
  const plain = new Map(entries.filter(isPlain).map(entry => [entry.path, entry]));
  const read = async (path: string) => (plain.has(path) ? ((await tree.read(path))?.text ?? null) : null);
  const { building } = languages[recipe.language];
  const found = await building.dependencies(recipe, { paths: entries.map(({ path }) => path), read });
  const isAll = found.isAll && recipe.services.length === 0;
  if (found.steps === 0 && !isAll) return null;
  const files = await Promise.all(found.files.map(path => (plain.has(path) ? tree.read(path) : null)));
  if (!files.every(file => file !== null)) return null;
  const steps = recipe.setup.slice(0, found.steps);
  const { workDirectory } = settings;
  const inKey = found.files.flatMap(path => plain.get(path) ?? []);
  const key = layerKey({ scope, baseImage: base, workDirectory, language: recipe.language, steps, files: inKey });
  return { image: `${repository}:${key}`, base, recipe, steps, files, isAll };
}

/** A symlink could lead anywhere, and so could a path that leaves the tree: only a hostile one has it. */
function isPlain({ path, kind }: TreeEntry): boolean {
  return (kind === 'file' || kind === 'executable') && !path.split('/').includes('..');
}

/** Its content id; null when one of its steps fails, as one that needs more of the tree does. */
export async function maybeBuildLayer(
  { session, settings, setupNetwork }: SetupContext,
  { image, base, recipe: { language }, steps, files }: LayerPlan,
): Promise<string | null> {
  const { limits, workDirectory } = settings;
  const until = performance.now() + limits.setupSeconds * 1_000;
  const connection = { limits, hosts: [], outlet: setupNetwork.outlet, language, mask: settings.mask };
  await using setup = await startConnectedSetup(session, base, connection);
  const { container } = setup;
  await fill(container, { workDirectory, files, steps });
  await acceptGitDirectory(container, workDirectory);
  const env = await setupVariables(setup, setupNetwork, { language, workDirectory });
  const secondsLeft = () => (until - performance.now()) / 1_000;
  const failed = await maybeFailedStep(container, { scripts: steps, first: 0 }, { settings, env, secondsLeft });
  if (failed) return null;
  const refusals = refusalsLabel(await setup.refusals());
  const digest = await commit(container, image, { [labels.owner]: session.owner, [labels.refusals]: refusals });
  noteUse(session, digest);
  return digest;
}

/**
 * The layer as an environment, by its name; made when it is first asked for, since most repositories fail once. Null when the
 * engine has no such layer yet.
 */
export async function maybeReadyLayer(
  { session, settings: { limits, workDirectory } }: SetupContext,
  { image, recipe: { language } }: LayerPlan,
): Promise<string | null> {
  const name = `${image}-ready`;
  if (await maybeImageId(session.docker, name)) return name;
  const layer = await maybeImageId(session.docker, image);
  if (!layer) return null;
  noteUse(session, layer);
  await using setup = await startSetup(session, layer, { limits, hosts: [] });
  const { container } = setup;
  await finish(container, language, workDirectory);
  const home = await layHomeAside(container, workDirectory, limits);
  noteUse(session, await commit(container, name, { [labels.owner]: session.owner, [labels.home]: home }));
  return name;
}

/** What is in the work tree when it is recorded goes when a workspace gets its own. */
async function fill(
  container: Container,
  { workDirectory, files, steps }: Pick<LayerPlan, 'files' | 'steps'> & { workDirectory: string },
): Promise<void> {
  const folders = steps.map(({ directory }) => posix.join(workDirectory, directory));
  await must('making folders', container, { words: ['mkdir', '-p', workDirectory, ...folders], input: '' });
  for (const { path, text } of files)
    await must('writing a requirement file', container, {
      words: writeWords(posix.join(workDirectory, path)),
      input: text,
    });
  await must('recording the work tree', container, { words: fillWords(workDirectory), input: emptyArchive });
}

/** Two blocks of zeros end a tar stream. */
const emptyArchive = '\0'.repeat(1_024);
