// The lines around hits, as ranges of the text: all that the rules have to be shown.
import { keyTrigger } from './triggers.ts';
import type { Hit } from './watcher.ts';

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Most patterns keep to one line; a header's or an assignment's value may stand some blank lines below its name. */
const linesAfter = 10;
/** A private key's rows may be wrapped in any way; the library's own pattern reaches as far as this. */
const longestKey = 24_000;

/** Whole lines, in order, apart from each other. */
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

/** Behind the line feed. */
function lineEndAfter(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed === -1 ? text.length : feed + 1;
}
