// Finds the one place in a file that an edit means.
import { ellipsized } from '../../../text/truncation.ts';
import type { Document, Replacement } from './document.ts';
import { type Edit, linesOf, nonsense } from './edits.ts';
import { type MatchStrategy, matchStrategies, type Rewrite, type Wanted } from './match-strategies.ts';
import { didYouMean } from './similarity.ts';

/** `strategy` is the index of the one that matched; `reason` is a sentence without its full stop. */
export type Place = { kind: 'place'; replacement: Replacement; strategy: number } | { kind: 'wrong'; reason: string };

/** The first strategy with a match decides. */
export function placeOf(edit: Edit, document: Document): Place {
  const wrong = nonsense(edit);
  if (wrong) return { kind: 'wrong', reason: wrong };
  const wanted: Wanted = { search: linesOf(edit.search), replace: linesOf(edit.replace) };
  if (wanted.search.length === 0) {
    return {
      kind: 'wrong',
      reason: 'its search is empty, but the file exists; repeat the line that the new ones go next to',
    };
  }
  const lines = document.lines.map(line => line.text);
  for (const [index, strategy] of matchStrategies.entries()) {
    const matches = matchesOf(strategy, wanted, lines);
    if (matches.length > 0) return chosen(matches, edit, index);
  }
  return { kind: 'wrong', reason: notFound(wanted, lines) };
}

interface Match {
  readonly start: number;
  readonly length: number;
  readonly replacement: Replacement;
}

function matchesOf(strategy: MatchStrategy, wanted: Wanted, lines: readonly string[]): Match[] {
  const read = strategy.read(wanted);
  if (!read || read.search.length === 0) return [];
  const { length } = read.search;
  const starts = Array.from({ length: Math.max(0, lines.length - length + 1) }, (_, at) => at);
  return starts.flatMap(start => {
    const window = lines.slice(start, start + length);
    const replacements = strategy.fits.flatMap(matches => {
      const rewrite = matches(read.search, window);
      return (rewrite && replacementAt(start, read, rewrite)) ?? [];
    });
    return replacements[0] ? [{ start, length, replacement: replacements[0] }] : [];
  });
}

/** Lines that search and replacement share at their edges are anchors: the file's own stay, byte for byte. */
function replacementAt(start: number, { search, replace }: Wanted, rewrite: Rewrite): Replacement | null {
  const shortest = Math.min(search.length, replace.length);
  let top = 0;
  while (top < shortest && search[top] === replace[top]) top++;
  let bottom = 0;
  while (bottom < shortest - top && search.at(-1 - bottom) === replace.at(-1 - bottom)) bottom++;
  const texts = replace.slice(top, replace.length - bottom).map(rewrite);
  if (!texts.every(text => text !== null)) return null;
  return { start: start + top, end: start + search.length - bottom, texts };
}

function chosen(matches: readonly Match[], edit: Edit, strategy: number): Place {
  const { line } = edit;
  const hinted = line === null ? [] : matches.filter(({ start, length }) => start < line && line <= start + length);
  const only = matches.length === 1 ? matches[0] : hinted.length === 1 ? hinted[0] : undefined;
  if (only) return { kind: 'place', replacement: only.replacement, strategy };
  const at = matches.slice(0, 10).map(match => match.start + 1);
  return {
    kind: 'wrong',
    reason: `its search fits at ${matches.length} places (lines ${at.join(', ')}); take in more lines around it`,
  };
}

function notFound({ search }: Wanted, lines: readonly string[]): string {
  const meant = didYouMean(search, lines);
  const first = search.find(line => line.trim() !== '') ?? '';
  const words = `its search does not occur in the file (it begins "${ellipsized(first.trim(), 80)}")`;
  return meant ? `${words}; did you mean the lines from line ${meant.line}?\n${meant.text}\n` : words;
}
