// Ways to match an edit's search with lines of a file, from strict to tolerant. Similarity is never a match.
import { reindented } from './indentation.ts';

/** What is looked for and what shall stand there, as lines. */
export interface Wanted {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

/** Adapts a replacement line to the matched lines; null when that is ambiguous. */
export type Rewrite = (line: string) => string | null;
/** Null when the window does not match. Both are equally long. */
type Fit = (search: readonly string[], window: readonly string[]) => Rewrite | null;

export interface MatchStrategy {
  readonly name: string;
  /** The edit as this strategy reads it; null when the strategy has nothing to offer. */
  readonly read: (wanted: Wanted) => Wanted | null;
  readonly fits: readonly Fit[];
}

const exact: Fit = (search, window) => (search.every((line, at) => line === window[at]) ? asWritten : null);
const blankEnds: Fit = (search, window) =>
  search.every((line, at) => line.trimEnd() === window[at]?.trimEnd()) ? asWritten : null;

/** The first strategy that matches decides, and it must match exactly once. */
export const matchStrategies: readonly MatchStrategy[] = [
  { name: 'exact', read: wanted => wanted, fits: [exact] },
  { name: 'trailing blanks ignored', read: wanted => wanted, fits: [blankEnds] },
  { name: 'indentation shifted', read: wanted => wanted, fits: [shifted] },
  { name: 'blank edge lines dropped', read: withoutBlankEdges, fits: [blankEnds, shifted] },
  { name: 'quotes and indentation folded', read: withoutBlankEdges, fits: [folded] },
  { name: 'escapes undone', read: unescaped, fits: [blankEnds, shifted, folded] },
];

function asWritten(line: string): string {
  return line;
}

/** The same bytes before every line, on one side or the other; tabs are never expanded. */
function shifted(search: readonly string[], window: readonly string[]): Rewrite | null {
  const first = search.findIndex(line => line.trim() !== '');
  const [ours, theirs] = [indentOf(search[first] ?? ''), indentOf(window[first] ?? '')];
  if (theirs.endsWith(ours)) {
    const prefix = theirs.slice(0, theirs.length - ours.length);
    const add: Rewrite = line => (line.trim() === '' ? line : prefix + line);
    return search.every((line, at) => add(line)?.trimEnd() === window[at]?.trimEnd()) ? add : null;
  }
  if (!ours.endsWith(theirs)) return null;
  const prefix = ours.slice(0, ours.length - theirs.length);
  const remove: Rewrite = line =>
    line.trim() === '' ? line : line.startsWith(prefix) ? line.slice(prefix.length) : null;
  return search.every((line, at) => remove(line)?.trimEnd() === window[at]?.trimEnd()) ? remove : null;
}

function folded(search: readonly string[], window: readonly string[]): Rewrite | null {
  if (!search.every((line, at) => plain(line).trim() === plain(window[at] ?? '').trim())) return null;
  const pairs = search.flatMap((line, at): [string, string][] =>
    line.trim() === '' ? [] : [[indentOf(line), indentOf(window[at] ?? '')]],
  );
  const indent = reindented(pairs);
  // If the model writes typographic quotes that the file does not have, its new lines have them as well.
  const isHabit = search.some((line, at) => plain(line) !== line && plain(window[at] ?? '') === window[at]);
  return indent && (line => indent(isHabit ? plain(line) : line));
}

function withoutBlankEdges(wanted: Wanted): Wanted {
  const top = blankStart(wanted.search);
  const bottom = blankStart(wanted.search.toReversed());
  const search = wanted.search.slice(top, wanted.search.length - bottom);
  const replace = wanted.replace.slice(Math.min(top, blankStart(wanted.replace)));
  const cut = Math.min(bottom, blankStart(replace.toReversed()));
  return { search, replace: replace.slice(0, replace.length - cut) };
}

/** Gemini sometimes escapes JSON twice: `\n` and `\"` arrive as two characters each. */
function unescaped(wanted: Wanted): Wanted | null {
  const search = undone(wanted.search);
  return search.join('\n') === wanted.search.join('\n')
    ? null
    : withoutBlankEdges({ search, replace: undone(wanted.replace) });
}

function undone(lines: readonly string[]): string[] {
  const meanings: Record<string, string> = { n: '\n', t: '\t', r: '', '"': '"', "'": "'", '\\': '\\', '/': '/' };
  const text = lines.join('\n').replace(/\\([ntr"'\\/])/g, (_, letter: string) => meanings[letter] ?? letter);
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function blankStart(lines: readonly string[]): number {
  const first = lines.findIndex(line => line.trim() !== '');
  return first < 0 ? lines.length : first;
}

function plain(line: string): string {
  return line
    .replace(/[\u2018\u2019\u201A\u201B]/g, "'")
    .replace(/[\u201C\u201D\u201E\u201F]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u00A0\u2007\u202F]/g, ' ');
}

function indentOf(line: string): string {
  return line.slice(0, line.length - line.trimStart().length);
}
