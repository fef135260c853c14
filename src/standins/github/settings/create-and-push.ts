// What people do with repositories: create one, commit, push.
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { moveRefs } from '../events/pushes.ts';
import { git } from '../git/git.ts';
import { isoSeconds, objectType, readCommit, readRef } from '../git/read.ts';
import { type TreeChange, writeBlob, writeCommit, writeTree } from '../git/write.ts';
import { noreplyAddress } from '../objects/user.ts';
import { userNamed } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

export interface NewRepository {
  owner: string;
  name: string;
  /**
   * A git repository to copy, with all its branches or only the default branch up to a full sha; or the files of a
   * first commit.
   */
  from: { path: string; upTo?: string } | { files: Record<string, string> };
  /** `main` if left out. */
  defaultBranch?: string;
  private?: boolean;
  protectedBranches?: string[];
}

export interface NewCommit {
  /** `owner/name`. */
  repository: string;
  branch: string;
  /** Contents by path; null removes. */
  files: Record<string, string | null>;
  message: string;
  author?: { name: string; email: string };
}

/** Runs no workflow and sends no webhook: the initial state counts as old. */
export async function createRepository(world: World, given: NewRepository): Promise<Repository> {
  const { owner, name, from, defaultBranch = 'main' } = given;
  const fullName = `${owner}/${name}`;
  if (world.repositories.some(one => fullNameOf(one) === fullName)) throw new Error(`There is a ${fullName} already`);
  const gitDirectory = join(world.dataDirectory, owner, `${name}.git`);
  const now = world.clock.now();
  const repository: Repository = {
    id: world.nextId(),
    owner: userNamed(world, owner),
    name,
    formerNames: [],
    archived: false,
    private: given.private ?? false,
    defaultBranch,
    protectedBranches: given.protectedBranches ?? [],
    collaborators: new Map(),
    gitDirectory,
    origin: 'path' in from ? resolve(from.path) : undefined,
    createdAt: now,
    pushedAt: now,
    issues: [],
    labels: [],
    checkRuns: [],
    checkSuites: [],
    workflows: [],
    runs: [],
    verifiedCommits: new Set(),
    refChanges: Promise.resolve(),
  };
  await mkdir(dirname(gitDirectory), { recursive: true });
  // Fails when an earlier run left one: its branches would be taken for this one's.
  await mkdir(gitDirectory);
  try {
    await fill(world, repository, from);
  } catch (error) {
    await rm(gitDirectory, { recursive: true });
    throw error;
  }
  world.repositories.push(repository);
  return repository;
}

/** Makes a commit on a branch (a new one grows from the default branch) and pushes it. Answers its sha. */
export async function commit(world: World, given: NewCommit): Promise<string> {
  const repository = repositoryNamed(world, given.repository);
  return await moveRefs(world, {
    repository,
    actor: repository.owner,
    change: () => writeFiles(world, repository, given),
  });
}

/** Moves a branch to a commit of the history the repository was made from, as a push would. */
export async function push(world: World, given: { repository: string; branch: string; sha: string }): Promise<void> {
  const repository = repositoryNamed(world, given.repository);
  const { gitDirectory, origin, owner } = repository;
  const isHere = (await objectType(gitDirectory, given.sha)) === 'commit';
  if (!isHere && !origin) throw new Error(`${given.repository} has no commit ${given.sha}`);
  if (!isHere && origin) await fetchFrom(gitDirectory, origin, [given.sha]);
  const change = () => git(gitDirectory, ['update-ref', `refs/heads/${given.branch}`, given.sha]);
  await moveRefs(world, { repository, actor: owner, change });
}

/** `owner/name`. Throws if there is none of that name. */
export function repositoryNamed(world: World, fullName: string): Repository {
  const repository = world.repositories.find(one => fullNameOf(one) === fullName);
  if (!repository) throw new Error(`There is no repository ${fullName}`);
  return repository;
}

/** GitHub serves any commit it has by its hash, and takes pushes over HTTP. */
const settings: [string, string][] = [
  ['uploadpack.allowAnySHA1InWant', 'true'],
  ['uploadpack.allowFilter', 'true'],
  ['http.receivepack', 'true'],
  ['gc.auto', '0'],
];

async function fill(world: World, repository: Repository, from: NewRepository['from']): Promise<void> {
  const { gitDirectory, defaultBranch: branch } = repository;
  await git(gitDirectory, ['init', '--bare', '--quiet', `--initial-branch=${branch}`]);
  for (const [key, value] of settings) await git(gitDirectory, ['config', key, value]);
  if ('path' in from) await copyHistory(repository, from);
  else await writeFiles(world, repository, { files: from.files, branch, message: 'Initial commit' });
}

async function copyHistory(repository: Repository, from: { path: string; upTo?: string }): Promise<void> {
  const { gitDirectory, defaultBranch } = repository;
  if (from.upTo === undefined) {
    await fetchFrom(gitDirectory, from.path, ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']);
    if (await readRef(gitDirectory, `refs/heads/${defaultBranch}`)) return;
    throw new Error(`${from.path} has no branch ${defaultBranch}`);
  }
  await fetchFrom(gitDirectory, from.path, ['--no-tags', from.upTo]);
  await git(gitDirectory, ['update-ref', `refs/heads/${defaultBranch}`, from.upTo]);
}

/** Only reads the other repository, whoever owns its folder, and whichever commit is asked for. */
async function fetchFrom(directory: string, path: string, what: string[]): Promise<void> {
  const permissive = "git -c safe.directory='*' -c uploadpack.allowAnySHA1InWant=true upload-pack";
  const options = ['--quiet', '--no-write-fetch-head', '--update-shallow', `--upload-pack=${permissive}`];
  await git(directory, ['fetch', ...options, resolve(path), ...what]);
}

async function writeFiles(
  world: World,
  repository: Repository,
  { files, branch, message, author }: Omit<NewCommit, 'repository'>,
): Promise<string> {
  const { gitDirectory, defaultBranch, owner } = repository;
  const ref = `refs/heads/${branch}`;
  const parent = (await readRef(gitDirectory, ref)) ?? (await readRef(gitDirectory, `refs/heads/${defaultBranch}`));
  const base = parent && (await readCommit(gitDirectory, parent)).tree;
  const changes = Object.entries(files).map(
    async ([path, content]): Promise<TreeChange> => ({
      path,
      mode: '100644',
      sha: content === null ? null : await writeBlob(gitDirectory, content),
    }),
  );
  const tree = await writeTree(gitDirectory, base, await Promise.all(changes));
  const person = author ?? { name: owner.login, email: noreplyAddress(owner) };
  const signature = { ...person, date: isoSeconds(world.clock.now()) };
  const parents = parent ? [parent] : [];
  const sha = await writeCommit(gitDirectory, { tree, parents, message, author: signature, committer: signature });
  await git(gitDirectory, ['update-ref', ref, sha]);
  return sha;
}

function fullNameOf({ owner, name }: Repository): string {
  return `${owner.login}/${name}`;
}
