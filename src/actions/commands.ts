// Reads the command of each step from the runner's `##[group]Run …` headings.
import type { LoggedCommand } from '../incident/evidence.ts';
import type { LogLine } from './log-lines.ts';

/** The `run:` command in a step's log; for an action (`uses:`), the commands of its own steps, which GitHub logs below its heading. */
export function commandsOf(lines: readonly LogLine[]): LoggedCommand[] {
  // Only the first heading counts, so that the output of a command cannot forge another.
  const own = commandOf(lines);
  if (own !== null) return [own];
  const headings = lines.flatMap((line, index) => (isHeading(line) ? [index] : []));
  return headings.slice(1).flatMap((start, nth) => commandOf(lines.slice(start, headings[nth + 2])) ?? []);
}

function commandOf(lines: readonly LogLine[]): LoggedCommand | null {
  const heading = lines.findIndex(isHeading);
  if (heading === -1) return null;
  const header = headerAfter(lines, heading);
  const script = header.filter(line => line.isScript).map(line => line.text);
  const shell =
    header.find(line => !line.isScript && line.text.startsWith('shell: '))?.text.slice('shell: '.length) ?? null;
  if (script.length === 0 && shell === null) return null;
  const text = script.length > 0 ? script.join('\n') : (lines[heading]?.text.slice('##[group]Run '.length) ?? '');
  if (text.trim() === '') return null;
  return { script: text, shell, env: envOf(header), exitCode: exitCodeOf(lines) };
}

/** The step's own output: its lines without the runner's headings, those of an action's own steps included. */
export function outputOf(lines: readonly LogLine[]): readonly LogLine[] {
  const first = lines.findIndex(isHeading);
  const output: LogLine[] = [];
  let header: number | null = null;
  for (const [index, line] of lines.entries()) {
    if (index < first) continue;
    // A later heading without a script below may be a command's own group.
    if (header === null && isHeading(line) && (index === first || lines[index + 1]?.isScript)) header = index;
    else if (header === null) output.push(line);
    else if (!line.isScript && line.text === '##[endgroup]') header = null;
  }
  return header === null || header === first ? output : [...output, ...lines.slice(header)];
}

export function isHeading(line: LogLine): boolean {
  return !line.isVerbatim && line.text.startsWith('##[group]Run ');
}

function headerAfter(lines: readonly LogLine[], heading: number): readonly LogLine[] {
  const end = lines.findIndex((line, index) => index > heading && !line.isScript && line.text === '##[endgroup]');
  return lines.slice(heading + 1, end === -1 ? undefined : end);
}

/** The further lines of a multi-line value are not indented. */
function envOf(header: readonly LogLine[]): Record<string, string> {
  const start = header.findIndex(line => !line.isScript && line.text === 'env:');
  if (start === -1) return {};
  const values = new Map<string, string>();
  let last: string | null = null;
  for (const { text } of header.slice(start + 1)) {
    const match = /^ {2}([A-Za-z_][\w.-]{0,200}):(?: (.*))?$/.exec(text);
    if (match?.[1]) {
      last = match[1];
      values.set(last, match[2] ?? '');
    } else if (last) values.set(last, `${values.get(last)}\n${text}`);
  }
  return Object.fromEntries(values);
}

function exitCodeOf(lines: readonly LogLine[]): number | null {
  for (const line of lines.toReversed()) {
    const match = /^##\[error\]Process completed with exit code (-?\d{1,10})\.$/.exec(line.text);
    if (match && !line.isVerbatim) return Number(match[1]);
  }
  return null;
}
