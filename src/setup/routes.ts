// The pages of set-up by their addresses: who gets in, what is refused, and where each form leads.
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import type { Access } from './access.ts';
import { type Address, isOurHost, isOurOrigin } from './address.ts';
import { headersFor } from './headers.ts';
import { failedPage, noAccessPage, notFoundPage, refusedFormPage, wrongHostPage } from './pages/end-pages.ts';
import type { Html } from './pages/layout.ts';
import { type StepOptions, Steps } from './steps.ts';

const cookie = 'nightwatch-setup';

/** Enough for a name, a state and a key. */
const mostBytes = 16 * 1024;

export function setUpRoutes(options: StepOptions): Hono {
  const { access, address, config, isReached } = options;
  const steps = new Steps(options);
  return new Hono()
    .onError((error, c) => show(c, failedPage(error.message), 500))
    .use(headersFor(["'self'", config().githubUrl]))
    .use(onlyAt(address))
    .get('/setup', letIn(access, address))
    .get('/setup/callback', comeAgain(access))
    .use(async (c, next) => {
      if (isAdmitted(c, access)) return await next();
      return steps.isDone ? notFound(c) : show(c, noAccessPage(), 403);
    })
    .get('/setup', async c => {
      const page = await steps.current();
      if (steps.isDone && !isReached()) c.header('refresh', '5');
      return show(c, page);
    })
    .use('/setup/:form', async (c, next) => (steps.isDue(c.req.param('form')) ? await next() : notFound(c)))
    .use(bodyLimit({ maxSize: mostBytes }), onlyOurForms(access, address))
    .post('/setup/key', async c => {
      await steps.saveKey(await fieldOf(c, 'key'));
      return c.redirect('/setup', 303);
    })
    .post('/setup/account', async c => {
      const isOrganization = (await fieldOf(c, 'owner')) === 'organization';
      const isChosen = await steps.chooseOwner(isOrganization ? await fieldOf(c, 'organization') : undefined);
      return c.redirect(isChosen ? '/setup/review' : '/setup', 303);
    })
    .get('/setup/review', async c => {
      const page = steps.review();
      return page === null ? c.redirect('/setup', 303) : await show(c, page);
    })
    .get('/setup/callback', async c => {
      await steps.register(c.req.query('code') ?? '');
      return c.redirect('/setup', 303);
    })
    .notFound(notFound);
}

function onlyAt(address: Address): MiddlewareHandler {
  return async (c, next) => {
    if (isOurHost(address, c.req.header('host'))) return await next();
    return show(c, wrongHostPage(address.origin), 421);
  };
}

/** Turns the link's token into a cookie, so that it does not stay in the address. */
function letIn(access: Access, { origin }: Address): MiddlewareHandler {
  return async (c, next) => {
    const token = c.req.query('token');
    if (token === undefined) return await next();
    const session = isAdmitted(c, access) ? null : access.admit(token);
    if (session !== null) {
      const secure = origin.startsWith('https:');
      setCookie(c, cookie, session, { path: '/setup', httpOnly: true, sameSite: 'Strict', secure });
    }
    return c.redirect('/setup', 303);
  };
}

/** A strict cookie stays away from where another site leads, so the browser is sent here once more from here. */
function comeAgain(access: Access): MiddlewareHandler {
  return async (c, next) => {
    if (isAdmitted(c, access) || c.req.query('again') !== undefined) return await next();
    const query = new URLSearchParams({ ...c.req.query(), again: 'yes' });
    return c.body('', 200, { refresh: `0; url=/setup/callback?${query}` });
  };
}

/** Every form, and GitHub's way back, has to bring the state of a page of ours. */
function onlyOurForms(access: Access, address: Address): MiddlewareHandler {
  return async (c, next) => {
    const isForm = c.req.method === 'POST';
    const origin = c.req.header('origin');
    const isOurs = isOurOrigin(address, origin) || (!isForm && origin === undefined);
    const needsState = isForm || c.req.path === '/setup/callback';
    const state = isForm ? await fieldOf(c, 'state') : c.req.query('state');
    if (isOurs && (!needsState || access.isState(state))) return await next();
    return show(c, refusedFormPage(), 403);
  };
}

function isAdmitted(c: Context, access: Access): boolean {
  return access.isAdmitted(getCookie(c, cookie));
}

async function fieldOf(c: Context, name: string): Promise<string> {
  const value = (await c.req.parseBody())[name];
  return typeof value === 'string' ? value.trim() : '';
}

function notFound(c: Context): Promise<Response> {
  return show(c, notFoundPage(), 404);
}

async function show(c: Context, page: Html, status: 200 | 403 | 404 | 421 | 500 = 200): Promise<Response> {
  return c.html(await page, status);
}
