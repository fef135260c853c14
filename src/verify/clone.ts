// A clone of our own of the given repository: everything it has, read only, bare.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitError, git, maybeGit } from '../standins/github/git/git.ts';
import { BadInput } from './bad-input.ts';

export interface Clone extends AsyncDisposable {
  /** Temporary; leaving the scope removes it, and with it the clone. */
  readonly directory: string;
  readonly repository: string;
}

/** `from` is a path or a URL. Throws `BadInput` when it cannot be read. */
export async function cloneOf(from: string): Promise<Clone> {
  const directory = await mkdtemp(join(tmpdir(), 'nightwatch-verify-'));
  const repository = join(directory, 'clone.git');
  const remove = () => rm(directory, { recursive: true, force: true });
  // Whoever owns its folder: nothing of it is run.
  const permissive = "--upload-pack=git -c safe.directory='*' upload-pack";
  try {
    await git(process.cwd(), ['clone', '--mirror', '--quiet', permissive, '--', from, repository]);
  } catch (error) {
    await remove();
    throw error instanceof GitError ? new BadInput(`${from} cannot be cloned: ${error.message}`) : error;
  }
  return { directory, repository, [Symbol.asyncDispose]: remove };
}

/** The tree of a commit; undefined when the clone does not have it. */
export async function treeOfCommit({ repository }: Clone, sha: string): Promise<string | undefined> {
  return await maybeGit(repository, ['rev-parse', '--verify', '--quiet', `${sha}^{tree}`]);
}

/** Commits of any branch, tag or pull request with this tree on top of `parent`. */
export async function commitsWithTree(
  { repository }: Clone,
  { tree, parent }: { tree: string; parent: string },
): Promise<string[]> {
  const lines = await git(repository, ['log', '--all', '--format=%H %T %P', '--not', parent]);
  return lines.split('\n').flatMap(line => {
    const [sha = '', own, ...parents] = line.split(' ');
    return own === tree && parents.includes(parent) ? [sha] : [];
  });
}

export async function messageOf({ repository }: Clone, sha: string): Promise<string> {
  return await git(repository, ['show', '--no-patch', '--format=%B', sha]);
}
