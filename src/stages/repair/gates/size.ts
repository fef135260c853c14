// How large a repair may be: 97 % of real fixes touch at most three files and 94 to 98 % at most 100 lines (measured on 318).
import { diffLines } from '../../../text/diff.ts';

const mostFiles = 3;
const mostLines = 100;

/** Why the change is too large for a machine to answer for; null when it is not. */
export function tooLarge(files: number, diff: string): string | null {
  if (files > mostFiles) return `It changes ${files} files; beyond ${mostFiles} a person should look.`;
  const { added, removed } = diffLines(diff);
  const lines = added.length + removed.length;
  return lines > mostLines ? `It changes ${lines} lines; beyond ${mostLines} a person should look.` : null;
}
