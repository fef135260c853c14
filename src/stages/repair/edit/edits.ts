// An edit as the model proposes it, and why it may be invalid regardless of its file.
import { z } from 'zod';

/** Replaces whole lines: `search` as they stand in the file, `replace` in their place. An empty search makes a new file. */
export const Edit = z.object({
  path: z.string().min(1),
  search: z.string(),
  replace: z.string(),
  /** A line of the file that the search covers, for when it occurs more than once; null when not said. */
  line: z.number().int().positive().nullable().default(null),
});
export type Edit = z.infer<typeof Edit>;

/** A text's lines without their endings; the newline after the last one makes no further line. */
export function linesOf(text: string): string[] {
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  if (plain === '') return [];
  return (plain.endsWith('\n') ? plain.slice(0, -1) : plain).split('\n');
}

/** Why this edit is refused before any file is looked at; null when it makes sense. */
export function nonsense(edit: Edit): string | null {
  const search = linesOf(edit.search);
  const replace = linesOf(edit.replace);
  if (search.join('\n') === replace.join('\n')) return 'its search and its replacement are the same';
  if (search.length > 0 && search.every(line => line.trim() === '')) return 'its search holds only blank lines';
  if (!edit.replace.isWellFormed()) return 'its replacement is not valid Unicode';
  const known = new Set(search.map(line => line.trim()));
  const placeholder = replace.find(line => !known.has(line.trim()) && isPlaceholder(line));
  return placeholder ? `its replacement leaves code out ("${placeholder.trim()}"); every line must be written` : null;
}

const comment = /^\s*(?:#|\/\/|\/\*|<!--|--)(.*)/;
/** Characters that are read of a comment: no line of an edit may be longer. */
const longestSaid = 400;
const leftOut = [
  /^(?:\.{3}|…).*\b(?:rest|existing|unchanged|remaining|same|previous|omitted|code|other)\b/i,
  /\b(?:rest|remainder) of (?:the |this |your )?(?:\w+ )?(?:code|file|function|class|method|implementation|module)\b/i,
  /\b(?:code|implementation|function|method|class|everything)\b.{0,400}\b(?:unchanged|omitted|stays the same|remains the same)\b/i,
  /\b(?:existing|previous|other) (?:code|methods|functions|imports)\b.{0,400}(?:\.{3}|…|here)/i,
];

/** "rest of the code unchanged" and the like; a bare `...` may be code. */
function isPlaceholder(line: string): boolean {
  const said =
    comment.exec(line)?.[1]?.trim().slice(0, longestSaid) ??
    (/^\s*(?:\.{3}|…)\s*\S/.test(line) ? line.trim().slice(0, longestSaid) : null);
  return said !== null && leftOut.some(pattern => pattern.test(said));
}
