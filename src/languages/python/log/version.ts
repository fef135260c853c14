// The Python version of a job, from its log.
import type { LogLine } from '../../../actions/log-lines.ts';

/** Most exact first: the installed version, its path, the requested version, the one that pytest ran on. */
const patterns = [
  /^Successfully set up CPython \((\d+\.\d+(?:\.\d+)?)/,
  /^ {2}pythonLocation: \S*\/Python\/(\d+\.\d+(?:\.\d+)?)/,
  /^ {2}python-version: '?"?(\d+\.\d+(?:\.\d+)?)/,
  /^platform \w+ -- Python (\d+\.\d+(?:\.\d+)?)/,
];

export function pythonVersionOf(lines: readonly LogLine[]): string | null {
  for (const pattern of patterns) {
    for (const { text } of lines) {
      const version = pattern.exec(text)?.[1];
      if (version) return version;
    }
  }
  return null;
}
