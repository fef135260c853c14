// Finds the lines that a failed search most resembles: only for a "did you mean" hint, never to edit.

/** The minimum similarity for a hint. */
const alike = 0.6;
/** Line comparisons that a hint is worth: a tenth of a second. */
const mostComparisons = 100_000;

/** The most similar passage and the line it starts on, counted from 1; null when nothing is alike. */
export function didYouMean(search: readonly string[], lines: readonly string[]): { line: number; text: string } | null {
  if (search.length * lines.length > mostComparisons) return null;
  const wanted = search.map(pairsOf);
  const given = lines.map(pairsOf);
  let best = { at: -1, score: alike };
  for (let at = 0; at + wanted.length <= given.length; at++) {
    const score = wanted.reduce((sum, one, index) => sum + similarity(one, given[at + index]), 0) / wanted.length;
    if (score > best.score || (best.at < 0 && score === alike)) best = { at, score };
  }
  return best.at < 0 ? null : { line: best.at + 1, text: lines.slice(best.at, best.at + search.length).join('\n') };
}

type Pairs = ReadonlyMap<string, number>;

/** Dice's coefficient over neighbouring characters: 1 for equal lines, 0 for lines with nothing in common. */
function similarity(one: Pairs, other: Pairs = new Map()): number {
  const total = sizeOf(one) + sizeOf(other);
  if (total === 0) return 1;
  let shared = 0;
  for (const [pair, count] of one) shared += Math.min(count, other.get(pair) ?? 0);
  return (2 * shared) / total;
}

function pairsOf(line: string): Pairs {
  const text = line.trim();
  const pairs = new Map<string, number>();
  for (let at = 0; at < Math.max(text.length - 1, Math.min(text.length, 1)); at++) {
    const pair = text.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

function sizeOf(pairs: Pairs): number {
  return [...pairs.values()].reduce((sum, count) => sum + count, 0);
}
