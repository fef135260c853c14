// Why a text must not be written into the repository, whatever it does: a person has to be able to read what runs. Only what
// is new is blamed. Works on both texts, never on a printed diff: git, compilers and browsers disagree about lines and bytes.
import { confusableNames, spelled } from '../text/confusable-names.ts';
import { codePoint, hiddenCharacters, isControl } from '../text/hidden-characters.ts';
import { languageOf } from './languages.ts';

/** UTF-16 units of a new line, and by how much a longer one may grow. */
const longestLine = 400;
/** The same for a line of a new file that is longer only by what its strings say: a regression test may need a text as data. */
const longestWithStrings = 4_000;
/** Bytes of a new file. */
const largestFile = 200_000;
const mostSentences = 5;

export interface TextChange {
  readonly path: string;
  /** Null for a new file. */
  readonly before: string | null;
  readonly after: string;
}

/** Sentences without the path, at most five; empty when the text may be written. Linear in both texts. */
export function unreadable({ path, before, after }: TextChange): string[] {
  const added = linesBeyond(after, before ?? '');
  const removed = linesBeyond(before ?? '', after);
  const isNew = before === null;
  return [
    ...(isNew && Buffer.byteLength(after) > largestFile ? [`It is a new file of over ${largestFile} bytes.`] : []),
    ...carriageReturns(added, { isAllowed: before?.includes('\r\n') ?? false, last: after.split('\n').length }),
    ...tooLong(added, { removed, path, newText: isNew ? after : null }),
    ...masked(added),
    ...hiddenIn(added, removed),
    ...misleadingNames({ path, before, after }, added),
  ].slice(0, mostSentences);
}

/** Whether git, compilers and browsers disagree about the lines of this text, so that no edit in it can be judged. */
export function hasDisputedLines(text: string): boolean {
  return text.includes('\0') || /\r(?!\n)/.test(text);
}

interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Without its line feed. */
  readonly text: string;
}

/** The lines of a text that the other does not have, each as often as it has too many of them. */
function linesBeyond(text: string, other: string): Line[] {
  const known = new Map<string, number>();
  for (const line of other.split('\n')) known.set(line, (known.get(line) ?? 0) + 1);
  return text.split('\n').flatMap((line, at) => {
    const left = known.get(line) ?? 0;
    if (left === 0) return [{ number: at + 1, text: line }];
    known.set(line, left - 1);
    return [];
  });
}

/** Before a line feed only, and only where the file has such endings: to compilers and editors a lone one ends a line. */
function carriageReturns(added: readonly Line[], { isAllowed, last }: { isAllowed: boolean; last: number }): string[] {
  const wrong = added.find(({ number, text }) =>
    text.slice(0, isAllowed && number < last ? -1 : undefined).includes('\r'),
  );
  return wrong ? [`Line ${wrong.number} contains a carriage return; write it as an escape.`] : [];
}

/** One that replaces a line that was as long is not blamed. */
function tooLong(added: readonly Line[], { removed, path, newText }: TooLong): string[] {
  const long = (lines: readonly Line[]) =>
    lines.filter(({ text }) => text.length > longestLine).toSorted((a, b) => b.text.length - a.text.length);
  const before = long(removed);
  const grown = long(added).filter(({ text }, at) => text.length > (before[at]?.text.length ?? 0) + longestLine);
  const isRead = grown.length > 0 && newText !== null;
  const code = isRead ? languageOf(path)?.source.withoutStrings(newText).split('\n') : undefined;
  const wrong = grown.find(
    ({ number, text }) => text.length > longestWithStrings || (code?.[number - 1] ?? text).length > longestLine,
  );
  return wrong ? [`Line ${wrong.number} has ${wrong.text.length} characters; a new line may have ${longestLine}.`] : [];
}

interface TooLong {
  readonly removed: readonly Line[];
  readonly path: string;
  /** The whole text of a new file. */
  readonly newText: string | null;
}

/** What we showed in place of a secret, in a prompt, means nothing in the repository. */
function masked(added: readonly Line[]): string[] {
  const wrong = added.find(({ text }) => /<SECRET:\d+>/.test(text));
  return wrong ? [`Line ${wrong.number} contains a placeholder for a masked secret; leave that line as it is.`] : [];
}

/** Controls always count; of others, those that the removed lines did not have. */
function hiddenIn(added: readonly Line[], removed: readonly Line[]): string[] {
  const before = new Map<string, number>();
  for (const each of removed.flatMap(({ text }) => hiddenCharacters(text)))
    before.set(each, (before.get(each) ?? 0) + 1);
  return added.flatMap(({ number, text }) => {
    const wrong = hiddenCharacters(text).find(each => {
      const left = before.get(each) ?? 0;
      before.set(each, left - 1);
      return each !== '\r' && (isControl(each) || left <= 0);
    });
    return wrong ? [`Line ${number} contains ${codePoint(wrong)}, which no one can see; write it as an escape.`] : [];
  });
}

/** Parsed only where a line beyond ASCII came. */
function misleadingNames({ path, before, after }: TextChange, added: readonly Line[]): string[] {
  const source = languageOf(path)?.source;
  if (!source || added.every(({ text }) => /^\p{ASCII}*$/u.test(text))) return [];
  return confusableNames(source.foreignNames(before ?? ''), source.foreignNames(after)).map(
    name => `The name "${spelled(name)}" is easily taken for another; write it in ASCII.`,
  );
}
