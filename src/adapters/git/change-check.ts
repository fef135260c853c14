// Which changes to a tree are accepted: the model writes these paths, so nothing in them is trusted.
import type { FileChange } from '../../incident/patch.ts';
import type { TreeEntry } from '../../incident/source.ts';

/** Why these changes cannot be applied to a tree with these entries, as a sentence; null when they can. */
export function objection(changes: readonly FileChange[], entries: readonly TreeEntry[]): string | null {
  const kinds = new Map(entries.map(entry => [entry.path, entry.kind]));
  const directories = new Set(entries.flatMap(entry => parents(entry.path)));
  const deleted = new Set(changes.filter(change => change.content === null).map(change => change.path));
  const written = new Set<string>();
  for (const change of changes) {
    const said =
      pathObjection(change.path) ??
      placeObjection(change, { kinds, directories, deleted }) ??
      (written.has(change.path) ? 'is changed twice' : null) ??
      parents(change.path)
        .map(parent => (written.has(parent) ? `is below the changed file ${quoted(parent)}` : null))
        .find(Boolean) ??
      textObjection(change);
    if (said) return `${quoted(change.path)} ${said}`;
    written.add(change.path);
  }
  return null;
}

/** Returns the rest of a sentence that starts with the path. Spellings of `.git` are those of git's own `verify_path`. */
function pathObjection(path: string): string | null {
  if (path === '') return 'is not a path';
  if (!path.isWellFormed() || path.includes('\0')) return 'contains characters that are invalid in file names';
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'is an absolute path';
  const parts = path.split(/[/\\]/);
  if (parts.includes('')) return 'has an empty component';
  if (parts.some(part => part === '.' || part === '..')) return 'contains "." or ".."';
  if (parts.some(isGitDirectory)) return 'is in the .git directory';
  if (Buffer.byteLength(path) > 4_096 || parts.some(part => Buffer.byteLength(part) > 255)) return 'is too long';
  return null;
}

/** `.git` as read by HFS+ (ignored characters), NTFS (trailing dots and blanks, streams) and FAT (`GIT~1`). */
function isGitDirectory(part: string): boolean {
  const plain = part.replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '').toLowerCase();
  const base = plain.replace(/:.*/s, '').replace(/(?<![. ])[. ]+$/, '');
  return base === '.git' || /^git~\d+$/.test(base);
}

interface Place {
  readonly kinds: ReadonlyMap<string, TreeEntry['kind']>;
  readonly directories: ReadonlySet<string>;
  readonly deleted: ReadonlySet<string>;
}

function placeObjection(change: FileChange, { kinds, directories, deleted }: Place): string | null {
  const kind = kinds.get(change.path);
  if (kind === 'symlink' || kind === 'submodule') return `is a ${kind} in the tree`;
  if (change.content === null) return kind ? null : 'is not in the tree, so it cannot be deleted';
  if (directories.has(change.path)) return 'is a directory in the tree';
  for (const parent of parents(change.path)) {
    const parentKind = kinds.get(parent);
    if (parentKind && !deleted.has(parent)) return `goes through the ${words[parentKind]} ${quoted(parent)}`;
  }
  return null;
}

const words = { file: 'file', executable: 'file', symlink: 'symlink', submodule: 'submodule' };

function textObjection(change: FileChange): string | null {
  return change.content?.isWellFormed() === false ? 'contains text that is not valid Unicode' : null;
}

function parents(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

function quoted(path: string): string {
  return JSON.stringify(path);
}
