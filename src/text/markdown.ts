// Markdown for GitHub. All text from logs, code and the model passes through here, so that it is shown as text and cannot
// mention people, close a fence or an issue, skip CI, load an image or hide a comment. mdast does the escaping.
import type { Nodes, PhrasingContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { withHidden } from './hidden-characters.ts';
import { withoutInstructions, withoutMentions } from './instructions.ts';
import { ellipsized, lastLines } from './truncation.ts';

/** Characters of a paragraph, and of inline code or a table cell. */
const longestParagraph = 4_000;
const longestCell = 300;
/** Characters that are read for one line: none shows so many. */
const longestRead = 50_000;

/** Untrusted text as one paragraph. Only code in backticks keeps its markup. */
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

/** The first line as a sentence, and the lines after it, if any, as a code block. */
export function sentenceAndOutput(text: string): string[] {
  const [sentence = '', ...output] = text.split('\n');
  const shown = output.join('\n').trim();
  return [prose(sentence), ...(shown ? [fenced(lastLines(shown, longestParagraph))] : [])];
}

export function inlineCode(text: string): string {
  return serialised({ type: 'inlineCode', value: ellipsized(withoutInstructions(oneLine(text)), longestCell) || ' ' });
}

export function fenced(text: string, language = ''): string {
  return serialised({ type: 'code', lang: language || null, value: withoutInstructions(visible(text)).trimEnd() });
}

/** Cells are text; the first row is the header. */
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

/** `summary` is not escaped: it must be text of ours. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** One line without markup, for titles and commit messages; it mentions no one, closes no issue and skips no check. */
export function plain(text: string, characters: number): string {
  return ellipsized(withoutMentions(withoutInstructions(oneLine(text))), characters);
}

/** Characters. GitHub's limit is 65,535 for the body of an issue or pull request, and for each text of a check run. */
const longestPage = 60_000;

/** Joins blocks up to GitHub's limit. A block that does not fit is omitted entirely, so that no fence stays open. */
export function page(blocks: readonly string[], footer: readonly string[] = []): string {
  const kept: string[] = [];
  let room = longestPage - footer.join('\n\n').length;
  for (const block of blocks) {
    if (block.length + 2 > room) continue;
    kept.push(block);
    room -= block.length + 2;
  }
  const omission = "*Some sections are omitted because of GitHub's length limit.*";
  return [...kept, ...(kept.length < blocks.length ? [omission] : []), ...footer].join('\n\n');
}

function serialised(node: Nodes): string {
  return toMarkdown(node, { extensions: [gfmToMarkdown()], fences: true }).trimEnd();
}

function oneLine(text: string): string {
  return visible(text.slice(0, longestRead)).replace(/\s+/g, ' ').trim();
}

/** GitHub rejects a text that contains control characters, and hidden ones can disguise what it says. Odd blanks stay. */
function visible(text: string): string {
  return withHidden(text.toWellFormed(), character => {
    if (character === '\r') return '';
    return /\p{Zs}/u.test(character) ? character : '\ufffd';
  });
}
