// Distinguishes a change of comments, docstrings and layout from a change of code.
import { languageOf } from '../../../languages/languages.ts';

/** Two texts of one file. */
export type Texts = readonly [path: string, before: string, after: string];

/** False when in doubt: for a file in an unsupported language, or a text that does not parse. */
export function isCommentOnly(texts: readonly Texts[]): boolean {
  return texts.every(([path, before, after]) => languageOf(path)?.rules.repair.isCommentOnly(before, after) ?? false);
}
