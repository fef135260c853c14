// The last step, and the pages for those who are not let in.
import { html } from 'hono/html';
import { type Html, messagePage, stepPage } from './layout.ts';

export interface InstallPage {
  /** With its page on GitHub. */
  readonly app: { readonly name: string; readonly url: string };
  readonly hookUrl: string;
  readonly model: string;
  readonly isReached: boolean;
}

export function installPage(page: InstallPage): Html {
  return stepPage(
    3,
    html`<h1>Nightwatch is running</h1>
<p>Choose the repositories that it watches. You can change this on GitHub at any time.</p>
<a class="button" href="${page.app.url}/installations/new">Install it on repositories</a>
<ul class="checks">
${check(true, html`<b>GitHub App</b>: <a href="${page.app.url}">${page.app.name}</a>`)}
${check(true, html`<b>Gemini</b>: ${page.model}`)}
${check(page.isReached, reachedText(page))}
</ul>`,
    html`This page closes when Nightwatch restarts. The dashboard is at <code>/incidents</code>.`,
  );
}

/** For everyone who installs the App, whoever set it up. */
export function installedPage(): Html {
  return messagePage(
    'Nightwatch is on watch',
    html`<p>When a workflow run fails, look at the check run on its commit. There is nothing else to do.</p>`,
  );
}

function reachedText({ isReached, hookUrl }: InstallPage): Html {
  if (isReached) return html`<b>Webhooks</b>: GitHub’s events arrive`;
  return html`<b>Webhooks</b>: waiting for the first event at <code>${hookUrl}</code>`;
}

function check(isGood: boolean, text: Html): Html {
  return html`<li>${isGood ? html`<span class="good" aria-hidden="true">✓</span>` : html`<span aria-hidden="true">…</span>`}<span>${text}</span></li>`;
}

/** What is saved is good for the next start. */
export function notStartedPage(problem: string): Html {
  return messagePage(
    'Nightwatch could not start',
    html`<p>${problem}</p>\n<p>Everything is saved. Put this right and restart Nightwatch.</p>`,
  );
}

export function failedPage(problem: string): Html {
  return messagePage(
    'Something went wrong',
    html`<p>${problem}</p>\n<p>Nothing is lost: <a href="/setup">look again</a>.</p>`,
  );
}

export function noAccessPage(): Html {
  return messagePage(
    'Open the link from the log',
    html`<p>This page registers a GitHub App, so it opens only with the link that Nightwatch prints when it starts. In a container:
<code>docker compose logs nightwatch</code>.</p>
<p>The link works once, in one browser. Restart Nightwatch for a new one.</p>`,
  );
}

export function wrongHostPage(origin: string): Html {
  return messagePage(
    'This is not the address',
    html`<p>Nightwatch answers at <code>${origin}</code>. To reach it elsewhere, set <code>PUBLIC_URL</code> and restart.</p>`,
  );
}

export function refusedFormPage(): Html {
  return messagePage(
    'Nothing was changed',
    html`<p>This did not come from a page of this set-up, or from one that is out of date. <a href="/setup">Go back to set-up</a>.</p>`,
  );
}

export function notFoundPage(): Html {
  return messagePage('Not found', html`<p>There is no such page.</p>`);
}
