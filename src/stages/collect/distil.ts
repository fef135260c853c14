// Cuts a step's log down to what matters for a reader with little room: the same every time, and it says what is missing.

import type { LoggedCommand } from '../../incident/evidence.ts';
import type { LogReading } from '../../languages/contract/log-reading.ts';
import { firstCharacters, omission } from '../../text/truncation.ts';
import { isErrorLine } from './error-lines.ts';
import { masked } from './signature.ts';

export interface Distillate {
  /** `test, step 3 "Run tests"`. */
  readonly where: string;
  readonly command: LoggedCommand | null;
  readonly annotations: readonly string[];
  readonly lines: readonly string[];
  /** Of the language that claims the log. */
  readonly log: Pick<LogReading, 'reportHeading' | 'summaryHeading'>;
}

/** About 4,000 tokens at four characters each, shared out below. */
const BUDGET = 15_000;
const SHARES = { command: 1200, annotations: 1200, tail: 4000, firstError: 4500, summary: 2200 };
const LAST_LINES = 40;
const WIDEST = 400;
/** Room for `[and 12 more like it]`. */
const MORE = 25;
/** Room for ` [… 1,234,567 characters omitted]`. */
const NOTICE = 33;

export function distil({ where, command, annotations, lines, log }: Distillate): string {
  const head = [`Failed: ${where}`, ...commandText(command), ...annotationText(annotations)].join('\n');
  const shown = collapsed(lines);
  return [head, lines.length > 0 ? `Log:\n${selected(shown, BUDGET - head.length, log)}` : 'There is no log.'].join(
    '\n',
  );
}

function commandText(command: LoggedCommand | null): string[] {
  if (!command) return [];
  const end = command.exitCode === null ? '' : ` (exit code ${command.exitCode})`;
  return [`Command${end}: ${cut(command.script, SHARES.command)}`];
}

function annotationText(annotations: readonly string[]): string[] {
  if (annotations.length === 0) return [];
  return ['Annotations:', cut(annotations.map(text => `  ${cut(text, 300)}`).join('\n'), SHARES.annotations)];
}

interface Shown {
  readonly text: string;
  /** How many lines of the log this one stands for. */
  readonly count: number;
}

/** Lines that differ only in times, addresses and figures are told once, with their number. */
function collapsed(lines: readonly string[]): Shown[] {
  const shown: Shown[] = [];
  let before: Keyed | null = null;
  for (const line of lines) {
    const next: Keyed = { text: line.trimEnd(), key: null };
    const last = shown.at(-1);
    if (last && before && areAlike(before, next) && !isErrorLine(next.text))
      shown[shown.length - 1] = { text: last.text, count: last.count + 1 };
    else shown.push({ text: next.text, count: 1 });
    before = next;
  }
  return shown;
}

interface Keyed {
  readonly text: string;
  /** The line without what changes; made when it is needed, since that takes longer than all else that is done with a line. */
  key: string | null;
}

function areAlike(one: Keyed, other: Keyed): boolean {
  return mayBeAlike(one.text, other.text) && keyOf(one) === keyOf(other);
}

function keyOf(line: Keyed): string {
  line.key ??= masked(line.text).replace(/\d{1,20}/g, '#');
  return line.key;
}

/** Where two lines part, one of them has to hold something that is masked, or follow upon a digit: else they stay different. */
function mayBeAlike(one: string, other: string): boolean {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  if (at === one.length && at === other.length) return true;
  const same = one.slice(0, at);
  const isWithinMasked = /\d/.test(same.slice(-12)) || /\/(?:tmp|home|__w)\//.test(same);
  return isWithinMasked || mayBeginMasked(one, at) || mayBeginMasked(other, at);
}

/** Digits, paths, and hexadecimal figures: of these none is shorter than four letters. */
function mayBeginMasked(line: string, at: number): boolean {
  const first = line[at] ?? '';
  if (/[\d/]/.test(first)) return true;
  return /[a-f]/i.test(first) && /[\da-f]{4}/i.test(line.slice(Math.max(0, at - 3), at + 4));
}

function selected(shown: readonly Shown[], budget: number, log: Distillate['log']): string {
  const kept = new Map<number, string>();
  let left = budget;
  const keep = (from: number, to: number, { share, width = WIDEST }: { share: number; width?: number }) => {
    let room = Math.min(share, left);
    for (let index = Math.max(0, from); index < Math.min(to, shown.length); index++) {
      if (kept.has(index)) continue;
      const text = rendered(shown[index], width);
      if (text.length + 1 > room) return;
      kept.set(index, text);
      room -= text.length + 1;
      left -= text.length + 1;
    }
  };
  const tail = shown.length - LAST_LINES;
  keep(tail, shown.length, { share: SHARES.tail, width: widthFor(shown.slice(-LAST_LINES)) });
  const error = firstErrorBlock(shown, log.reportHeading);
  keep(error, error + 150, { share: SHARES.firstError });
  const summary = shown.findIndex(line => log.summaryHeading.test(line.text.slice(0, 200)));
  if (summary !== -1) keep(summary, shown.length, { share: SHARES.summary });
  for (const index of errorsIn(shown)) keep(index - 3, index + 8, { share: left });
  keep(0, shown.length, { share: left });
  return joined(kept, shown);
}

/** The last lines are cut only as far as it takes for all of them to be there. */
function widthFor(lines: readonly Shown[]): number {
  const whole = lines.reduce((sum, line) => sum + rendered(line, WIDEST).length + 1, 0);
  return whole <= SHARES.tail ? WIDEST : Math.floor(SHARES.tail / LAST_LINES) - MORE;
}

function rendered(line: Shown | undefined, width: number): string {
  const text = cut(line?.text ?? '', width);
  return line && line.count > 1 ? `${text} [and ${line.count - 1} more like it]` : text;
}

/** The runner's first report, or three lines before the first line that speaks of an error. */
function firstErrorBlock(shown: readonly Shown[], heading: RegExp): number {
  const report = shown.findIndex(line => heading.test(line.text.slice(0, 200)));
  if (report !== -1) return report;
  const error = shown.findIndex(line => isErrorLine(line.text));
  return Math.max(0, error - 3);
}

function* errorsIn(shown: readonly Shown[]): Generator<number> {
  let found = 0;
  for (const [index, line] of shown.entries()) {
    if (found < 200 && isErrorLine(line.text)) {
      found++;
      yield index;
    }
  }
}

function joined(kept: ReadonlyMap<number, string>, shown: readonly Shown[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const index of [...kept.keys()].toSorted((a, b) => a - b)) {
    if (index > done) parts.push(gap(shown.slice(done, index)));
    parts.push(kept.get(index) ?? '');
    done = index + 1;
  }
  if (done < shown.length) parts.push(gap(shown.slice(done)));
  return parts.join('\n');
}

function gap(lines: readonly Shown[]): string {
  const count = lines.reduce((sum, line) => sum + line.count, 0);
  return omission(count, 'line');
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : firstCharacters(text, width - NOTICE);
}
