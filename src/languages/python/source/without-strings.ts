// A Python text without what its strings say.
import { fromSyntax, nodesOf } from '../../syntax.ts';

/** Line by line. The quotes stay, and so does what a format string evaluates. */
export function withoutStrings(text: string): string {
  return cut(text, ['string_content'], part => '\n'.repeat(part.split('\n').length - 1));
}

/** The text with something else for each node of these types; the text itself when it is too long to be read. */
export function cut(text: string, types: readonly string[], left: (part: string) => string): string {
  const parts = fromSyntax('python', text, root =>
    nodesOf(root, ...types).map(({ startIndex, endIndex }) => [startIndex, endIndex] as const),
  );
  let rest = '';
  let at = 0;
  for (const [start, end] of parts ?? []) {
    rest += text.slice(at, start) + left(text.slice(start, end));
    at = end;
  }
  return rest + text.slice(at);
}
