// Finds private keys in PEM format, whatever precedes their lines: timestamps, indentation, an escaped `\n`.
import type { Finding } from './replace.ts';

const BEGIN = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
const END = /-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
/** A 16,384-bit RSA key takes 13,000 characters; timestamps add half. */
const LONGEST = 24_000;
/** Most lines of a key without an END line. */
const ROWS = 300;

export function privateKeyFindings(text: string): Finding[] {
  const findings: Finding[] = [];
  let done = 0;
  for (const match of text.matchAll(BEGIN)) {
    if (match.index < done) continue;
    const end = endOfKey(text, match.index + match[0].length);
    if (end === null) continue;
    findings.push({ start: match.index, end, value: keyIn(text.slice(match.index, end)) });
    done = end;
  }
  return findings;
}

/** Null if only the BEGIN line is there: a mention of keys, not a key. */
function endOfKey(text: string, from: number): number | null {
  // A key never contains another BEGIN line.
  const [window = ''] = text.slice(from, from + LONGEST).split('-----BEGIN ', 1);
  END.lastIndex = 0;
  const end = END.exec(window);
  // Code that reads keys names both lines, with nothing like a key between them.
  if (end && !/[A-Za-z0-9+/]{20}/.test(window.slice(0, end.index))) return null;
  if (end) return from + end.index + end[0].length;
  return endOfCutKey(window, from);
}

/** A truncated key extends as long as the lines look like base64. */
function endOfCutKey(window: string, from: number): number | null {
  let end = 0;
  let start = 0;
  for (let row = 0; row < ROWS && start < window.length; row++) {
    const newline = window.indexOf('\n', start);
    const lineEnd = newline === -1 ? window.length : newline;
    const line = withoutTimestamp(window.slice(start, lineEnd)).replace(/^(?:\\n|\s)+/, '');
    if (start > 0 && !/^[\w+/=\\:, -]{16,}$/.test(line)) break;
    if (/^[A-Za-z0-9+/=\\]{32,}/.test(line)) end = lineEnd;
    start = lineEnd + 1;
  }
  return end === 0 ? null : from + end;
}

/** The same key printed twice is the same secret, whatever the timestamps on its lines. */
function keyIn(text: string): string {
  return text
    .split('\n')
    .map(line => withoutTimestamp(line).trim())
    .join('\n');
}

function withoutTimestamp(line: string): string {
  return line.replace(/^\d{4}-\d\d-\d\dT[\d:.]{8,18}Z /, '');
}
