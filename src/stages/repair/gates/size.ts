// How large a repair may be: 97 % of real fixes touch at most three files and 94 to 98 % at most 100 lines (measured on 318).
import { diffLines } from '../../../text/diff.ts';
import { reasons } from '../reasons.ts';

const mostFiles = 3;
const mostLines = 100;

/** Why the change is too large; null when it is not. */
export function tooLarge(files: number, diff: string): string | null {
  if (files > mostFiles) return reasons.tooManyFiles(files, mostFiles);
  const { added, removed } = diffLines(diff);
  const lines = added.length + removed.length;
  return lines > mostLines ? reasons.tooManyLines(lines, mostLines) : null;
}
