// A Python text without what its strings say, line by line.
import { fromSyntax, nodesOf } from '../../syntax.ts';

/** The quotes stay, and so does what a format string evaluates. */
export function withoutStrings(text: string): string {
  const contents = fromSyntax('python', text, root =>
    nodesOf(root, 'string_content').map(({ startIndex, endIndex }) => [startIndex, endIndex] as const),
  );
  let code = '';
  let at = 0;
  for (const [start, end] of contents ?? []) {
    code += text.slice(at, start) + '\n'.repeat(text.slice(start, end).split('\n').length - 1);
    at = end;
  }
  return code + text.slice(at);
}
