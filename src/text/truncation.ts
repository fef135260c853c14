// Truncates long text with a uniform notice: `[… 1,234 characters omitted]`. The notice comes on top of the limit, and no
// character is split.

type Unit = 'character' | 'byte' | 'line';

export function omission(count: number, unit: Unit): string {
  return `[… ${count.toLocaleString('en-US')} ${unit}${count === 1 ? '' : 's'} omitted]`;
}

/** At most `most` characters from the start. The notice is on a line of its own if the kept text has several lines. */
export function firstCharacters(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = whole(text.slice(0, most));
  return `${kept}${text.includes('\n') ? '\n' : ' '}${omission(text.length - kept.length, 'character')}`;
}

/** Complete lines from the start, at most `most` characters; part of the first line if it alone is longer. */
export function firstLines(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = whole(text.slice(0, most));
  const lines = start.slice(0, Math.max(0, start.lastIndexOf('\n')));
  const kept = lines.trim() === '' ? start : lines;
  return `${kept}\n${omission(text.length - kept.length, 'character')}`;
}

/** Complete lines from the end, at most `most` characters; the end of the last line if it alone is longer. */
export function lastLines(text: string, most: number): string {
  const { omitted, rest } = earlierCut(text);
  if (rest.length <= most) return text;
  const kept = fromLineStart(whole(rest.slice(rest.length - most)));
  return `${omission(omitted + rest.length - kept.length, 'character')}\n${kept}`;
}

/** Like `lastLines`, with a limit in bytes of UTF-8. */
export function lastLinesInBytes(text: string, most: number): string {
  const { omitted, rest } = earlierCut(text);
  const bytes = Buffer.from(rest);
  if (bytes.length <= most) return text;
  let start = bytes.length - most;
  while (isWithinCharacter(bytes[start])) start++;
  const kept = fromLineStart(bytes.subarray(start).toString());
  return `${omission(omitted + bytes.length - Buffer.byteLength(kept), 'byte')}\n${kept}`;
}

/** The start and the end, in characters, with the notice on a line between them. */
export function bothEnds(text: string, most: { start: number; end: number }): string {
  if (text.length <= most.start + most.end) return text;
  const start = whole(text.slice(0, most.start));
  const end = whole(text.slice(text.length - most.end));
  return `${start}\n${omission(text.length - start.length - end.length, 'character')}\n${end}`;
}

/** For titles and table cells, which have no room for a notice: at most `most` characters, including `…`. */
export function ellipsized(text: string, most: number): string {
  return text.length <= most ? text : `${whole(text.slice(0, most - 1))}…`;
}

/** The notice of an earlier cut is no part of the text, and the new one counts what that took: a text never shows two. */
function earlierCut(text: string): { omitted: number; rest: string } {
  const [notice = '', count = '0'] = /^\[… ([\d,]{1,15}) (?:character|byte)s? omitted\]\n/.exec(text) ?? [];
  return { omitted: Number(count.replaceAll(',', '')), rest: text.slice(notice.length) };
}

/** Drops half a surrogate pair at either end of a cut. */
function whole(cut: string): string {
  return cut.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}

function isWithinCharacter(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000;
}

function fromLineStart(end: string): string {
  return end.slice(end.indexOf('\n') + 1) || end;
}
