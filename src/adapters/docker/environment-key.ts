// Names an environment by the hash of everything that went into it.
import { createHash } from 'node:crypto';
import type { Recipe } from '../../incident/reproduction.ts';
import type { Tree } from '../../ports.ts';
import { environmentInputs } from './environment-inputs.ts';

/** Raised whenever this adapter prepares environments in another way: older images are then not found any more. */
const version = 1;

export interface EnvironmentOrigin {
  /** Content id of the base image: its name may come to mean another image. */
  readonly baseImage: string;
  readonly recipe: Recipe;
  readonly tree: Tree;
  readonly workDirectory: string;
}

export async function environmentKey({ baseImage, recipe, tree, workDirectory }: EnvironmentOrigin): Promise<string> {
  const content = await inputContent(tree, recipe);
  const setup = recipe.setup.map(({ text, shell, directory, env }) => [
    text,
    shell,
    directory,
    Object.entries(env).sort(),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([version, baseImage, setup, workDirectory, content]))
    .digest('hex');
}

/** A file that cannot be read as text (a symlink, something large) might be anything, so then the whole tree counts. */
async function inputContent(tree: Tree, recipe: Recipe): Promise<unknown> {
  const entries = await tree.entries();
  const inputs = environmentInputs(
    entries.map(entry => entry.path),
    recipe.setup,
  );
  if (inputs.kind === 'whole-tree') return tree.hash;
  const files: unknown[] = [];
  for (const path of inputs.paths) {
    const file = await tree.read(path);
    if (!file) return tree.hash;
    files.push(file);
  }
  return files;
}
