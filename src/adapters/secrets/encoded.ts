// Text in base64 or hexadecimal digits: decoded, so that a secret in it is found.
import { gunzipSync } from 'node:zlib';

export interface Encoded {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const base64 = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}={0,2}/g;
const hexadecimal =
  /(?:[0-9A-Fa-f]{2}){12,16384}|[0-9A-Fa-f]{2}(?:[ :][0-9A-Fa-f]{2}){11,16384}|(?:(?:\\x|%|0x)[0-9A-Fa-f]{2}[, ]{0,2}){12,16384}/g;

export function encodedTexts(text: string): Encoded[] {
  return [...runs(text, hexadecimal, fromHex), ...runs(text, base64, fromBase64)];
}

function runs(text: string, pattern: RegExp, decoded: (run: string) => string | null): Encoded[] {
  const found: Encoded[] = [];
  for (const { 0: run, index } of text.matchAll(pattern)) {
    const inside = decoded(run);
    if (inside !== null) found.push({ start: index, end: index + run.length, text: inside });
  }
  return found;
}

/** Characters that show whether a run is text at all; most are not, and need not be decoded whole. */
const sample = 32;

/** A run may begin within a group of four, after a slash for example. */
function fromBase64(run: string): string | null {
  if (run.startsWith('H4sI')) return unzipped(Buffer.from(run, 'base64'));
  for (const skipped of [0, 1, 2, 3]) {
    const start = Buffer.from(run.slice(skipped, skipped + sample), 'base64').toString('latin1');
    if (isText(start)) return Buffer.from(run.slice(skipped), 'base64').toString('latin1');
  }
  return null;
}

/** Bytes; an archive may unpack to any size. */
const mostUnzipped = 1 << 20;

function unzipped(bytes: Buffer): string | null {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostUnzipped }).toString('latin1');
  } catch {
    return null; // It only begins like one, or holds more than anyone hides in a log.
  }
}

function fromHex(run: string): string | null {
  const digits = run.replace(/\\x|0x|[^0-9A-Fa-f]/g, '');
  const start = Buffer.from(digits.slice(0, sample), 'hex').toString('latin1');
  return isText(start) ? Buffer.from(digits, 'hex').toString('latin1') : null;
}

function isText(bytes: string): boolean {
  return /^[\t\r\n -~]+$/.test(bytes.slice(0, -1)) && bytes.length > 8;
}
