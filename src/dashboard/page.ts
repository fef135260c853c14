// The page layout and the small pieces that all pages share. `html` escapes every interpolated value.
import { html } from 'hono/html';
import { type Html, htmlDocument } from '../server/document.ts';
import { style } from './style.ts';

export type Page = Html;

/** A whole document. */
export function page(title: string, content: Page): Page {
  const body = html`<header><a href="/incidents">Nightwatch</a> <span>repairs failing CI</span></header>
<main>
${content}
</main>`;
  return htmlDocument({ title, style }, body);
}

export function notFoundPage(): Page {
  return page('Not found', html`<h1>Not found</h1>\n<p>This page does not exist, or you have no access to it.</p>`);
}

/** A table that turns into cards on a phone; the cells of a row are in column order. */
export function table(columns: readonly string[], rows: readonly (readonly unknown[])[]): Page {
  const heads = columns.map(column => html`<th scope="col">${column}</th>`);
  const cells = (row: readonly unknown[]) =>
    row.map((cell, index) => html`<td data-label="${columns[index]}"><div>${cell}</div></td>`);
  return html`<table>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows.map(row => html`<tr>${cells(row)}</tr>\n`)}</tbody>
</table>`;
}

/** A definition list; null and empty values are omitted. */
export function pairs(entries: readonly (readonly [string, unknown])[]): Page {
  const known = entries.filter(([, value]) => value !== null && value !== '');
  return html`<dl>${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>`;
}

/** Long text, verbatim, collapsed behind a summary. */
export function folded(summary: string, text: string): Page {
  return text.trim() === '' ? html`` : html`<details><summary>${summary}</summary>${verbatim(text)}</details>`;
}

/** Text, verbatim. HTML swallows the line break after the tag. */
export function verbatim(text: string): Page {
  return html`<pre tabindex="0">\n${text}</pre>`;
}

/** A link, if it is http(s): a URL from the database could be `javascript:`. */
export function link(url: string, text: string): Page {
  return /^https?:\/\//i.test(url) ? html`<a href="${url}" rel="noreferrer noopener">${text}</a>` : html`${text}`;
}

/** A timestamp in UTC, to the second. */
export function moment(date: Date): Page {
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
}

/** Seconds in readable form: `0.4 s`, `12 s`, `3 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** US dollars; small amounts to a hundredth of a cent. */
export function dollars(amount: number): string {
  return `$${amount.toFixed(amount < 0.1 ? 4 : 2)}`;
}
