// A unified diff with its added and deleted lines marked, and the code in it highlighted.
import { html } from 'hono/html';
import { highlighted, languageOf } from './highlight.ts';
import type { Page } from './page.ts';

export function diff(text: string): Page {
  let language: string | null = null;
  const lines = text.replace(/\n$/, '').split('\n');
  const marked = lines.map(line => {
    const path = /^(?:\+\+\+ b|--- a)\/(.*)$/.exec(line)?.[1];
    if (path !== undefined) language = languageOf(path);
    return diffLine(line, language);
  });
  return html`<pre class="diff" tabindex="0">${marked}</pre>`;
}

function diffLine(line: string, language: string | null): Page {
  const code = () => highlighted(line.slice(1), language);
  if (/^(diff --git |index |--- |\+\+\+ |@@ )/.test(line)) return html`<span class="meta">${line}</span>`;
  if (line.startsWith('+')) return html`<ins>+${code()}</ins>`;
  if (line.startsWith('-')) return html`<del>-${code()}</del>`;
  return html`<span>${line.slice(0, 1)}${code()}</span>`;
}
