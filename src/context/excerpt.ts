// A file of which some lines are chosen, and what a prompt shows of it: passages, and an outline of the rest.
import type { Block, Unit } from '../languages/contract/source.ts';
import { firstLines } from '../text/truncation.ts';
import type { SourceFile } from './source-file.ts';

/** A run of lines out of a file; numbers from 1, both included. They stand beside the text, never in it. */
export interface Passage {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface Shown {
  readonly path: string;
  readonly whole: boolean;
  readonly passages: readonly Passage[];
  /** Headings of the functions and classes that are not shown; empty when whole. */
  readonly outline: string;
}

export interface Excerpt {
  readonly path: string;
  readonly lines: readonly string[];
  /** Numbers of the lines to show. */
  readonly chosen: Set<number>;
  /** Numbers of the lines that head the file: imports, mostly. */
  readonly head: readonly number[];
  readonly outline: string;
  /** Numbers of the lines inside of long documentation comments. */
  readonly documentation: ReadonlySet<number>;
  readonly blocks: readonly Block[];
}

/** A gap of so few lines is shown rather than told. */
const smallGap = 3;
/** A file of which so much is shown is shown whole. */
const mostly = 0.8;
const longestOutline = 2_500;
const longestHead = 30;
const longestClassHead = 20;

export function excerptOf({ path, text, blocks, units, documentationLines }: SourceFile): Excerpt {
  const lines = text.split('\n');
  const defined = units.find(unit => unit.kind !== 'statements')?.from ?? lines.length + 1;
  const head = numbers(1, Math.min(defined - 1, longestHead));
  const outline = outlineOf(blocks, lines);
  return { path, lines, chosen: new Set(), head, outline, documentation: new Set(documentationLines), blocks };
}

/** Numbers of the lines from `from` to `to` and `margin` lines on either side, as far as the file has them. */
export function linesAround({ lines }: Excerpt, { from, to }: Pick<Unit, 'from' | 'to'>, margin: number): number[] {
  return numbers(Math.max(1, from - margin), Math.min(lines.length, to + margin));
}

/** Numbers of the lines that head the innermost class around a unit, up to its first method; none when there is no class. */
export function classHeadAround({ lines, blocks }: Excerpt, { from, to }: Unit): number[] {
  const around = blocks.findLast(block => block.kind === 'class' && block.start < from && to <= block.end);
  if (!around) return [];
  const inner = blocks.find(block => block.start > around.start)?.start ?? lines.length + 1;
  return numbers(around.start, Math.min(inner - 1, around.end, around.head + longestClassHead - 1));
}

/** Chooses those of these lines that are not chosen yet, if they fit; returns the characters that this took, null when they do not fit. */
export function choose({ lines, chosen }: Excerpt, wanted: readonly number[], room: number): number | null {
  const added = wanted.filter(line => !chosen.has(line));
  const cost = lengthOf(lines, added);
  if (cost > room) return null;
  for (const line of added) chosen.add(line);
  return cost;
}

export function shown({ path, lines, chosen, outline }: Excerpt): Shown {
  const isWhole = lengthOf(lines, chosen) >= mostly * lengthOf(lines, numbers(1, lines.length));
  if (isWhole) return { path, whole: true, passages: [passage(lines, 1, lines.length)], outline: '' };
  const spans: [number, number][] = [];
  for (const line of [...chosen].sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last && line <= last[1] + smallGap) last[1] = line;
    else spans.push([line, line]);
  }
  return { path, whole: false, passages: spans.map(([from, to]) => passage(lines, from, to)), outline };
}

function lengthOf(lines: readonly string[], some: Iterable<number>): number {
  return [...some].reduce((sum, line) => sum + (lines[line - 1] ?? '').length + 1, 0);
}

function passage(lines: readonly string[], from: number, to: number): Passage {
  return { from, to, text: lines.slice(from - 1, to).join('\n') };
}

function outlineOf(blocks: readonly Block[], lines: readonly string[]): string {
  const headings = blocks.filter(block => block.indent <= 4);
  const outline = headings.map(block => lines[block.head - 1] ?? '').join('\n');
  return firstLines(outline, longestOutline);
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
}
