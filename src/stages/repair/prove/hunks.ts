// Splits a change into hunks that can be dropped one by one.
import { type DiffHunk, parsedDiff, pathOf } from '../../../text/diff.ts';

/** Adjacent changed lines of one file, up to the next unchanged line. */
export interface Hunk {
  readonly path: string;
  /** Lines of the old file that it replaces: from `start`, counted from 0, up to but not including `end`. */
  readonly start: number;
  readonly end: number;
  /** The lines that replace them, each with its own ending. */
  readonly lines: readonly string[];
}

/** Git's own hunks also contain unchanged lines and merge nearby changes. */
export function hunksOf(diff: string): Hunk[] {
  return parsedDiff(diff).flatMap(file => file.hunks.flatMap(hunk => changesIn(pathOf(file), hunk)));
}

function changesIn(path: string, { lines }: DiffHunk): Hunk[] {
  const found: { path: string; start: number; end: number; lines: string[] }[] = [];
  for (const line of lines) {
    if (line.kind === 'context') continue;
    const at = line.old - 1;
    const last = found.at(-1);
    const open = last?.end === at ? last : { path, start: at, end: at, lines: [] };
    if (open !== last) found.push(open);
    if (line.kind === 'added') open.lines.push(line.isTerminated ? `${line.text}\n` : line.text);
    else open.end = at + 1;
  }
  return found;
}

/** The old text with these hunks applied; all must belong to this file. */
export function withHunks(old: string, hunks: readonly Hunk[]): string {
  const lines = old.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let result = '';
  let at = 0;
  for (const hunk of hunks.toSorted((a, b) => a.start - b.start)) {
    result += [...lines.slice(at, hunk.start), ...hunk.lines].join('');
    at = hunk.end;
  }
  return result + lines.slice(at).join('');
}

/**
 * Paths whose change a diff does not show in full: applied to the old text, it does not give the new one. What counts as text, what
 * an attribute hides and how a path is quoted are git's to decide, so nothing is judged by a diff that was not checked so.
 */
export function notShownIn(diff: string, files: readonly { path: string; before: string; after: string }[]): string[] {
  const hunks = Map.groupBy(hunksOf(diff), ({ path }) => path);
  const isShown = (one: (typeof files)[number]) => withHunks(one.before, hunks.get(one.path) ?? []) === one.after;
  return files.filter(file => !isShown(file)).map(({ path }) => path);
}
