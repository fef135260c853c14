// A text as someone else would read it (without escape sequences, with its escapes decoded, …), and where each of its characters
// comes from: what is found in it is masked in the text itself.

export interface View {
  readonly text: string;
  /** The range of the original from which a range of the view comes. */
  origin(start: number, end: number): readonly [number, number];
}

/** The text itself. */
export function plainView(text: string): View {
  return { text, origin: (start, end) => [start, end] };
}

/** Replaces what the pattern (with the flag `g`) matches; an empty text removes it. Null when nothing matches. */
export function replacedView(
  base: View,
  pattern: RegExp,
  replacement: (match: RegExpExecArray) => string,
): View | null {
  const parts: string[] = [];
  const pieces: Pieces = { from: [], start: [], end: [], isLiteral: [] };
  let length = 0;
  let done = 0;
  const add = (text: string, [start, end]: readonly [number, number], isLiteral: boolean) => {
    if (text === '') return;
    parts.push(text);
    pieces.from.push(length);
    pieces.start.push(start);
    pieces.end.push(end);
    pieces.isLiteral.push(isLiteral);
    length += text.length;
  };
  for (const match of base.text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    const text = replacement(match);
    if (text === match[0]) continue;
    add(base.text.slice(done, match.index), [done, match.index], true);
    add(text, [match.index, end], false);
    done = end;
  }
  if (done === 0) return null;
  add(base.text.slice(done), [done, base.text.length], true);
  return { text: parts.join(''), origin: (start, end) => base.origin(...originIn(pieces, start, end)) };
}

/** Columns instead of objects: a text of 16 MB may have millions of pieces. */
interface Pieces {
  readonly from: number[];
  readonly start: number[];
  readonly end: number[];
  readonly isLiteral: boolean[];
}

function originIn(pieces: Pieces, start: number, end: number): [number, number] {
  const first = pieceAt(pieces, start);
  const last = pieceAt(pieces, end - 1);
  const at = (column: readonly number[], index: number) => column[index] ?? 0;
  const from = at(pieces.start, first) + (pieces.isLiteral[first] ? start - at(pieces.from, first) : 0);
  const to = pieces.isLiteral[last] ? at(pieces.start, last) + end - at(pieces.from, last) : at(pieces.end, last);
  return [from, to];
}

/** The last piece that starts at or before this offset of the view. */
function pieceAt({ from }: Pieces, offset: number): number {
  let low = 0;
  let high = from.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((from[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
