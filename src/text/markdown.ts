// Markdown for GitHub. Whatever a log, the code or the model wrote goes through here: it is shown as text and cannot
// mention people, close a fence, load an image or hide a comment. The escaping is mdast's, not ours.
import type { Nodes, PhrasingContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { ellipsized, lastLines } from './truncation.ts';

/** Characters of one paragraph, and of one piece of code in a line or cell of a table. */
const longestParagraph = 4_000;
const longestCell = 300;

/** Text as text, in one paragraph; only what stands between backticks stays code. */
export function prose(text: string): string {
  return serialised({ type: 'paragraph', children: phrasing(plain(text, longestParagraph)) });
}

function phrasing(text: string): PhrasingContent[] {
  return text
    .split(/(`[^`]+`)/)
    .filter(part => part !== '')
    .map(part =>
      /^`[^`]+`$/.test(part) ? { type: 'inlineCode', value: part.slice(1, -1) } : { type: 'text', value: part },
    );
}

/** A sentence, and below it the output that shows it, where more lines follow. */
export function sentenceAndOutput(text: string): string[] {
  const [sentence = '', ...output] = text.split('\n');
  const shown = output.join('\n').trim();
  return [prose(sentence), ...(shown ? [fenced(lastLines(shown, longestParagraph))] : [])];
}

export function inlineCode(text: string): string {
  return serialised({ type: 'inlineCode', value: ellipsized(oneLine(text), longestCell) || ' ' });
}

export function fenced(text: string, language = ''): string {
  return serialised({ type: 'code', lang: language || null, value: visible(text).replace(/\n+$/, '') });
}

/** Cells are text; the first row is the head. */
export function table(rows: readonly (readonly string[])[]): string {
  return serialised({
    type: 'table',
    children: rows.map(cells => ({
      type: 'tableRow',
      children: cells.map(cell => ({
        type: 'tableCell',
        children: phrasing(plain(cell, longestCell)),
      })),
    })),
  });
}

/** `summary` is our own words. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** One line without markup, for titles and commit messages; it calls nobody and closes no issue. */
export function plain(text: string, characters: number): string {
  return ellipsized(withoutMentions(oneLine(text)), characters);
}

/** Characters. GitHub takes 65,535 in the body of an issue or pull request, and in each text of a check run. */
const longestPage = 60_000;

/** Blocks one below the other, as many as GitHub takes. What does not fit is left out whole, so that no fence stays open. */
export function page(blocks: readonly string[], footer: readonly string[] = []): string {
  const kept: string[] = [];
  let room = longestPage - footer.join('\n\n').length;
  for (const block of blocks) {
    if (block.length + 2 > room) continue;
    kept.push(block);
    room -= block.length + 2;
  }
  const omission = '*Some of this was left out, because it is longer than GitHub takes.*';
  return [...kept, ...(kept.length < blocks.length ? [omission] : []), ...footer].join('\n\n');
}

function serialised(node: Nodes): string {
  return toMarkdown(node, { extensions: [gfmToMarkdown()], fences: true }).trimEnd();
}

function oneLine(text: string): string {
  return visible(text).replace(/\s+/g, ' ').trim();
}

/** Control characters make GitHub refuse the whole text, and those that turn the direction of writing hide what it says. */
function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu, character => (character === '\r' ? '' : '\ufffd'));
}

/**
 * A zero-width space keeps a log line from calling people (`@`) and issues (`#`, `GH-`), and a whole address of an issue from
 * closing it; GitHub gives no other escape.
 */
function withoutMentions(text: string): string {
  return text.replace(/[@#](?=[a-z\d])|\bGH-(?=\d)|:(?=\/\/)/gi, '$&\u200b');
}
