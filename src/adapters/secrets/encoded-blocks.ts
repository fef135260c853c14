// Encoded text on several lines: base64 in rows of one length, and dumps of bytes as `xxd` and `hexdump -C` print them. Lines are
// read one after the other and none twice, so it takes time linear in the text.
import type { Encoded } from './encoded.ts';

/** A runner's time and an indentation. */
const margin = String.raw`(?:\d{4}-\d\d-\d\dT[\d:.]{8,18}Z )?[ \t]{0,40}`;
const firstRow = /(?<![\w+/=-])[A-Za-z0-9+/_-]{32,1024}(?=[ \t]{0,8}\r?\n)/g;
const nextRow = new RegExp(String.raw`[ \t]{0,8}\r?\n${margin}([A-Za-z0-9+/_-]{4,1024})(={0,2})(?![\w+/=-])`, 'y');

export function encodedBlocks(text: string): Encoded[] {
  return [...base64Blocks(text), ...dumps(text)];
}

function base64Blocks(text: string): Encoded[] {
  const found: Encoded[] = [];
  let done = 0;
  for (const { 0: first, index } of text.matchAll(firstRow)) {
    if (index < done) continue;
    const rows = [first];
    let end = index + first.length;
    for (let row = rowAt(text, end); row !== null && isNext(rows, row.text); row = rowAt(text, end)) {
      rows.push(row.text);
      end = row.end;
    }
    if (rows.length > 1) found.push({ start: index, end, text: bytesOf(rows.join(''), 'base64') });
    // A shorter row may be the first of other rows, below a line that only ends like one.
    const last = rows.at(-1)?.length ?? 0;
    done = last < first.length ? end - last - 2 : end;
  }
  return found;
}

function rowAt(text: string, at: number): { text: string; end: number } | null {
  nextRow.lastIndex = at;
  const match = nextRow.exec(text);
  return match === null ? null : { text: match[1] ?? '', end: nextRow.lastIndex };
}

/** The last row may be shorter; no other is. */
function isNext(rows: readonly string[], row: string): boolean {
  const [first = ''] = rows;
  return rows.at(-1)?.length === first.length && row.length <= first.length;
}

const dumpedRow = new RegExp(
  String.raw`(?<=^|\n)${margin}[0-9A-Fa-f]{4,16}:?[ \t]{1,3}((?:(?:[0-9A-Fa-f]{2}){1,4}[ \t]{1,2}){1,32})[^\n]{0,80}(?:\n|$)`,
  'g',
);

function dumps(text: string): Encoded[] {
  const found: Encoded[] = [];
  let block = { start: 0, end: -1, digits: '' };
  const finish = () => {
    const { start, end, digits } = block;
    if (digits.length >= 32)
      found.push({ start, end: end - (text[end - 1] === '\n' ? 1 : 0), text: bytesOf(digits, 'hex') });
  };
  for (const { 0: row, 1: digits = '', index } of text.matchAll(dumpedRow)) {
    const own = digits.replace(/[ \t]/g, '');
    if (index === block.end) block = { ...block, end: index + row.length, digits: block.digits + own };
    else {
      finish();
      block = { start: index, end: index + row.length, digits: own };
    }
  }
  finish();
  return found;
}

function bytesOf(text: string, encoding: 'base64' | 'hex'): string {
  return Buffer.from(text, encoding).toString('latin1');
}
