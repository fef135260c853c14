// The names in Python code that are not plain ASCII, each as often as it stands there.
import { cut } from './without-strings.ts';

/** What strings and comments say is no name. Anything beyond ASCII outside of them is taken for one, also in broken code. */
export function foreignNames(text: string): string[] {
  const code = cut(text, ['string_content', 'comment'], () => ' ');
  // A byte order mark is no part of the first name.
  const named = code.startsWith('\uFEFF') ? code.slice(1) : code;
  return [...named.matchAll(/[\w\u0080-\u{10ffff}]+/gu)].flatMap(([name]) => (/\P{ASCII}/u.test(name) ? name : []));
}
