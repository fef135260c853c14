// Signs that a change serves the failing test's own values alone: its expected value written into the code.
import type { DiffLine, DiffLines } from '../../../../text/diff.ts';
import { literal, literalsIn, withoutWords } from '../../source/literals.ts';
import type { TestValues } from './test-values.ts';

/** What is written into the code stays a guess of the reader's, so each sign needs two things that honest repairs rarely have together. */
export function madeToMeasure(
  { added, removed }: DiffLines,
  texts: ReadonlyMap<string, string>,
  values: TestValues,
): string[] {
  const fresh = added.filter(line => !removed.some(other => other.text.trim() === line.text.trim()));
  const code = new Map([...texts].map(([path, text]) => [path, withoutWords(text).split(/\r?\n/)]));
  return fresh.flatMap(({ path, number }) => {
    const file = code.get(path) ?? [];
    const line = { path, number, text: file[number - 1] ?? '' };
    const isFresh = (at: number) => fresh.some(other => other.path === path && other.number === at);
    const around = { file, isFresh, values };
    const sentence = branchFor(line, around) ?? valueFor(line, around, removed) ?? pairFor(line, around);
    return sentence ? [`${path}:${number} ${sentence}`] : [];
  });
}

interface Surroundings {
  /** Lines of the new text. */
  readonly file: readonly string[];
  readonly isFresh: (number: number) => boolean;
  readonly values: TestValues;
}

const condition = /^\s*(?:if|elif|while|case)\b(.*?):\s*(?:#.*)?(.*)$/;
const comparing = /==|!=|<|>|\bin\b|\bis\b|^\s*[-\d"']/;

/** `if x == 3: return 7`, where the test puts in 3 and expects 7; or any new branch on numbers that ends in the expected number. */
function branchFor({ text, number }: DiffLine, { file, isFresh, values }: Surroundings): string | null {
  const inline = /\b(?:return|yield|=)\s*(.+?)\s+if\s+(.+?)\s+else\b/.exec(text);
  const [, test = '', rest = ''] = condition.exec(text) ?? [];
  const asked = inline?.[2] ?? test;
  const results = inline ? [literal(inline[1] ?? '')] : [resultOf(rest), ...body(file, number).map(resultOf)];
  const expected = results.find(result => result !== null && values.expected.has(result));
  if (!expected || !comparing.test(asked) || /\blen\s*\(/.test(asked)) return null;
  const compared = literalsIn(asked);
  const isForIts = compared.some(value => values.given.has(value)) || (compared.length > 0 && isNumber(expected));
  return isForIts && !isCustom(file, { number, isFresh })
    ? `answers the failing test's own case with ${expected}.`
    : null;
}

/** A value that was computed before is now the expected one, written out; perhaps by way of a name. */
function valueFor(
  { path, number, text }: DiffLine,
  around: Surroundings,
  removed: DiffLines['removed'],
): string | null {
  const [, verb, target = '', result = ''] = /^\s*(return|yield|(\w+)\s*=)\s*([^=].*)$/.exec(text) ?? [];
  const value = literal(result);
  if (!verb || value === null || !around.values.expected.has(value)) return null;
  const returned = new RegExp(`^\\s*return\\s+${target}\\s*$`);
  const isReturned = around.file.some((line, at) => around.isFresh(at + 1) && returned.test(line));
  const starts = [
    ...(target ? [new RegExp(`^\\s*${target}\\s*=(?!=)`)] : []),
    ...(!target || isReturned ? [/^\s*(?:return|yield)\b/] : []),
  ];
  const isComputed = (line: string) =>
    starts.some(start => start.test(line) && literal(line.replace(start, '')) === null);
  const before = removed.some(
    line => line.path === path && Math.abs(line.number - number) < 40 && isComputed(line.text),
  );
  return before
    ? `writes the value that the failing test expects (${value}) in the place of one that was computed.`
    : null;
}

/** `{3: 7}`, unless it joins a table that was there. */
function pairFor({ text, number }: DiffLine, { file, isFresh, values }: Surroundings): string | null {
  const pairs = [...text.matchAll(/([-\w."']+)\s*:\s*([-\w."']+)\s*(?=[,}])/g)];
  const pair = pairs.find(
    ([, key = '', value = '']) => values.given.has(literal(key) ?? '') && values.expected.has(literal(value) ?? ''),
  );
  const joins = [number - 1, number + 1].some(
    near => !isFresh(near) && /^\s*[^\s:]+\s*:\s*\S.*,\s*$|^\s*\w+\s*=\s*\{\s*$/.test(file[near - 1] ?? ''),
  );
  return pair && !joins ? `answers the failing test's own case with ${pair[2]}.` : null;
}

/** Lines below a head that are indented deeper. */
function body(file: readonly string[], number: number): string[] {
  const depth = indentOf(file[number - 1] ?? '');
  const below = file.slice(number, number + 6);
  const end = below.findIndex(line => line.trim() !== '' && indentOf(line) <= depth);
  return end < 0 ? below : below.slice(0, end);
}

function resultOf(line: string): string | null {
  return literal(/^\s*(?:return|yield|\w[\w.]*\s*=(?!=))\s*(.+)$/.exec(line)?.[1] ?? '');
}

/** Code that maps values to values in this way already: one more is data, as in `if code == "de": return "German"`. */
function isCustom(
  file: readonly string[],
  { number, isFresh }: { number: number; isFresh: (number: number) => boolean },
): boolean {
  const near = Array.from({ length: 24 }, (_, at) => number - 12 + at).filter(at => at > 0 && !isFresh(at));
  return near.some(at => {
    const [, test = '', rest = ''] = condition.exec(file[at - 1] ?? '') ?? [];
    const result = resultOf(rest) ?? (isFresh(at + 1) ? null : resultOf(file[at] ?? ''));
    return literalsIn(test).length > 0 && result !== null && result !== 'None';
  });
}

function isNumber(value: string): boolean {
  return /^-?\d/.test(value);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
