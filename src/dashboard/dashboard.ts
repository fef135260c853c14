// The dashboard on Probot's server: routes, access and headers. The files beside it render the pages.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { IncidentSummary } from '../incident/journal.ts';
import type { IncidentId } from '../incident/run.ts';
import type { Store } from '../store.ts';
import { access } from './access.ts';
import { daysShown } from './figures-section.ts';
import { filterOf } from './filters.ts';
import { incidentPage } from './incident-page.ts';
import { listPage, pageSize } from './list-page.ts';
import { notFoundPage, type Page } from './page.ts';
import { styleSource } from './style.ts';

type Readable = Pick<Store, 'list' | 'figures' | 'find' | 'ping'>;
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
type Answer = { status: number; headers: OutgoingHttpHeaders; body: string };

/**
 * Answers `GET /incidents`, `/incidents/<id>` and `/healthz`; resolves to false and writes nothing for any other request, so
 * that Probot handles it. Rejects, with nothing written, when the store does: Probot then logs the error and answers 500.
 */
export function dashboard({ store, token }: { store: Readable; token: string }): Handler {
  return async (request, response) => {
    const url = addressOf(request);
    if (!url || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    const answer = await answerTo(request, url, { store, token });
    if (!answer) return false;
    response.writeHead(answer.status, { ...securityHeaders, ...answer.headers }).end(answer.body);
    return true;
  };
}

/** Defence in depth: nothing on a page is executed, loaded, framed or cached, even if a quoted log gets past the escaping. */
const securityHeaders: OutgoingHttpHeaders = {
  'content-security-policy': `default-src 'none'; style-src ${styleSource}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
};

type Settings = { store: Readable; token: string };

async function answerTo(request: IncomingMessage, url: URL, { store, token }: Settings): Promise<Answer | null> {
  if (url.pathname === '/healthz') return health(store);
  if (!/^\/incidents(\/|$)/.test(url.pathname)) return null;
  const decision = access({ headers: request.headers, query: url.searchParams }, token);
  if (decision.kind === 'refused') return notFound();
  if (decision.kind === 'admit') return withoutToken(url, decision.cookie);
  const shown = await pageFor(url, store);
  if (!shown) return notFound();
  const answer = await htmlAnswer(200, shown.page);
  return shown.isActive ? { ...answer, headers: { ...answer.headers, refresh: refreshSeconds } } : answer;
}

/** How often a browser asks again for a page that shows work in progress. A header, so that no page needs a script. */
const refreshSeconds = '20';

type Shown = { page: Page; isActive: boolean };

async function pageFor(url: URL, store: Readable): Promise<Shown | null> {
  if (/^\/incidents\/?$/.test(url.pathname)) return shownList(url.searchParams, store);
  const id = /^\/incidents\/(\d+-\d+)$/.exec(url.pathname)?.[1];
  const view = id ? await store.find(id as IncidentId) : null;
  return view && { page: incidentPage(view), isActive: isActive(view) };
}

async function shownList(query: URLSearchParams, store: Readable): Promise<Shown> {
  const number = pageNumber(query.get('page'));
  const filter = filterOf(query);
  const today = new Date();
  const figures = await store.figures(new Date(today.getTime() - (daysShown - 1) * 86_400_000));
  const list = await store.list({ limit: pageSize, offset: (number - 1) * pageSize, filter });
  return { page: listPage({ list, figures, filter, number, today }), isActive: list.incidents.some(isActive) };
}

function isActive({ entry }: IncidentSummary): boolean {
  return entry.state !== 'published' && entry.state !== 'stopped';
}

/** Public, for health checks: reports whether the database answers and nothing else. */
async function health(store: Readable): Promise<Answer> {
  const isHealthy = await store.ping().then(
    () => true,
    // The worker hits the same fault and logs the cause; here it would be public.
    () => false,
  );
  const body = JSON.stringify({ status: isHealthy ? 'ok' : 'unavailable' });
  return { status: isHealthy ? 200 : 503, headers: { 'content-type': 'application/json' }, body };
}

async function htmlAnswer(status: number, page: Page): Promise<Answer> {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: String(await page) };
}

/** The same answer for a missing page and for a refused visitor. */
function notFound(): Promise<Answer> {
  return htmlAnswer(404, notFoundPage());
}

function withoutToken(url: URL, cookie: string): Answer {
  const query = new URLSearchParams(url.searchParams);
  query.delete('token');
  const location = query.size > 0 ? `${url.pathname}?${query}` : url.pathname;
  return { status: 303, headers: { location, 'set-cookie': cookie }, body: '' };
}

/** Null for an invalid URL, which only a broken or hostile client sends. */
function addressOf({ url = '' }: IncomingMessage): URL | null {
  return url.startsWith('/') && URL.canParse(`http://localhost${url}`) ? new URL(`http://localhost${url}`) : null;
}

function pageNumber(text: string | null): number {
  return /^[1-9]\d{0,5}$/.test(text ?? '') ? Number(text) : 1;
}
