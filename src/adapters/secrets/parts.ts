// Reads a long text in parts, so that what is remembered of it meanwhile does not grow with it.
import type { Finding } from './replace.ts';

/** Characters of a part, and of what is read before and after it: no secret is longer. */
const size = 1 << 19;
const margin = 1 << 15;

/** What `find` finds in the text. Each part is read with its surroundings, and has what begins in it. */
export function findInParts(text: string, find: (part: string) => readonly Finding[]): readonly Finding[] {
  if (text.length <= size + margin) return find(text);
  const findings: Finding[] = [];
  for (let start = 0; start < text.length; ) {
    const end = lineBreakNear(text, start + size);
    const from = start === 0 ? 0 : lineBreakNear(text, start - margin);
    for (const found of find(text.slice(from, lineBreakNear(text, end + margin)))) {
      const [at, to] = [from + found.start, from + found.end];
      if (at >= start && at < end) findings.push({ start: at, end: to, value: found.value });
    }
    start = end;
  }
  return findings;
}

/** The start of the line; of a long line, the place itself. */
function lineBreakNear(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const start = at - margin / 2;
  const feed = text.slice(start, at).lastIndexOf('\n');
  return feed === -1 ? at : start + feed + 1;
}
