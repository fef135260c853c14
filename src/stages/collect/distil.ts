// Condenses the log of a step to the relevant lines within a token budget. Deterministic; omissions are marked.

import type { LoggedCommand } from '../../incident/evidence.ts';
import type { LogReading } from '../../languages/contract/log-reading.ts';
import { firstCharacters, omission } from '../../text/truncation.ts';
import { isErrorLine } from './error-lines.ts';
import { masked } from './signature.ts';

export interface DigestInput {
  /** `test, step 3 "Run tests"`. */
  readonly where: string;
  readonly command: LoggedCommand | null;
  readonly annotations: readonly string[];
  readonly lines: readonly string[];
  /** Headings of the language that claims the log. */
  readonly log: Pick<LogReading, 'reportHeading' | 'summaryHeading'>;
}

/** Characters: about 4,000 tokens, divided among the shares below. */
const BUDGET = 15_000;
const SHARES = { command: 1200, annotations: 1200, tail: 4000, firstError: 4500, summary: 2200 };
const LAST_LINES = 40;
const WIDEST = 400;
/** Room for `[and 12 more like it]`. */
const MORE = 25;
/** Room for ` [… 1,234,567 characters omitted]`. */
const NOTICE = 33;

export function distil({ where, command, annotations, lines, log }: DigestInput): string {
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
  /** Number of collapsed log lines. */
  readonly count: number;
}

/** Collapses consecutive lines that differ only in times, addresses and numbers into one with a count. */
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
  /** The line with its variable parts masked; computed lazily, because it is the most expensive step. */
  key: string | null;
}

function areAlike(one: Keyed, other: Keyed): boolean {
  return mayBeAlike(one.text, other.text) && keyOf(one) === keyOf(other);
}

function keyOf(line: Keyed): string {
  line.key ??= masked(line.text).replace(/\d{1,20}/g, '#');
  return line.key;
}

/** A cheap test: at the first difference, at least one line must have a maskable part, or the masked lines differ too. */
function mayBeAlike(one: string, other: string): boolean {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  if (at === one.length && at === other.length) return true;
  const same = one.slice(0, at);
  const isWithinMasked = /\d/.test(same.slice(-12)) || /\/(?:tmp|home|__w)\//.test(same);
  return isWithinMasked || mayBeginMasked(one, at) || mayBeginMasked(other, at);
}

/** Digits, paths and hexadecimal numbers, which have at least four digits. */
function mayBeginMasked(line: string, at: number): boolean {
  const first = line[at] ?? '';
  if (/[\d/]/.test(first)) return true;
  return /[a-f]/i.test(first) && /[\da-f]{4}/i.test(line.slice(Math.max(0, at - 3), at + 4));
}

function selected(shown: readonly Shown[], budget: number, log: DigestInput['log']): string {
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
  for (const index of errorsIn(shown, error)) keep(index - 3, index + 8, { share: left });
  keep(0, shown.length, { share: left });
  return joined(kept, shown);
}

/** The last lines are truncated only if they do not all fit. */
function widthFor(lines: readonly Shown[]): number {
  const whole = lines.reduce((sum, line) => sum + rendered(line, WIDEST).length + 1, 0);
  return whole <= SHARES.tail ? WIDEST : Math.floor(SHARES.tail / LAST_LINES) - MORE;
}

function rendered(line: Shown | undefined, width: number): string {
  const text = cut(line?.text ?? '', width);
  return line && line.count > 1 ? `${text} [and ${line.count - 1} more like it]` : text;
}

/** The first report of the test runner, or three lines before the first error line. */
function firstErrorBlock(shown: readonly Shown[], heading: RegExp): number {
  const report = shown.findIndex(line => heading.test(line.text.slice(0, 200)));
  if (report !== -1) return report;
  const error = shown.findIndex(line => isErrorLine(line.text));
  return Math.max(0, error - 3);
}

/** From the first report on, then those before: a long list of results is not worth what the reports say. */
function* errorsIn(shown: readonly Shown[], report: number): Generator<number> {
  let found = 0;
  const indexes = [...shown.keys()];
  for (const index of [...indexes.slice(report), ...indexes.slice(0, report)]) {
    if (found === 200) return;
    if (!isErrorLine(shown[index]?.text ?? '')) continue;
    found++;
    yield index;
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
