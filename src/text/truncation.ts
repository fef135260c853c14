// Cuts long text to size, and says in one wording how much is missing: `[… 1,234 characters omitted]`.
// The notice comes on top of the limit. No cut leaves half of a character.

type Unit = 'character' | 'byte' | 'line';

export function omission(count: number, unit: Unit): string {
  return `[… ${count.toLocaleString('en-US')} ${unit}${count === 1 ? '' : 's'} omitted]`;
}

/** At most so many characters from the start. The notice has a line of its own where the text has several lines. */
export function firstCharacters(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = whole(text.slice(0, most));
  return `${kept}${text.includes('\n') ? '\n' : ' '}${omission(text.length - kept.length, 'character')}`;
}

/** As many whole lines from the start as fit into so many characters; of a longer first line, its start. */
export function firstLines(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = whole(text.slice(0, most));
  const lines = start.slice(0, Math.max(0, start.lastIndexOf('\n')));
  const kept = lines.trim() === '' ? start : lines;
  return `${kept}\n${omission(text.length - kept.length, 'character')}`;
}

/** As many whole lines from the end as fit into so many characters; of a longer last line, its end. */
export function lastLines(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = fromLineStart(whole(text.slice(text.length - most)));
  return `${omission(text.length - kept.length, 'character')}\n${kept}`;
}

/** Like `lastLines`, for a limit in bytes of UTF-8. */
export function lastLinesInBytes(text: string, most: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  let start = bytes.length - most;
  while (isWithinCharacter(bytes[start])) start++;
  const kept = fromLineStart(bytes.subarray(start).toString());
  return `${omission(bytes.length - Buffer.byteLength(kept), 'byte')}\n${kept}`;
}

/** The start and the end, in characters each, with the notice on a line between them. */
export function bothEnds(text: string, most: { start: number; end: number }): string {
  if (text.length <= most.start + most.end) return text;
  const start = whole(text.slice(0, most.start));
  const end = whole(text.slice(text.length - most.end));
  return `${start}\n${omission(text.length - start.length - end.length, 'character')}\n${end}`;
}

/** For titles and table cells, which have no room for a notice: at most so many characters, `…` included. */
export function ellipsized(text: string, most: number): string {
  return text.length <= most ? text : `${whole(text.slice(0, most - 1))}…`;
}

/** Drops the half of a surrogate pair that a cut has left at either end. */
function whole(cut: string): string {
  return cut.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}

function isWithinCharacter(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000;
}

function fromLineStart(end: string): string {
  return end.slice(end.indexOf('\n') + 1) || end;
}
