// Syntax highlighting, done here when the page is made: the page itself runs no script.
import { html } from 'hono/html';
import { common, createLowlight } from 'lowlight';
import type { Page } from './page.ts';

const lowlight = createLowlight(common);

/** Longer lines are not worth it: minified code, or an attack on a regular expression. */
const longestLine = 500;

/** Code of a file, highlighted. */
export function code(text: string, path: string): Page {
  return html`<pre tabindex="0">\n${highlighted(text, languageOf(path))}</pre>`;
}

/** The language of a file by the ending of its name; null when it is not highlighted. */
export function languageOf(path: string): string | null {
  const ending = /\.(\w+)$/.exec(path)?.[1] ?? '';
  return lowlight.registered(ending) ? ending : null;
}

/** Code as escaped text in spans with highlight.js's class names. */
export function highlighted(code: string, language: string | null): Page {
  if (language === null || code.split('\n').some(line => line.length > longestLine)) return html`${code}`;
  return html`${lowlight.highlight(language, code).children.map(spanOf)}`;
}

type Node = ReturnType<typeof lowlight.highlight>['children'][number];

function spanOf(node: Node): Page {
  if (node.type === 'text') return html`${node.value}`;
  if (node.type !== 'element') return html``;
  const { className } = node.properties;
  return html`<span class="${Array.isArray(className) ? className.join(' ') : ''}">${node.children.map(spanOf)}</span>`;
}
