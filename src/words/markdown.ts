// Markdown for GitHub. Whatever a log, the code or the model wrote goes through here: it is shown as text and cannot
// mention people, close a fence, load an image or hide a comment. The escaping is mdast's, not ours.
import type { Nodes } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';

/** Text as text, in one paragraph. */
export function prose(text: string): string {
  const value = withoutMentions(text).replace(/\s+/g, ' ').trim();
  return serialised({ type: 'paragraph', children: [{ type: 'text', value }] });
}

export function inlineCode(text: string): string {
  return serialised({ type: 'inlineCode', value: text.replace(/\s+/g, ' ').trim() });
}

export function fenced(text: string, language = ''): string {
  return serialised({ type: 'code', lang: language || null, value: text.replace(/\n+$/, '') });
}

/** Cells are text; the first row is the head. */
export function table(rows: readonly (readonly string[])[]): string {
  return serialised({
    type: 'table',
    children: rows.map(cells => ({
      type: 'tableRow',
      children: cells.map(cell => ({ type: 'tableCell', children: [{ type: 'text', value: withoutMentions(cell) }] })),
    })),
  });
}

/** `summary` is our own words. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** At most so many characters, its end kept, saying what is gone. */
export function tail(text: string, characters: number): string {
  if (text.length <= characters) return text;
  return `[… ${text.length - characters} characters left out]\n${text.slice(-characters)}`;
}

function serialised(node: Nodes): string {
  return toMarkdown(node, { extensions: [gfmToMarkdown()], fences: true }).trimEnd();
}

/** A zero-width space after `@` and `#` keeps a log line from calling people and issues; GitHub gives no other escape. */
function withoutMentions(text: string): string {
  return text.replace(/[@#](?=[a-z\d])/gi, '$&\u200b');
}
