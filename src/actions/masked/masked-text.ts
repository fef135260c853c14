// Texts of a log, in which secrets are masked, beside the same texts as the workflow file has them.
import { literalsIn } from '../expressions/placeholders.ts';

/** Of ours and of GitHub's. */
const mask = /<SECRET:\d{1,9}>|\*{3}/;

export function isMasked(text: string): boolean {
  return mask.test(text);
}

/** As GitHub evaluates `secrets.x` in a run that has none: to nothing. */
export function withoutMasks(text: string): string {
  return text.replace(new RegExp(mask, 'g'), '');
}

export interface Restored {
  readonly text: string;
  /** A mask hides the value of an expression, which only CI knows; nothing is in its place. */
  readonly needsSecret: boolean;
}

/** Comparisons of two characters. A line of 2,000 characters takes 4 million at most, and no script has many. */
const mostWork = 4_000_000;

/**
 * The logged text with what the workflow file has where the log has masks; null when it is another text. Both have gaps: masks in
 * one, unevaluated expressions in the other. Neither is taken to span lines. Work is bounded: a larger text counts as another.
 */
export function restored(written: string, logged: string): Restored | null {
  const ours = linesOf(written);
  const theirs = linesOf(logged);
  if (ours.length !== theirs.length) return null;
  const pairs = ours.map((line, at) => ({
    written: items(literalsIn(line)),
    logged: items((theirs[at] ?? '').split(mask)),
  }));
  if (pairs.some(pair => !mayFit(pair)) || pairs.reduce((sum, pair) => sum + workOf(pair), 0) > mostWork) return null;
  const lines: Restored[] = [];
  for (const pair of pairs) {
    const line = restoredLine(pair);
    if (line === null) return null;
    lines.push(line);
  }
  return { text: lines.map(({ text }) => text).join('\n'), needsSecret: lines.some(({ needsSecret }) => needsSecret) };
}

/** The runner's log has no spaces at the end of a line. */
function linesOf(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map(line => line.trimEnd());
}

/** Characters, and `null` for each gap. */
type Items = readonly (string | null)[];

function items(literals: readonly string[]): Items {
  return literals.flatMap((literal, at) => (at === 0 ? [...literal] : [null, ...literal]));
}

interface Pair {
  readonly written: Items;
  readonly logged: Items;
}

/** Quickly, for most pairs of lines: up to the first gap, and from the last one on, they are the same. */
function mayFit({ written, logged }: Pair): boolean {
  const first = Math.min(gapOr(written, written.indexOf(null)), gapOr(logged, logged.indexOf(null)));
  const ends = [written, logged].map(one => one.length - 1 - one.lastIndexOf(null));
  const last = Math.min(...ends);
  const isExact = !written.includes(null) && !logged.includes(null);
  if (isExact && written.length !== logged.length) return false;
  const isSameStart = written.slice(0, first).every((one, at) => one === logged[at]);
  const isSameEnd = written.slice(written.length - last).every((one, at) => one === logged[logged.length - last + at]);
  return isSameStart && isSameEnd;
}

function gapOr({ length }: Items, index: number): number {
  return index === -1 ? length : index;
}

function workOf({ written, logged }: Pair): number {
  return written.includes(null) || logged.includes(null) ? written.length * logged.length : 0;
}

/** Follows the table from the start. */
function restoredLine(pair: Pair): Restored | null {
  const fits = table(pair);
  if (!fits(0, 0)) return null;
  const parts: string[] = [];
  let needsSecret = false;
  let at = 0;
  let there = 0;
  while (at < pair.written.length || there < pair.logged.length) {
    const one = pair.written[at];
    const other = pair.logged[there];
    const rest = { both: fits(at + 1, there + 1), logged: fits(at + 1, there) };
    const [isRead, isSeen] = one === null ? throughExpression(rest, other) : [true, other !== null || rest.both];
    needsSecret ||= one === null && other === null;
    if (one !== null || isSeen) parts.push(other ?? one ?? '');
    at += Number(isRead);
    there += Number(isSeen);
  }
  return { text: parts.join(''), needsSecret };
}

/** Whether to go on in the one line, and in the other: an expression ends as soon as the rest fits without it. */
function throughExpression(
  rest: { both: boolean; logged: boolean },
  other: string | null | undefined,
): [boolean, boolean] {
  if (other === null && rest.both) return [true, true];
  return rest.logged ? [true, false] : [false, true];
}

/** Whether the rest of one line fits the rest of the other, by what remains of both. A mask hides something, an expression may be empty. */
function table({ written, logged }: Pair): (at: number, there: number) => boolean {
  const width = logged.length + 1;
  const fitting = new Uint8Array((written.length + 1) * width);
  const fits = (at: number, there: number) => fitting[at * width + there] === 1;
  fitting[fitting.length - 1] = 1;
  for (let at = written.length; at >= 0; at--) {
    for (let there = logged.length; there >= 0; there--) {
      const [one, other] = [written[at], logged[there]];
      const isFit =
        (one === null && (fits(at + 1, there) || (there < logged.length && fits(at, there + 1)))) ||
        (other === null && at < written.length && (fits(at + 1, there + 1) || fits(at + 1, there))) ||
        (one !== undefined && one !== null && one === other && fits(at + 1, there + 1));
      if (isFit) fitting[at * width + there] = 1;
    }
  }
  return fits;
}
