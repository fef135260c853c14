// The reference fix as a model would have to write it: search/replace edits with two lines of context, and the functions it changes.
import { git, gitBytes } from '../../standins/github/git/git.ts';
import type { Copy } from './copy.ts';

export interface Edit {
  readonly path: string;
  /** Whole lines of the file; empty for a new file. */
  readonly search: readonly string[];
  readonly replace: readonly string[];
  /** Where the search begins, counted from 1. */
  readonly line: number;
}

/** A function that the fix changes: from its `def` to the last line that the fix touches in it, counted from 1. */
export interface TouchedFunction {
  readonly path: string;
  readonly name: string;
  /** The class around it; null if none. */
  readonly className: string | null;
  readonly lines: readonly string[];
}

export interface ReferenceFix {
  /** Files that the fix changes. New files are left out: no prompt could show them. */
  readonly paths: readonly string[];
  readonly functions: readonly TouchedFunction[];
  readonly edits: readonly Edit[];
  /** Files that the fix deletes, which no edit can express. */
  readonly deleted: readonly string[];
}

/** Lines changed, from 1; `oldCount` 0 inserts after `oldStart`. */
interface Hunk {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
}

export async function referenceFixOf({ directory, red, fixed }: Copy): Promise<ReferenceFix> {
  const status = await git(directory, ['diff', '--name-status', '--no-renames', '-z', red, fixed]);
  const words = status.split('\0').filter(Boolean);
  const files = words.flatMap((kind, index) => (index % 2 === 0 ? [{ kind, path: words[index + 1] ?? '' }] : []));
  const kept = files.filter(file => file.kind !== 'D');
  const parts = await Promise.all(
    kept.map(({ kind, path }) => fixInFile({ directory, red, fixed }, path, kind === 'A')),
  );
  return {
    paths: kept.filter(file => file.kind !== 'A').map(file => file.path),
    functions: parts.flatMap(part => part.functions),
    edits: parts.flatMap(part => part.edits),
    deleted: files.filter(file => file.kind === 'D').map(file => file.path),
  };
}

type FileFix = Pick<ReferenceFix, 'functions' | 'edits'>;
type TwoTrees = Pick<Copy, 'directory' | 'red' | 'fixed'>;

async function fixInFile({ directory, red, fixed }: TwoTrees, path: string, isNew: boolean): Promise<FileFix> {
  const after = await linesAt(directory, fixed, path);
  if (isNew) return { functions: [], edits: [{ path, search: [], replace: after, line: 1 }] };
  const before = await linesAt(directory, red, path);
  const diff = await git(directory, ['diff', '-U0', '--no-color', '--no-ext-diff', red, fixed, '--', path]);
  const hunks = [...diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map(
    ([, oldStart, oldCount = '1', newStart, newCount = '1']): Hunk => ({
      oldStart: Number(oldStart),
      oldCount: Number(oldCount),
      newStart: Number(newStart),
      newCount: Number(newCount),
    }),
  );
  return {
    functions: hunks.flatMap(hunk => touchedFunction(path, { before, after }, hunk) ?? []),
    edits: editsFor(path, { before, after }, hunks),
  };
}

async function linesAt(directory: string, commit: string, path: string): Promise<string[]> {
  const text = (await gitBytes(directory, ['cat-file', 'blob', `${commit}:${path}`])).toString('utf8');
  return text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
}

interface Sides {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The innermost `def` around a change, by indentation; null at the level of the module. */
export function touchedFunction(path: string, { before, after }: Sides, hunk: Hunk): TouchedFunction | null {
  const first = hunk.oldCount === 0 ? hunk.oldStart + 1 : hunk.oldStart;
  const last = hunk.oldStart + Math.max(0, hunk.oldCount - 1);
  const changed = before.slice(first - 1, last);
  const heading = changed.findIndex(line => definition.test(line));
  const start =
    heading >= 0 ? first + heading : enclosing(before, first, changed.some(isCode) ? changed : added(after, hunk));
  const name = definition.exec(before[start - 1] ?? '')?.[1];
  if (name === undefined) return null;
  return { path, name, className: classAround(before, start), lines: before.slice(start - 1, Math.max(start, last)) };
}

function classAround(before: readonly string[], start: number): string | null {
  const indent = indentOf(before[start - 1] ?? '');
  const above = before.slice(0, start - 1).findLast(line => isCode(line) && indentOf(line) < indent);
  return /^\s*class\s+(\w+)/.exec(above ?? '')?.[1] ?? null;
}

const definition = /^\s*(?:async\s+)?def\s+(\w+)/;

function added(after: readonly string[], { newStart, newCount }: Hunk): readonly string[] {
  return after.slice(newStart - 1, newStart - 1 + newCount);
}

/** Line of the `def` above that is indented less than these lines and everything between; 0 when there is none. */
function enclosing(before: readonly string[], first: number, lines: readonly string[]): number {
  let indent = Math.min(...lines.filter(isCode).map(indentOf));
  for (let number = first - 1; number >= 1; number--) {
    const line = before[number - 1] ?? '';
    // A closing bracket is indented like the `def` whose parameters it ends.
    if (!isCode(line) || /^\s*[)\]}]/.test(line) || indentOf(line) >= indent) continue;
    if (definition.test(line)) return number;
    indent = indentOf(line);
  }
  return 0;
}

function isCode(line: string): boolean {
  return line.trim() !== '';
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Corresponding lines of both sides; both ends included. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

const contextLines = 2;

/** two unchanged lines around each change, more until the search text is unique in the file. */
export function editsFor(path: string, { before, after }: Sides, hunks: readonly Hunk[]): Edit[] {
  const size = before.length;
  let spans = merged(hunks.map(spanOf).map(span => grown(span, contextLines, size)));
  for (;;) {
    const ambiguous = spans.find(span => span.to - span.from + 1 < size && occurrences(before, span) !== 1);
    if (!ambiguous) break;
    spans = merged(spans.map(span => (span === ambiguous ? grown(span, 1, size) : span)));
  }
  return spans.map(span => ({
    path,
    search: before.slice(span.from - 1, span.to),
    replace: after.slice(span.newFrom - 1, span.newTo),
    line: span.from,
  }));
}

function spanOf({ oldStart, oldCount, newStart, newCount }: Hunk): Span {
  const from = oldCount === 0 ? oldStart + 1 : oldStart;
  const newFrom = newCount === 0 ? newStart + 1 : newStart;
  return { from, to: from + oldCount - 1, newFrom, newTo: newFrom + newCount - 1 };
}

function grown({ from, to, newFrom, newTo }: Span, lines: number, size: number): Span {
  const up = Math.min(lines, from - 1);
  const down = Math.min(lines, size - to);
  return { from: from - up, to: to + down, newFrom: newFrom - up, newTo: newTo + down };
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (!last || span.from > last.to + 1) result.push(span);
    else
      result[result.length - 1] = { ...last, to: Math.max(last.to, span.to), newTo: Math.max(last.newTo, span.newTo) };
  }
  return result;
}

function occurrences(before: readonly string[], { from, to }: Span): number {
  const wanted = before.slice(from - 1, to);
  return before.filter((_, at) => wanted.every((line, index) => before[at + index] === line)).length;
}
