// What is code in a text and what is only comment, docstring or layout.
import { fromSyntax, type Node } from '../../../syntax.ts';
import { isDocstring } from '../../source/docstrings.ts';

/** True when both texts have one syntax tree, comments and docstrings left out; false where one does not parse. */
export function isCommentOnly(before: string, after: string): boolean {
  const [one, other] = [before, after].map(text =>
    fromSyntax('python', text, root => (root.hasError ? null : codeOf(root))),
  );
  return one !== null && one !== undefined && one === other;
}

/** Lines on which a token begins or goes on, but for comments, docstrings and brackets that only close. */
export function codeLines(text: string): ReadonlySet<number> {
  const lines = new Set<number>();
  fromSyntax('python', text, root => {
    for (const { text: token, startPosition, endPosition } of tokensOf(root)) {
      if (/^[)\]},:]?$/.test(token)) continue;
      for (let row = startPosition.row; row <= endPosition.row; row++) lines.add(row + 1);
    }
  });
  return lines;
}

/** Strings are whole tokens: what is inside of them is no layout. */
function tokensOf(node: Node): Node[] {
  if (isSilent(node)) return [];
  if (node.childCount === 0 || node.type === 'string') return [node];
  return node.children.flatMap(child => (child === null ? [] : tokensOf(child)));
}

/** One spelling for each tree: types and tokens, nested as they are. */
function codeOf(node: Node): string {
  if (node.childCount === 0 || node.type === 'string') return JSON.stringify(node.text);
  const code = node.children.flatMap(child => (child === null || isSilent(child) ? [] : codeOf(child)));
  return `(${node.type} ${code.join(' ')})`;
}

function isSilent(node: Node): boolean {
  return node.type === 'comment' || node.type === 'line_continuation' || isDocstring(node);
}
