// Turns GitHub's raw log text into plain lines of bounded size, without timestamps, colours, progress bars and control bytes.

import stripAnsi from 'strip-ansi';
import { bothEnds, firstCharacters } from '../text/truncation.ts';

export interface LogLine {
  /** When the runner wrote it, in ms since 1970; null if the line has no timestamp. */
  readonly at: number | null;
  readonly text: string;
  /** Shown in the runner's cyan: a line of the step's script. */
  readonly isScript: boolean;
  /** Between `::stop-commands::` and its end token: what looks like a runner's marker is plain output. */
  readonly isVerbatim: boolean;
}

/** The runner itself truncates errors to 4,096 characters: https://github.com/actions/runner */
const LONGEST_LINE = 4096;
/** Characters. Of a longer log only the start, where the commands are, and the end, where the failures are, is read. */
const KEPT = { start: 8 * 1024 * 1024, end: 24 * 1024 * 1024 };

const SCRIPT_COLOUR = '\u001b[36;1m';

export function logLines(log: string): LogLine[] {
  let resume: string | null = null;
  const clock = runnerClock();
  return rawLines(log).map(raw => {
    const { at, text } = timed(raw, clock);
    const plain = plainText(text);
    const stopped = plain.startsWith('::stop-commands::')
      ? /^::stop-commands::(\S{1,256})$/.exec(plain)?.[1]
      : undefined;
    if (resume === null && stopped) resume = `::${stopped}::`;
    else if (plain === resume) resume = null;
    return { at, text: plain, isScript: text.startsWith(SCRIPT_COLOUR), isVerbatim: resume !== null };
  });
}

function rawLines(log: string): string[] {
  const lines = bothEnds(log.startsWith('\uFEFF') ? log.slice(1) : log, KEPT).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z/;

function timed(marked: string, clock: (time: string) => number): { at: number | null; text: string } {
  const raw = marked.startsWith('\uFEFF') ? marked.slice(1) : marked;
  const end = raw.indexOf('Z') + 1;
  if (end < 24 || end > 30 || !TIME.test(raw)) return { at: null, text: marked };
  return { at: clock(raw), text: raw.slice(raw[end] === ' ' ? end + 1 : end) };
}

/** Parses `2025-04-07T12:57:33.290…`. A log may have thousands of lines per second, so the last parsed second is cached. */
function runnerClock(): (time: string) => number {
  let second = '';
  let start = 0;
  return time => {
    if (second === '' || !time.startsWith(second)) {
      second = time.slice(0, 19);
      start = Date.parse(`${second}Z`);
    }
    return start + Number(time.slice(20, 23));
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const UNPLAIN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]/;

/** What a terminal would show: for a line overwritten by carriage returns, its final state. */
function plainText(text: string): string {
  if (text.length <= LONGEST_LINE && !UNPLAIN.test(text)) return text.trimEnd();
  const shown = text.length > LONGEST_LINE ? shortened(text) : text;
  const last =
    shown
      .trimEnd()
      .split('\r')
      .findLast(part => part.trim() !== '') ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  return stripAnsi(last).replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufffd]/g, '');
}

function shortened(text: string): string {
  const end = text.slice(-LONGEST_LINE / 4);
  const progress = end.trimEnd().lastIndexOf('\r');
  if (progress !== -1) return end.slice(progress + 1);
  return firstCharacters(text, LONGEST_LINE);
}
