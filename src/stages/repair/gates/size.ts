// How large a repair may be: 97 % of real fixes touch at most three files and 94 to 98 % at most 100 lines (measured on 318).
// Lines alone say little: one may hold a program.
import { diffLines } from '../../../text/diff.ts';
import { reasons } from '../reasons.ts';

const mostFiles = 3;
const mostLines = 100;
/** Of the changed lines, old and new: 120 for each line that there may be. */
const mostCharacters = 12_000;
/** As many characters of a script whose letters take two bytes. */
const mostBytes = 24_000;

/** Why the change is too large; null when it is not. */
export function tooLarge(files: number, diff: string): string | null {
  if (files > mostFiles) return reasons.tooManyFiles(files, mostFiles);
  const { added, removed } = diffLines(diff);
  const lines = [...added, ...removed].map(({ text }) => text);
  if (lines.length > mostLines) return reasons.tooManyLines(lines.length, mostLines);
  const text = lines.join('\n');
  if (text.length > mostCharacters) return reasons.tooManyCharacters(text.length, mostCharacters);
  const bytes = Buffer.byteLength(text);
  return bytes > mostBytes ? reasons.tooManyBytes(bytes, mostBytes) : null;
}
