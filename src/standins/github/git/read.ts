// Reads commits, trees, blobs and refs from a bare repository.
import { git, gitBytes, maybeGit } from './git.ts';

export interface Signature {
  name: string;
  email: string;
  /** ISO 8601, UTC, whole seconds. */
  date: string;
}

export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

export interface TreeEntry {
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  size: number | undefined;
  path: string;
}

/** The commit a branch, tag, full or shortened sha names, undefined if there is none. */
export async function resolveCommit(directory: string, name: string): Promise<string | undefined> {
  for (const candidate of [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`, name]) {
    const sha = await maybeGit(directory, [
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${candidate}^{commit}`,
    ]);
    if (sha) return sha;
  }
  return undefined;
}

/** The sha a full ref name points at, undefined if there is no such ref. */
export async function readRef(directory: string, ref: string): Promise<string | undefined> {
  return (await listRefs(directory, ref)).get(ref);
}

/** Refs below a prefix (`refs/heads/`), or the one of that name, with what they point at. */
export async function listRefs(directory: string, ...prefixes: string[]): Promise<Map<string, string>> {
  const out = await git(directory, ['for-each-ref', '--format=%(objectname) %(refname)', ...prefixes]);
  return new Map(lines(out).map(line => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]));
}

/** undefined if the repository holds no such object. */
export async function objectType(directory: string, sha: string): Promise<TreeEntry['type'] | 'tag' | undefined> {
  if (!/^[0-9a-f]{40}$/.test(sha)) return undefined;
  return (await maybeGit(directory, ['cat-file', '-t', sha])) as TreeEntry['type'] | 'tag' | undefined;
}

export async function readBlob(directory: string, sha: string): Promise<Buffer> {
  return await gitBytes(directory, ['cat-file', 'blob', sha]);
}

export async function readCommit(directory: string, sha: string): Promise<Commit> {
  const raw = (await gitBytes(directory, ['cat-file', 'commit', sha])).toString('utf8');
  const end = raw.indexOf('\n\n');
  const headers = raw.slice(0, end).split('\n');
  const values = (key: string) =>
    headers.filter(line => line.startsWith(`${key} `)).map(line => line.slice(key.length + 1));
  return {
    sha,
    tree: values('tree')[0] ?? '',
    parents: values('parent'),
    author: parseSignature(values('author')[0] ?? ''),
    committer: parseSignature(values('committer')[0] ?? ''),
    message: raw.slice(end + 2).replace(/\n$/, ''),
  };
}

/** The newest first. */
export async function listCommits(directory: string, range: string, path?: string): Promise<string[]> {
  return lines(await git(directory, ['rev-list', '--end-of-options', range, '--', ...(path ? [path] : [])]));
}

/** One level of a tree. */
export async function listTree(directory: string, tree: string): Promise<TreeEntry[]> {
  return parseTree(await git(directory, ['ls-tree', '-z', '-l', tree]));
}

/** A tree with all below it, the folders themselves included. */
export async function listWholeTree(directory: string, tree: string): Promise<TreeEntry[]> {
  return parseTree(await git(directory, ['ls-tree', '-z', '-l', '-r', '-t', tree]));
}

function parseTree(out: string): TreeEntry[] {
  return out
    .split('\0')
    .filter(Boolean)
    .map(line => {
      const [mode = '', type = '', sha = '', size = '-'] = line.slice(0, line.indexOf('\t')).split(/ +/);
      return {
        mode,
        type: type as TreeEntry['type'],
        sha,
        size: size === '-' ? undefined : Number(size),
        path: line.slice(line.indexOf('\t') + 1),
      };
    });
}

function parseSignature(line: string): Signature {
  const found = /^(.*) <(.*)> (\d+) [+-]\d{4}$/.exec(line);
  const seconds = Number(found?.[3] ?? 0);
  return { name: found?.[1] ?? '', email: found?.[2] ?? '', date: isoSeconds(new Date(seconds * 1000)) };
}

/** GitHub's dates: no fraction of a second. */
export function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

export function lines(text: string): string[] {
  return text.split('\n').filter(Boolean);
}
