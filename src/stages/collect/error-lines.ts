// Recognises error lines in a log: to select the job, for the digest, and for a signature without failing tests.
import { allLanguages } from '../../languages/languages.ts';

const ERROR =
  /^##\[error\]|\b(?:[A-Z]\w{0,80}(?:Error|Exception)\b|error:|ERROR\b|FATAL\b|fatal:|FAILED\b|npm ERR!|command not found|No such file or directory)/;
/** Reports an error without its cause. */
const BARE_ERROR = /^##\[error\]Process completed with exit code \d+\.$/;

export function isErrorLine(line: string): boolean {
  const start = line.slice(0, 500);
  return ERROR.test(start) || allLanguages.some(({ log }) => log.errorLine.test(start));
}

/** The first lines that name an error. */
export function errorLines(lines: readonly string[], most: number): string[] {
  const found: string[] = [];
  for (const line of lines) {
    if (found.length === most) break;
    if (isErrorLine(line) && !BARE_ERROR.test(line)) found.push(line);
  }
  return found;
}

/** Share of error lines, 0 to 1. */
export function errorDensity(lines: readonly string[]): number {
  return lines.length === 0 ? 0 : lines.filter(isErrorLine).length / lines.length;
}
