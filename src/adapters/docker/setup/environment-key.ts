// Names an environment by the hash of everything that went into it.
import { createHash } from 'node:crypto';
import type { Recipe } from '../../../incident/reproduction.ts';
import { languages } from '../../../languages/languages.ts';
import type { Tree } from '../../../ports.ts';
import { hookHash } from '../hook.ts';
import { environmentInputs } from './environment-inputs.ts';

/** Increment whenever this adapter prepares environments differently, so that older images are no longer found. */
const version = 4;

export interface EnvironmentOrigin {
  /** Content id of the base image: a tag can move to another image. */
  readonly baseImage: string;
  readonly recipe: Recipe;
  readonly tree: Tree;
  readonly workDirectory: string;
}

export async function environmentKey({ baseImage, recipe, tree, workDirectory }: EnvironmentOrigin): Promise<string> {
  const content = await inputContent(tree, recipe);
  const scripts = [...recipe.setup, recipe.test].map(({ text, shell, directory, env }) => [
    text,
    shell,
    directory,
    Object.entries(env).sort(),
  ]);
  return createHash('sha256')
    .update(
      JSON.stringify([
        version,
        baseImage,
        scripts,
        workDirectory,
        content,
        recipe.history,
        recipe.services,
        hookHash(recipe.language),
      ]),
    )
    .digest('hex');
}

/** Paths with git's hashes of their contents. A symlink or submodule could lead anywhere, so with one the whole tree counts. */
async function inputContent(tree: Tree, recipe: Recipe): Promise<unknown> {
  const entries = await tree.entries();
  const inputs = environmentInputs(
    entries.map(entry => entry.path),
    recipe.setup,
    languages[recipe.language].building,
  );
  if (inputs.kind === 'whole-tree') return tree.hash;
  const wanted = new Set(inputs.paths);
  const files = entries.filter(entry => wanted.has(entry.path));
  const isPlain = files.every(({ kind }) => kind === 'file' || kind === 'executable');
  return isPlain ? files.map(({ path, kind, hash }) => [path, kind, hash]) : tree.hash;
}
