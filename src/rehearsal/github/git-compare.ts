/** Says how two commits differ: which files, by how many lines, and with what patch. */
import { git, maybeGit } from './git.ts';

export interface FileDifference {
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  path: string;
  previousPath: string | undefined;
  sha: string;
  additions: number;
  deletions: number;
  /** Absent for binary files. */
  patch: string | undefined;
}

const statuses: Record<string, FileDifference['status']> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

/** `from` and `to` are trees or commits. */
export async function compareFiles(directory: string, from: string, to: string): Promise<FileDifference[]> {
  const files = parseRaw(await git(directory, ['diff-tree', '-r', '-M', '--raw', '-z', '--no-abbrev', from, to]));
  return await Promise.all(files.map(file => withPatch(directory, [from, to], file)));
}

export async function mergeBase(directory: string, a: string, b: string): Promise<string | undefined> {
  return await maybeGit(directory, ['merge-base', a, b]);
}

export async function isAncestor(directory: string, ancestor: string, descendant: string): Promise<boolean> {
  return (await maybeGit(directory, ['merge-base', '--is-ancestor', ancestor, descendant])) !== undefined;
}

/** Whether git can merge the two without a conflict. */
export async function canMerge(directory: string, base: string, head: string): Promise<boolean> {
  return (await maybeGit(directory, ['merge-tree', '--write-tree', base, head])) !== undefined;
}

type RawFile = Pick<FileDifference, 'status' | 'path' | 'previousPath' | 'sha'>;

/** `:mode mode sha sha STATUS NUL path NUL`, with a second path for renames and copies. */
function parseRaw(out: string): RawFile[] {
  const fields = out.split('\0');
  const files: RawFile[] = [];
  for (let at = 0; fields[at]; ) {
    const [, , before = '', after = '', letter = 'M'] = (fields[at] ?? '').split(' ');
    const moved = letter.startsWith('R') || letter.startsWith('C');
    const status = statuses[letter.charAt(0)] ?? 'modified';
    const path = fields[at + (moved ? 2 : 1)] ?? '';
    const sha = status === 'removed' ? before : after;
    files.push({ status, path, previousPath: moved ? fields[at + 1] : undefined, sha });
    at += moved ? 3 : 2;
  }
  return files;
}

async function withPatch(directory: string, [from, to]: [string, string], file: RawFile): Promise<FileDifference> {
  const paths = file.previousPath ? [file.previousPath, file.path] : [file.path];
  const text = await git(directory, ['diff-tree', '-r', '-M', '-p', from, to, '--', ...paths]);
  const start = text.indexOf('\n@@ ');
  const patch = start < 0 ? undefined : text.slice(start + 1);
  const count = (sign: string) => (patch ?? '').split('\n').filter(line => line.startsWith(sign)).length;
  return { ...file, additions: count('+'), deletions: count('-'), patch };
}
