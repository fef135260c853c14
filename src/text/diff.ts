// Parses a unified diff made by git: files, hunks, and lines with their old and new line numbers.
// Format: https://git-scm.com/docs/diff-format. Expects git's default prefixes `a/` and `b/`.
import { headerPaths, pathIn } from './diff-paths.ts';

export interface FileDiff {
  /** Null for a new file. */
  readonly oldPath: string | null;
  /** Null for a deleted file. */
  readonly newPath: string | null;
  readonly isBinary: boolean;
  /** Empty for a mode change, a pure rename, an empty file and a binary file. */
  readonly hunks: readonly DiffHunk[];
}

export interface DiffHunk {
  readonly lines: readonly HunkLine[];
}

export interface HunkLine {
  readonly kind: 'context' | 'added' | 'removed';
  /** Without the line feed, but with a carriage return before it. */
  readonly text: string;
  /** Line number in each file, from 1; in the file that lacks the line, the number of the next one. */
  readonly old: number;
  readonly new: number;
  /** Whether it ends with a line feed: the last line of a file may not. */
  readonly isTerminated: boolean;
}

export function parsedDiff(diff: string): FileDiff[] {
  return diff
    .split(/(?<=^|\n)(?=diff --git )/)
    .filter(part => part.startsWith('diff --git '))
    .map(fileDiff);
}

export interface DiffLine {
  /** In the new tree; of a deleted file, in the old one. */
  readonly path: string;
  /** Line number in the new file for an added line, in the old one for a removed line; from 1. */
  readonly number: number;
  readonly text: string;
}

export interface DiffLines {
  readonly added: readonly DiffLine[];
  readonly removed: readonly DiffLine[];
}

/** The lines of all files. */
export function diffLines(diff: string): DiffLines {
  const lines = parsedDiff(diff).flatMap(file => file.hunks.flatMap(hunk => hunk.lines.map(line => ({ file, line }))));
  const ofKind = (kind: 'added' | 'removed', side: 'old' | 'new') =>
    lines
      .filter(({ line }) => line.kind === kind)
      .map(({ file, line }) => ({ path: pathOf(file), number: line[side], text: line.text }));
  return { added: ofKind('added', 'new'), removed: ofKind('removed', 'old') };
}

/** In the new tree; of a deleted file, in the old one. */
export function pathOf({ oldPath, newPath }: FileDiff): string {
  return newPath ?? oldPath ?? '';
}

function fileDiff(text: string): FileDiff {
  const [head = '', ...hunks] = text.split(/(?<=^|\n)(?=@@ -)/);
  const lines = head.split('\n');
  const after = (prefix: string) => lines.find(line => line.startsWith(prefix))?.slice(prefix.length);
  const named = headerPaths(lines[0] ?? '');
  const side = (marker: string, direction: 'from' | 'to', fallback: string) => {
    const path = after(marker);
    if (path !== undefined) return pathIn(path)?.slice('a/'.length) ?? null;
    const renamed = after(`rename ${direction} `) ?? after(`copy ${direction} `);
    return renamed === undefined ? fallback : pathIn(renamed);
  };
  return {
    oldPath: after('new file mode ') === undefined ? side('--- ', 'from', named.old) : null,
    newPath: after('deleted file mode ') === undefined ? side('+++ ', 'to', named.new) : null,
    isBinary: lines.some(line => /^(?:Binary files .* differ|GIT binary patch)$/.test(line)),
    hunks: hunks.map(diffHunk),
  };
}

const kinds = new Map<string, HunkLine['kind']>([
  [' ', 'context'],
  ['+', 'added'],
  ['-', 'removed'],
]);

function diffHunk(text: string): DiffHunk {
  const [head = '', ...rows] = text.split('\n');
  const [, oldStart, oldCount, newStart, newCount] = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(head) ?? [];
  // For a side without lines, git gives the number of the line before.
  const at = { old: Number(oldStart) + (oldCount === '0' ? 1 : 0), new: Number(newStart) + (newCount === '0' ? 1 : 0) };
  const lines: HunkLine[] = [];
  for (const [index, row] of rows.entries()) {
    const kind = kinds.get(row.charAt(0));
    if (kind === undefined) continue;
    lines.push({ kind, text: row.slice(1), ...at, isTerminated: rows[index + 1]?.startsWith('\\') !== true });
    if (kind !== 'added') at.old++;
    if (kind !== 'removed') at.new++;
  }
  return { lines };
}
