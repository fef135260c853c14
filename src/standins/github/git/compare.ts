// Says how two commits differ: which files, by how many lines, and with what patch.
import { git, maybeGit } from './git.ts';

export interface FileChange {
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  path: string;
  previousPath: string | undefined;
  sha: string;
}

export interface FileDifference extends FileChange {
  additions: number;
  deletions: number;
  /** Absent for binary files. */
  patch: string | undefined;
}

const statuses: Record<string, FileChange['status']> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

/** What became of each file. `from` and `to` are trees or commits. */
export async function listChanges(directory: string, from: string, to: string): Promise<FileChange[]> {
  return parseRaw(await git(directory, ['diff-tree', '-r', '-M', '--raw', '-z', '--no-abbrev', from, to]));
}

/** The same, line by line. */
export async function compareFiles(directory: string, from: string, to: string): Promise<FileDifference[]> {
  const files = await listChanges(directory, from, to);
  const text = await git(directory, ['diff-tree', '-r', '-M', '-p', from, to]);
  // No line of a patch itself starts with these words: each has a sign or a blank before it.
  const patches = text.split(/^diff --git /m).slice(1);
  return files.map(file => {
    // A file that became a link is listed as one removed and one added.
    const [, patch] = patches
      .splice(0, file.status === 'changed' ? 2 : 1)
      .join('')
      .split(/\n(?=@@ )(.*)/s);
    const count = (sign: string) => (patch ?? '').split('\n').filter(line => line.startsWith(sign)).length;
    return { ...file, additions: count('+'), deletions: count('-'), patch: patch?.replace(/\n$/, '') };
  });
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

/** `:mode mode sha sha STATUS NUL path NUL`, with a second path for renames and copies. */
function parseRaw(out: string): FileChange[] {
  const fields = out.split('\0');
  const files: FileChange[] = [];
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
