// Which lines of a log speak of an error: for choosing the job to look at, for the digest, and for a signature without tests.
import { allLanguages } from '../../languages/languages.ts';

const TALK =
  /^##\[error\]|\b(?:[A-Z]\w{0,80}(?:Error|Exception)\b|error:|ERROR\b|FATAL\b|fatal:|FAILED\b|npm ERR!|command not found|No such file or directory)/;
/** Says only that there was an error. */
const EMPTY_TALK = /^##\[error\]Process completed with exit code \d+\.$/;

export function isErrorLine(line: string): boolean {
  const start = line.slice(0, 500);
  return TALK.test(start) || allLanguages.some(({ log }) => log.errorLine.test(start));
}

/** The first lines that tell what went wrong. */
export function errorLines(lines: readonly string[], most: number): string[] {
  const found: string[] = [];
  for (const line of lines) {
    if (found.length === most) break;
    if (isErrorLine(line) && !EMPTY_TALK.test(line)) found.push(line);
  }
  return found;
}

/** Share of lines that speak of an error, 0 to 1. */
export function errorDensity(lines: readonly string[]): number {
  return lines.length === 0 ? 0 : lines.filter(isErrorLine).length / lines.length;
}
