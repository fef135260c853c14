// The web page on Probot's server: routes, who gets in, and headers. What the pages say stands in the files beside it.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { IncidentId } from '../incident/run.ts';
import type { Store } from '../ports.ts';
import { access } from './access.ts';
import { incidentPage } from './incident-page.ts';
import { listPage, pageSize } from './list-page.ts';
import { notFoundPage, type Page } from './page.ts';
import { styleSource } from './style.ts';

type Readable = Pick<Store, 'list' | 'find' | 'ping'>;
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
type Answer = { status: number; headers: OutgoingHttpHeaders; body: string };

/**
 * Answers `GET /incidents`, `/incidents/<id>` and `/healthz`; for anything else it resolves to false and writes nothing, so
 * that Probot goes on. Rejects, with nothing written, when the store does: Probot then logs it and answers 500.
 */
export function dashboard({ store, token }: { store: Readable; token?: string | undefined }): Handler {
  return async (request, response) => {
    const url = addressOf(request);
    if (!url || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    const answer = await answerTo(request, url, { store, token });
    if (!answer) return false;
    response.writeHead(answer.status, { ...safety, ...answer.headers }).end(answer.body);
    return true;
  };
}

/** Nothing of a page is run, fetched, framed, sent on or kept, even if a quoted log should get past the escaping. */
const safety: OutgoingHttpHeaders = {
  'content-security-policy': `default-src 'none'; style-src ${styleSource}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
};

type Settings = { store: Readable; token: string | undefined };

async function answerTo(request: IncomingMessage, url: URL, { store, token }: Settings): Promise<Answer | null> {
  if (url.pathname === '/healthz') return health(store);
  if (!/^\/incidents(\/|$)/.test(url.pathname)) return null;
  const { remoteAddress } = request.socket;
  const entrance = access({ remoteAddress, headers: request.headers, query: url.searchParams }, token);
  if (entrance.kind === 'refused') return notFound();
  if (entrance.kind === 'admit') return withoutToken(url, entrance.cookie);
  const page = await pageFor(url, store);
  return page ? shown(200, page) : notFound();
}

async function pageFor(url: URL, store: Readable): Promise<Page | null> {
  if (/^\/incidents\/?$/.test(url.pathname)) {
    const number = pageNumber(url.searchParams.get('page'));
    return listPage(await store.list({ limit: pageSize, offset: (number - 1) * pageSize }), number);
  }
  const id = /^\/incidents\/(\d+-\d+)$/.exec(url.pathname)?.[1];
  const view = id ? await store.find(id as IncidentId) : null;
  return view && incidentPage(view);
}

/** Public, for whoever watches the process: says whether the database answers and nothing else. */
async function health(store: Readable): Promise<Answer> {
  const isWell = await store.ping().then(
    () => true,
    // Why it does not answer is for the log of the worker, which meets the same fault; here it would be public.
    () => false,
  );
  const body = JSON.stringify({ status: isWell ? 'ok' : 'unavailable' });
  return { status: isWell ? 200 : 503, headers: { 'content-type': 'application/json' }, body };
}

async function shown(status: number, page: Page): Promise<Answer> {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: String(await page) };
}

/** The same for a page that is not there and for a visitor who may not see it. */
function notFound(): Promise<Answer> {
  return shown(404, notFoundPage());
}

function withoutToken(url: URL, cookie: string): Answer {
  const query = new URLSearchParams(url.searchParams);
  query.delete('token');
  const location = query.size > 0 ? `${url.pathname}?${query}` : url.pathname;
  return { status: 303, headers: { location, 'set-cookie': cookie }, body: '' };
}

/** Null for an address that is none, as only a careless or hostile client sends it. */
function addressOf({ url = '' }: IncomingMessage): URL | null {
  return url.startsWith('/') && URL.canParse(`http://localhost${url}`) ? new URL(`http://localhost${url}`) : null;
}

function pageNumber(text: string | null): number {
  return /^[1-9]\d{0,5}$/.test(text ?? '') ? Number(text) : 1;
}
