// The lines around hits, as ranges of the text: the rules need to see nothing else.
import { keyTrigger } from './triggers.ts';
import type { Hit } from './watcher.ts';

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Most patterns match within one line; the value of a header or an assignment may follow some blank lines below its name. */
const linesAfter = 10;
/** Lines of a private key may be wrapped in any way; the library's own pattern has this length. */
const longestKey = 24_000;

/** Whole lines, in order, disjoint. */
export function rangesAround(text: string, hits: readonly Hit[]): Range[] {
  const ranges: { start: number; end: number }[] = [];
  let lineEnd = -1;
  let isKeyLine = false;
  for (const { word, at } of hits) {
    const isKey = word === keyTrigger;
    if (at < lineEnd && (isKeyLine || !isKey)) continue;
    const start = text.lastIndexOf('\n', at) + 1;
    lineEnd = lineEndAfter(text, at);
    isKeyLine = isKey;
    const end = isKey ? lineEndAfter(text, at + longestKey) : endOfLines(text, lineEnd);
    const last = ranges.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else ranges.push({ start, end });
  }
  return ranges;
}

function endOfLines(text: string, lineEnd: number): number {
  let end = lineEnd;
  for (let line = 0; line < linesAfter && end < text.length; line++) end = lineEndAfter(text, end);
  return end;
}

/** The offset after the line feed. */
function lineEndAfter(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed === -1 ? text.length : feed + 1;
}
