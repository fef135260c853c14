// Finds private keys in PEM form whatever stands before their lines: timestamps, indentation, a `\n` written out.
import type { Finding } from './replace.ts';

const BEGIN = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
const END = /-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
/** A 16,384-bit RSA key takes 13,000 characters; timestamps add half. */
const LONGEST = 24_000;
/** Rows that a key without its end may have. */
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

/** Null where nothing but the opening line stands: somebody talks about keys. */
function endOfKey(text: string, from: number): number | null {
  // No key holds another's beginning.
  const [window = ''] = text.slice(from, from + LONGEST).split('-----BEGIN ', 1);
  END.lastIndex = 0;
  const end = END.exec(window);
  if (end) return from + end.index + end[0].length;
  return endOfCutKey(window, from);
}

/** A key that was cut off: it goes on for as long as the lines look like base64. */
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

/** The same key printed twice is the same secret, whatever times stand beside its lines. */
function keyIn(text: string): string {
  return text
    .split('\n')
    .map(line => withoutTimestamp(line).trim())
    .join('\n');
}

function withoutTimestamp(line: string): string {
  return line.replace(/^\d{4}-\d\d-\d\dT[\d:.]{8,18}Z /, '');
}
