// A word that is missing from a long sorted table of the source would have to be between its neighbours.
import type { TableRow } from '../../languages/contract/source.ts';

/** Rows on either side of a gap that have to be in order, since a table may be sorted in parts. */
const around = 4;

/** Where words would be in these tables: the line before the gap. Words are spelled in capitals where the row above is. */
export function gapsFor(
  words: readonly string[],
  tables: readonly (readonly TableRow[])[],
): { word: string; line: number }[] {
  const lower = spelled(words, word => word.toLowerCase());
  const upper = spelled(words, word => word.toUpperCase());
  return tables.flatMap(rows =>
    rows.flatMap(({ key, line }, at) => {
      if (!isSorted(rows.slice(Math.max(0, at - around), at + around))) return [];
      const all = key === key.toUpperCase() ? upper : lower;
      const end = rows[at + 1]?.key;
      const fits = all.slice(firstAbove(key, all), end === undefined ? all.length : firstFrom(end, all));
      return fits.map(({ word }) => ({ word, line }));
    }),
  );
}

interface Spelled {
  readonly word: string;
  readonly text: string;
}

/** Sorted, since a table has thousands of rows, and each asks which of hundreds of words follow it. */
function spelled(words: readonly string[], spell: (word: string) => string): Spelled[] {
  return words
    .map(word => ({ word, text: spell(word) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
}

function firstAbove(key: string, all: readonly Spelled[]): number {
  return bisected(all, ({ text }) => text > key);
}

function firstFrom(key: string, all: readonly Spelled[]): number {
  return bisected(all, ({ text }) => text >= key);
}

/** The first index for which `holds` is true, which it stays from there on; the length when it never is. */
function bisected(all: readonly Spelled[], holds: (one: Spelled) => boolean): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = all[middle];
    if (one && holds(one)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isSorted(rows: readonly TableRow[]): boolean {
  return rows.every((row, at) => at === 0 || (rows[at - 1]?.key ?? '') <= row.key);
}
