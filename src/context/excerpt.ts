// Cuts a long Python file to what matters: its head, the functions around some lines, and a skeleton of the rest.
import { type Block, blocks, enclosingBlock } from './python-blocks.ts';

/** A run of lines out of a file; numbers from 1, both included. They stand beside the text, never in it. */
export interface Passage {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface Excerpt {
  readonly whole: boolean;
  readonly passages: readonly Passage[];
  /** Signatures of what is not shown; empty when whole. */
  readonly skeleton: string;
}

/** Up to this many characters (about 2,500 tokens) a file is shown whole. */
export const wholeUpTo = 10_000;
const linesAround = 3;
const longestBlock = 160;
const longestHead = 40;

/** What to show of a file when these lines of it matter. */
export function excerpt(text: string, lines: readonly number[]): Excerpt {
  const all = text.split('\n');
  if (text.length <= wholeUpTo) return { whole: true, passages: [passage(all, 1, all.length)], skeleton: '' };
  const found = blocks(text);
  const wanted = lines.filter(line => line >= 1 && line <= all.length).map(line => spanAround(found, line));
  const spans = merged([headSpan(found, all.length), ...wanted]).map(([from, to]) => passage(all, from, to));
  return { whole: false, passages: spans, skeleton: skeleton(all, found) };
}

/** Lines of the definitions with one of these names. */
export function definitions(text: string, names: ReadonlySet<string>): number[] {
  return blocks(text)
    .filter(block => names.has(block.name))
    .map(block => block.head);
}

function spanAround(found: readonly Block[], line: number): [number, number] {
  const block = enclosingBlock(found, line);
  if (!block) return [line - 2 * linesAround, line + 2 * linesAround];
  const { start, end } = block;
  if (end - start < longestBlock) return [start - linesAround, end + linesAround];
  const half = longestBlock / 2;
  return [Math.max(start, line - half), Math.min(end, line + half)];
}

/** Imports and constants before the first definition. */
function headSpan(found: readonly Block[], last: number): [number, number] {
  const first = found[0] ? found[0].start - 1 : last;
  return [1, Math.min(first, longestHead)];
}

function merged(spans: [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1] + 2) last[1] = Math.max(last[1], to);
    else if (to >= from) result.push([from, to]);
  }
  return result;
}

function passage(all: readonly string[], from: number, to: number): Passage {
  const first = Math.max(1, from);
  const last = Math.min(all.length, to);
  return { from: first, to: last, text: all.slice(first - 1, last).join('\n') };
}

function skeleton(all: readonly string[], found: readonly Block[]): string {
  return found
    .filter(block => block.indent <= 4)
    .map(block => all[block.head - 1] ?? '')
    .join('\n');
}
