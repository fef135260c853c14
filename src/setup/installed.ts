// Where GitHub leads people who have installed the App: a page for everyone, which says what happens next.
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Handler } from '../server/server.ts';
import { headersFor } from './headers.ts';
import { installedPage } from './pages/end-pages.ts';

const path = '/installed';

const pages = new Hono().use(headersFor(["'none'"])).get(path, async c => c.html(await installedPage()));
const listener = getRequestListener(pages.fetch, { overrideGlobalObjects: false });

export const installed: Handler = async (request, response) => {
  if (request.url?.split('?')[0] !== path) return false;
  await listener(request, response);
  return true;
};
