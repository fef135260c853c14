// The Python version of a job, from its log.
import type { LogLine } from '../../../actions/log-lines.ts';

/** Most exact first: the path that a step found, the installed version, the requested one, the one that pytest ran on. */
const patterns = [
  /^ {2}pythonLocation: \S*\/Python\/(\d+\.\d+(?:\.\d+)?)/,
  /^Successfully set up CPython \((\d+\.\d+(?:\.\d+)?)/,
  /^ {2}python-version: '?"?(\d+\.\d+(?:\.\d+)?)/,
  /^platform \w+ -- Python (\d+\.\d+(?:\.\d+)?)/,
];

/** A job may set up several: the last one is `python`. */
export function pythonVersionOf(lines: readonly LogLine[]): string | null {
  for (const pattern of patterns) {
    const line = lines.findLast(({ text }) => pattern.test(text));
    const version = pattern.exec(line?.text ?? '')?.[1];
    if (version) return version;
  }
  return null;
}
