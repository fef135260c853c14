// Chooses the passages of the best suspects that fit into a budget, and outlines what is left out of their files.

import type { Block, Unit } from '../languages/contract/source.ts';
import { firstLines } from '../text/truncation.ts';
import type { Suspect } from './ranking.ts';
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

/** Lines around a unit, so that an edit beside it finds something to hold on to. */
const margin = 3;
/** A gap of so few lines is shown rather than told. */
const smallGap = 3;
/** A file of which so much is shown is shown whole. */
const mostly = 0.8;
const longestOutline = 2_500;
const longestHead = 30;
/** Suspects after these are shown without the body of their long docstrings. */
const shownInFull = 8;

/** Best first as long as they fit; files in the order of their best suspect. `characters` bounds passages and outlines. */
export function shownWithin(characters: number, suspects: readonly Suspect[], files: readonly SourceFile[]): Shown[] {
  // Made once for each file, also for one of which nothing fits: a large file has thousands of units.
  const excerpts = new Map(files.map(file => [file.path, excerptOf(file)]));
  const begun = new Set<Excerpt>();
  let room = characters;
  for (const [rank, { path, unit }] of suspects.entries()) {
    const excerpt = excerpts.get(path);
    if (!excerpt) continue;
    const added = linesToAdd(excerpt, unit).filter(line => rank < shownInFull || !excerpt.documentation.has(line));
    const cost = lengthOf(excerpt.lines, added) + (begun.has(excerpt) ? 0 : excerpt.outline.length);
    if (cost > room) continue;
    room -= cost;
    for (const line of added) excerpt.chosen.add(line);
    begun.add(excerpt);
  }
  return [...begun].map(shown);
}

interface Excerpt {
  readonly path: string;
  readonly lines: readonly string[];
  /** Numbers of the lines to show. */
  readonly chosen: Set<number>;
  /** Numbers of the lines that head the file: imports, mostly. */
  readonly head: readonly number[];
  readonly outline: string;
  /** Numbers of the lines inside of long documentation comments. */
  readonly documentation: ReadonlySet<number>;
}

function excerptOf({ path, text, blocks, units, documentationLines }: SourceFile): Excerpt {
  const lines = text.split('\n');
  const defined = units.find(unit => unit.kind !== 'statements')?.from ?? lines.length + 1;
  const head = numbers(1, Math.min(defined - 1, longestHead));
  const outline = outlineOf(blocks, lines);
  return { path, lines, chosen: new Set(), head, outline, documentation: new Set(documentationLines) };
}

function linesToAdd({ lines, chosen, head }: Excerpt, { from, to }: Unit): number[] {
  const around = numbers(Math.max(1, from - margin), Math.min(lines.length, to + margin));
  return [...new Set([...(chosen.size === 0 ? head : []), ...around])].filter(line => !chosen.has(line));
}

function lengthOf(lines: readonly string[], some: Iterable<number>): number {
  return [...some].reduce((sum, line) => sum + (lines[line - 1] ?? '').length + 1, 0);
}

function shown({ path, lines, chosen, outline }: Excerpt): Shown {
  const all = numbers(1, lines.length);
  const isWhole = lengthOf(lines, chosen) >= mostly * lengthOf(lines, all);
  if (isWhole) return { path, whole: true, passages: [passage(lines, 1, lines.length)], outline: '' };
  const spans: [number, number][] = [];
  for (const line of [...chosen].sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last && line <= last[1] + smallGap) last[1] = line;
    else spans.push([line, line]);
  }
  return { path, whole: false, passages: spans.map(([from, to]) => passage(lines, from, to)), outline };
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
