// Names what is kept by the hash of everything that went into it: whatever a key leaves out, an attacker could put in.
import { createHash } from 'node:crypto';
import type { LanguageName } from '../../../incident/language.ts';
import type { History, Recipe, Script } from '../../../incident/reproduction.ts';
import type { TreeEntry } from '../../../incident/source.ts';
import type { Tree } from '../../../ports.ts';
import { hookHash } from '../hook.ts';
import type { Scope } from './scope.ts';

/** Increment whenever this adapter prepares environments differently, so that older images are no longer found. */
const version = 5;

interface Origin {
  readonly scope: Scope;
  /** Content id: a tag can move to another image. */
  readonly baseImage: string;
  readonly workDirectory: string;
}

export interface EnvironmentOrigin extends Origin {
  readonly recipe: Recipe;
  readonly tree: Tree;
}

/**
 * Of an environment in which code of the repository ran, if only in the failing command's first run. It ran as root and may have
 * left anything anywhere, so each part keeps out what someone else could have left:
 * - the repository: another owner's repository of this name, or with this tree, whose history and tags set-up reads;
 * - the branch, and whether it is the default one: someone who may push a branch but not this one. An equal tree can come with
 *   other commits, tags and variables;
 * - the whole tree: any file can be read by a build script, a plugin or a test, so a list of what set-up reads cannot be complete;
 * - base image, scripts, variables, services, history: what the workflow of another commit asked for;
 * - the hook: an older Nightwatch.
 */
export function environmentKey({ scope, baseImage, workDirectory, recipe, tree }: EnvironmentOrigin): string {
  const { setup, test, history, services, language } = recipe;
  const { repository, branch, isDefaultBranch } = scope;
  return hash([
    ...['environment', repository, branch, isDefaultBranch, baseImage, workDirectory, tree.hash],
    ...[[...setup, test].map(parts), history, services, hookHash(language)],
  ]);
}

export interface LayerOrigin extends Origin {
  readonly language: LanguageName;
  readonly steps: readonly Script[];
  /** All that its steps found in the work tree. */
  readonly files: readonly TreeEntry[];
}

/**
 * Of a layer of dependencies, which branches of one repository share. Its steps ran beside these files and no others, so a branch
 * that changes anything it could contain has another key. Two repositories never share one: a private index serves each its own.
 */
export function layerKey(origin: LayerOrigin): string {
  const { scope, baseImage, workDirectory, language, steps, files } = origin;
  return hash([
    ...['dependencies', scope.repository, baseImage, workDirectory, steps.map(parts)],
    ...[files.map(({ path, kind, hash }) => [path, kind, hash]), hookHash(language)],
  ]);
}

/** Of the `.git` on top of an environment: its HEAD names the branch, and how much it holds is the workflow's choice. */
export function commitKey({ branch }: Scope, { commit, history }: { commit: string; history: History }): string {
  // An image's tag has at most 128 characters, and holds the environment's key too.
  return hash(['commit', branch, commit, history]).slice(0, 40);
}

function parts({ text, shell, directory, env }: Script): unknown {
  return [text, shell, directory, Object.entries(env).sort()];
}

function hash(of: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify([version, ...of]))
    .digest('hex');
}
