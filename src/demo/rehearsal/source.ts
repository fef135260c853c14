// What is rehearsed: the last commit of a repository, taken as the failing push. The repository is only read.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { simpleGit } from 'simple-git';
import { usage } from './options.ts';

export interface RehearsalSource {
  readonly path: string;
  /** Fit for a repository's name on GitHub. */
  readonly name: string;
  readonly branch: string;
  readonly head: string;
  /** Null when the last commit is the only one. */
  readonly parent: string | null;
  /** Text of each workflow file of the last commit, by path. */
  readonly workflows: ReadonlyMap<string, string>;
}

/** Throws, with a message for the user, when this is no repository with a workflow. */
export async function rehearsalSource(path: string): Promise<RehearsalSource> {
  if (!existsSync(path) || !(await simpleGit(path).checkIsRepo()))
    throw new Error(`${path} is not a git repository.\n${usage}`);
  const git = simpleGit(path);
  const head = await git.revparse(['--verify', '--quiet', 'HEAD']).catch(() => '');
  if (!head) throw new Error(`${path} has no commit yet.`);
  const parent = await git.revparse(['--verify', '--quiet', 'HEAD^']).catch(() => '');
  const listed = await git.raw(['ls-tree', '--full-tree', '--name-only', 'HEAD', '.github/workflows/']);
  const files = listed.split('\n').filter(file => /\.ya?ml$/.test(file));
  if (files.length === 0) throw new Error(`${path} has no workflow in .github/workflows in its last commit.`);
  const workflows = new Map<string, string>();
  for (const file of files) workflows.set(file, await git.show([`HEAD:${file}`]));
  const branch = (await git.raw(['branch', '--show-current'])).trim() || 'main';
  return { path, name: nameOf(path), branch, head: head.trim(), parent: parent.trim() || null, workflows };
}

function nameOf(path: string): string {
  const name = basename(path).replace(/\.git$/, '');
  return name.replace(/[^A-Za-z0-9._-]/g, '-') || 'repository';
}
