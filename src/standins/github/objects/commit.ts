// A commit as GitHub shows it: in lists and pages, in the git data API, and inside a webhook.
import { compareFiles, type FileChange, type FileDifference, listChanges } from '../git/compare.ts';
import { type Commit, readCommit } from '../git/read.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { apiUrl, htmlUrl } from './repository.ts';
import { nodeId, type Schemas } from './schemas.ts';
import { userByAddress, userObject } from './user.ts';

/** The tree of a repository without files; every git knows it. */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

export async function commitObject(world: World, repository: Repository, sha: string): Promise<Schemas['commit']> {
  const commit = await readCommit(repository.gitDirectory, sha);
  const url = `${apiUrl(world, repository)}/commits/${sha}`;
  const account = (email: string) => {
    const user = userByAddress(world, email);
    return user ? userObject(world, user) : null;
  };
  return {
    sha,
    node_id: nodeId('Commit', sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: treeLink(world, repository, commit.tree),
      url: `${apiUrl(world, repository)}/git/commits/${sha}`,
      comment_count: 0,
      verification: verification(repository, commit),
    },
    url,
    html_url: `${htmlUrl(world, repository)}/commit/${sha}`,
    comments_url: `${url}/comments`,
    author: account(commit.author.email),
    committer: account(commit.committer.email),
    parents: parents(world, repository, commit),
  };
}

/** The same with what it changed. */
export async function commitWithFiles(world: World, repository: Repository, sha: string): Promise<Schemas['commit']> {
  const commit = await commitObject(world, repository, sha);
  const files = await compareFiles(repository.gitDirectory, commit.parents[0]?.sha ?? emptyTree, sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    ...commit,
    stats: { additions, deletions, total: additions + deletions },
    files: files.map(file => fileObject(world, repository, { file, sha })),
  };
}

export function gitCommitObject(world: World, repository: Repository, commit: Commit): Schemas['git-commit'] {
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${apiUrl(world, repository)}/git/commits/${commit.sha}`,
    html_url: `${htmlUrl(world, repository)}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: treeLink(world, repository, commit.tree),
    message: commit.message,
    parents: parents(world, repository, commit),
    verification: verification(repository, commit),
  };
}

/** What a workflow run or a check suite says about its commit. */
export async function simpleCommitObject(repository: Repository, sha: string): Promise<Schemas['simple-commit']> {
  const { tree, message, author, committer } = await readCommit(repository.gitDirectory, sha);
  const person = ({ name, email }: { name: string; email: string }) => ({ name, email });
  return {
    id: sha,
    tree_id: tree,
    message,
    timestamp: committer.date,
    author: person(author),
    committer: person(committer),
  };
}

/** What a push event says about one commit. */
export async function pushedCommitObject(world: World, repository: Repository, sha: string) {
  const commit = await readCommit(repository.gitDirectory, sha);
  const files = await listChanges(repository.gitDirectory, commit.parents[0] ?? emptyTree, sha);
  const paths = (...statuses: FileChange['status'][]) =>
    files.filter(file => statuses.includes(file.status)).map(file => file.path);
  const person = ({ name, email }: { name: string; email: string }) => {
    const login = userByAddress(world, email)?.login;
    return { name, email, ...(login && { username: login }) };
  };
  return {
    ...(await simpleCommitObject(repository, sha)),
    distinct: true,
    url: `${htmlUrl(world, repository)}/commit/${sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: paths('added', 'copied'),
    removed: paths('removed'),
    modified: paths('modified', 'renamed', 'changed'),
  };
}

export function fileObject(
  world: World,
  repository: Repository,
  { file, sha }: { file: FileDifference; sha: string },
): Schemas['diff-entry'] {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${htmlUrl(world, repository)}/blob/${sha}/${path}`,
    raw_url: `${htmlUrl(world, repository)}/raw/${sha}/${path}`,
    contents_url: `${apiUrl(world, repository)}/contents/${path}?ref=${sha}`,
    ...(file.patch !== undefined && { patch: file.patch }),
    ...(file.previousPath !== undefined && { previous_filename: file.previousPath }),
  };
}

function treeLink(world: World, repository: Repository, sha: string) {
  return { sha, url: `${apiUrl(world, repository)}/git/trees/${sha}` };
}

function parents(world: World, repository: Repository, commit: Commit) {
  return commit.parents.map(sha => ({
    sha,
    url: `${apiUrl(world, repository)}/commits/${sha}`,
    html_url: `${htmlUrl(world, repository)}/commit/${sha}`,
  }));
}

/** Claimed, not signed: a signature would be a line in the commit that nothing here could verify. */
function verification(repository: Repository, commit: Commit) {
  const verified = repository.verifiedCommits.has(commit.sha);
  return {
    verified,
    reason: verified ? 'valid' : 'unsigned',
    signature: null,
    payload: null,
    verified_at: verified ? commit.committer.date : null,
  };
}
