// The ways in which a text may be read besides as it is: what a terminal, a parser or a person makes of it.
import { plainView, replacedView, type View } from './view.ts';

/** Escape sequences of terminals, by ECMA-48: CSI, OSC up to its end, and two-character ones. */
const sequence = String.raw`(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]|\u001b\][^\u0007\u001b\n]{0,2048}(?:\u0007|\u001b\\)|\u001b[ -/]{0,4}[0-~]`;
/** Control characters but tab and line feed; soft hyphens, zero-width and direction marks, variation selectors, tags. */
const invisible = String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|\udb40[\udc00-\udfff]`;
const junk = new RegExp(`${sequence}|\\r\\n|${invisible}`, 'g');
const backspace = '\b';
const overprinted = new RegExp(`[^\n${backspace}]${backspace}`, 'g');

/** Without what a terminal does not show: once with spaces in its place, once with nothing. */
export function shownReadings(text: string): View[] {
  const base = plainView(text);
  const spaced = replacedView(base, junk, ([found]) => (found === '\r\n' ? found : ' '));
  return spaced === null ? [base] : [spaced, withoutJunk(text)];
}

/** As shown, with what a backspace or a lone carriage return takes back gone. */
export function withoutJunk(text: string): View {
  const base = plainView(text);
  const struck = replacedView(base, overprinted, () => '') ?? base;
  return replacedView(struck, junk, ([found]) => (found === '\r\n' ? found : '')) ?? struck;
}

const escapes =
  /%[2-7][0-9A-Fa-f]|\\u00[2-7][0-9A-Fa-f]|\\u\{0{0,4}[2-7][0-9A-Fa-f]\}|\\x[2-7][0-9A-Fa-f]|\\[01][0-7]{2}|\\[nrt]|\\["'/\\_*`.$-]|&#(?:\d{2,3}|x[2-7][0-9A-Fa-f]);|&(?:amp|quot|apos|lt|gt);|[\uff01-\uff5e]/g;
/** Of mail (RFC 2045): only where it shows by its own sign, since `container=53f0…` is none. */
const quotedPrintable = new RegExp(`${escapes.source}|=[2-7][0-9A-F]|=\\r?\\n`, 'g');

/** With the escapes of URLs, JSON, shells, HTML, mail and Markdown read, and full-width characters as plain ones. */
export function unescaped(base: View): View | null {
  const isMail = /=3D|[\w=]=\r?\n/.test(base.text);
  return replacedView(base, isMail ? quotedPrintable : escapes, ([found]) => characterOf(found));
}

const entities: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };

function characterOf(found: string): string {
  const code = found.codePointAt(0) ?? 0;
  if (code >= 0xff01) return String.fromCharCode(code - 0xfee0);
  if (/^=\r?\n$/.test(found)) return '';
  if (/^\\[nrt]$/.test(found)) return found === '\\t' ? '\t' : '\n';
  if (/^\\[01]/.test(found)) return String.fromCharCode(Number.parseInt(found.slice(1), 8));
  if (/^&#\d/.test(found)) return String.fromCharCode(Number.parseInt(found.slice(2), 10));
  const entity = entities[found.replace(/[&;]/g, '')];
  if (found.startsWith('&') && entity) return entity;
  const hex = /[2-7][0-9A-Fa-f](?=\}?;?$)/.exec(found)?.[0];
  return hex && !/^\\[^ux]/.test(found) ? String.fromCharCode(Number.parseInt(hex, 16)) : found.slice(1);
}

/** String literals that a program puts together: `"abc" + "def"`, `'a', 'b'`, `"abc"\n"def"`. */
const seams = /(["'`])\s{0,40}\\?\s{0,40}[+.&]?\s{0,40}[fbru]?\1|(?<=["'][^"'\s])["'],\s{0,4}["'](?=[^"'\s]["'])/g;

export function withJoinedLiterals(base: View): View | null {
  return replacedView(base, seams, () => '');
}

/** The break of a line, with what begins the next: a runner's time, a margin, a diff's sign, a comment's. */
const wrap =
  /(?<=[\w+/=.~-])(?:[ \t]{0,8}[|\u2502\u2551])?[ \t]{0,200}\\?\r?\n(?:\d{4}-\d\d-\d\dT[\d:.]{8,18}Z )?(?:[ \t]{0,40}(?:[|\u2502\u2551>#*+-]|E {2}|\/\/)(?=[ \t]))?[ \t]{0,40}(?=[\w+/=.~-])/g;

/** With lines put together that may be one. */
export function unwrapped(base: View): View | null {
  return replacedView(base, wrap, () => '');
}

/** The same in a diff, whose sign is also one of base64: only where both lines have it. */
const diffWrap = /(?<=[\w+/=.~-])\r?\n\+(?=[\w+/=.~-])/g;

export function undiffed(base: View): View | null {
  const { text } = base;
  return replacedView(base, diffWrap, ({ 0: found, index }) =>
    text[text.lastIndexOf('\n', index - 1) + 1] === '+' ? '' : found,
  );
}
