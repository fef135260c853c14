// Writes blobs, trees and commits into a bare repository by git's own plumbing, so that every hash is git's.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from './git.ts';
import { listWholeTree, type Signature } from './read.ts';

/** A path to set to an object, or to remove (`sha: null`). */
export interface TreeChange {
  path: string;
  mode: string;
  sha: string | null;
}

export interface NewCommit {
  tree: string;
  parents: string[];
  message: string;
  author: Signature;
  committer: Signature;
}

export async function writeBlob(directory: string, content: string | Buffer): Promise<string> {
  return await git(directory, ['hash-object', '-w', '--stdin'], { input: content });
}

/** The tree `base` (empty if undefined) with the changes; `base` itself stays as it is. */
export async function writeTree(directory: string, base: string | undefined, changes: TreeChange[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-github-index-'));
  try {
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    await git(directory, base ? ['read-tree', base] : ['read-tree', '--empty'], { env });
    const files = await Promise.all(changes.map(change => fileChanges(directory, base, change)));
    await git(directory, ['update-index', '--add', '--replace', '-z', '--index-info'], {
      env,
      input: files.flat().map(indexLine).join(''),
    });
    return await git(directory, ['write-tree'], { env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function writeCommit(directory: string, commit: NewCommit): Promise<string> {
  const { author, committer } = commit;
  return await git(directory, ['commit-tree', commit.tree, ...commit.parents.flatMap(parent => ['-p', parent])], {
    input: commit.message,
    env: {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: author.date,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: committer.date,
    },
  });
}

/** An index knows files only: a folder is taken apart into those it loses and those it gains. */
async function fileChanges(directory: string, base: string | undefined, change: TreeChange): Promise<TreeChange[]> {
  if (change.mode !== '040000') return [change];
  const lost = base ? await git(directory, ['ls-tree', '-r', '-z', '--name-only', base, '--', `${change.path}/`]) : '';
  const gained = change.sha ? await listWholeTree(directory, change.sha) : [];
  return [
    ...lost
      .split('\0')
      .filter(Boolean)
      .map(path => ({ path, mode: '0', sha: null })),
    ...gained
      .filter(entry => entry.type !== 'tree')
      .map(({ path, mode, sha }) => ({ path: `${change.path}/${path}`, mode, sha })),
  ];
}

function indexLine(change: TreeChange): string {
  return `${change.sha ? change.mode : '0'} ${change.sha ?? '0'.repeat(40)}\t${change.path}\0`;
}
