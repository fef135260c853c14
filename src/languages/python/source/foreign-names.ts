// The names in Python code that are not plain ASCII, each as often as it stands there.
import { fromSyntax, nodesOf } from '../../syntax.ts';

/** What strings and comments say is no name. Anything beyond ASCII outside of them is taken for one, also in broken code. */
export function foreignNames(text: string): string[] {
  const spans = fromSyntax('python', text, root =>
    nodesOf(root, 'string_content', 'comment').map(({ startIndex, endIndex }) => [startIndex, endIndex] as const),
  );
  // A byte order mark is no part of the first name.
  let code = '';
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (const [start, end] of spans ?? []) {
    code += `${text.slice(at, start)} `;
    at = end;
  }
  code += text.slice(at);
  return [...code.matchAll(/[\w\u0080-\u{10ffff}]+/gu)].flatMap(([name]) => (/\P{ASCII}/u.test(name) ? name : []));
}
