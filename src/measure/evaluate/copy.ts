// A copy of a case's repository to work on: its history, the commit that passes, the commit that fails, and the fix.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { git, maybeGit } from '../../standins/github/git/git.ts';
import { writeBlob, writeCommit, writeTree } from '../../standins/github/git/write.ts';
import { type Case, InvalidCase, type Job } from './case.ts';

export interface Copy {
  /** A bare repository. */
  readonly directory: string;
  readonly branch: string;
  /** Commits: the one before the green one, the green one, the red one. */
  readonly start: string;
  readonly green: string;
  readonly red: string;
  /** The red commit's tree with the reference fix. */
  readonly fixed: string;
}

/** Throws `InvalidCase` when there are not two commits, no workflow, or gold.patch does not apply. */
export async function copyOf(given: Case, directory: string): Promise<Copy> {
  await mkdir(directory, { recursive: true });
  await git(directory, ['init', '--bare', '--quiet']);
  const branch = await fetchHead(given.repository, directory);
  const [red, green, before] = await Promise.all(
    ['FETCH_HEAD^0', 'FETCH_HEAD^', 'FETCH_HEAD^^'].map(name =>
      maybeGit(directory, ['rev-parse', '--verify', '--quiet', name]),
    ),
  );
  if (!red || !green) throw new InvalidCase('Its repository needs at least two commits: one that passes, then HEAD.');
  const trees = await Promise.all([green, red].map(commit => withWorkflow(directory, commit, given.job)));
  const [greenTree = '', redTree = ''] = trees;
  const start = before ?? (await commitOf(directory, { tree: await writeTree(directory, undefined, []), parents: [] }));
  const passing = await commitOf(directory, { tree: greenTree, parents: [start] });
  const failing = await commitOf(directory, { tree: redTree, parents: [passing] });
  const fixed = await patched(directory, redTree, given.patch);
  return { directory, branch, start, green: passing, red: failing, fixed };
}

/** Returns the name of HEAD's branch. Only reads the other repository, whoever owns its folder. */
async function fetchHead(from: string, directory: string): Promise<string> {
  const permissive = "--upload-pack=git -c safe.directory='*' upload-pack";
  try {
    await git(directory, ['fetch', '--quiet', permissive, resolve(from), 'HEAD']);
    const head = await git(directory, ['ls-remote', '--symref', permissive, resolve(from), 'HEAD']);
    return /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(head)?.[1] ?? 'main';
  } catch (error) {
    throw new InvalidCase(`Its repository cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

async function withWorkflow(directory: string, commit: string, job: Job | null): Promise<string> {
  const tree = await git(directory, ['rev-parse', `${commit}^{tree}`]);
  const names = await git(directory, ['ls-tree', '-z', '--name-only', tree, '.github/workflows/']);
  const own = names.split('\0').filter(name => /\.ya?ml$/.test(name));
  if (!job && own.length === 0)
    throw new InvalidCase('Its repository has no workflow, and there is no case.json with a test command.');
  if (!job) return tree;
  const sha = await writeBlob(directory, workflowText(job));
  return await writeTree(directory, tree, [
    ...own.map(path => ({ path, mode: '0', sha: null })),
    { path: '.github/workflows/ci.yml', mode: '100644', sha },
  ]);
}

function workflowText({ test, python, setup, minutes }: Job): string {
  const steps = [
    { uses: 'actions/checkout@v4' },
    { uses: 'actions/setup-python@v5', with: { 'python-version': python } },
    ...(setup.length > 0 ? [{ name: 'Install', run: setup.join('\n') }] : []),
    { name: 'Test', run: test, 'timeout-minutes': minutes },
  ];
  return stringify({ name: 'CI', on: ['push'], jobs: { test: { 'runs-on': 'ubuntu-latest', steps } } });
}

/** Drops the original message: it might name the fix, or tell CI to skip it. */
async function commitOf(directory: string, { tree, parents }: { tree: string; parents: string[] }): Promise<string> {
  const person = { name: 'Evaluation', email: 'evaluation@localhost', date: '2026-01-01T00:00:00Z' };
  return await writeCommit(directory, { tree, parents, message: 'A change', author: person, committer: person });
}

async function patched(directory: string, tree: string, patch: string): Promise<string> {
  const env = { GIT_INDEX_FILE: join(directory, 'reference-index') };
  try {
    await git(directory, ['read-tree', tree], { env });
    await git(directory, ['apply', '--cached', resolve(patch)], { env });
    return await git(directory, ['write-tree'], { env });
  } catch (error) {
    throw new InvalidCase(`Its gold.patch does not apply to HEAD: ${error instanceof Error ? error.message : error}`);
  }
}
