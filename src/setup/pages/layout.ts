// What all set-up pages share. `html` escapes every value.
import { html, raw } from 'hono/html';
import { type Html, htmlDocument } from '../../server/document.ts';
import { style } from './style.ts';

export type { Html } from '../../server/document.ts';

/** The steps, by number: 1, 2, 3. */
const steps = ['Register', 'Connect Gemini', 'Install'];

const moon = raw(
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="M20.4 14.6A8.8 8.8 0 0 1 9.4 3.6a.6.6 0 0 0-.8-.7 9.9 9.9 0 1 0 12.5 12.5.6.6 0 0 0-.7-.8Z"/><circle cx="16.6" cy="6.4" r="1.4" fill="currentColor"/></svg>',
);

/** A whole document. */
export function layout(title: string, content: Html, footer: Html | string = ''): Html {
  const body = html`<header>${moon} Nightwatch</header>
${content}
${footer === '' ? '' : html`<footer>${footer}</footer>`}`;
  return htmlDocument({ title, style }, body);
}

/** A page of the way through set-up; a step past the last one means that all are done. */
export function stepPage(step: number, content: Html, footer: Html | string = ''): Html {
  const title = steps[step - 1] ?? 'Set-up';
  return layout(title, html`${stepList(step)}\n<main>${content}</main>`, footer);
}

/** A page that leads nowhere. */
export function messagePage(title: string, content: Html): Html {
  return layout(title, html`<main class="message">\n<h1>${title}</h1>\n${content}\n</main>`);
}

/** Something to mind, or that went wrong. */
export function note(...sentences: readonly (Html | string)[]): Html {
  return html`<div class="note">${sentences.map(sentence => html`<p>${sentence}</p>`)}</div>`;
}

function stepList(current: number): Html {
  const items = steps.map((name, index) => {
    const number = index + 1;
    if (number < current) return html`<li class="past"><span aria-hidden="true">✓</span>${name}</li>`;
    return html`<li${number === current ? raw(' aria-current="step"') : ''}><span aria-hidden="true">${number}</span>${name}</li>`;
  });
  return html`<nav aria-label="Steps"><ol class="steps">${items}</ol></nav>`;
}
