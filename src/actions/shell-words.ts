// Splits a line into words as a shell does, without expanding anything.

const part = /\\.|"(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s"'\\]+/gs;
const word = new RegExp(`(?:${part.source})+`, 'gs');

/** Quotes and backslashes are removed. An unfinished quote ends with the text. */
export function shellWords(text: string): readonly string[] {
  return (text.match(word) ?? []).map(found => found.replace(part, unquoted));
}

function unquoted(text: string): string {
  if (text.startsWith("'")) return text.replace(/^'|'$/g, '');
  if (text.startsWith('"')) return text.replace(/^"|(?<!\\)"$/g, '').replace(/\\(["\\$`])/g, '$1');
  return text.replace(/^\\/, '');
}
