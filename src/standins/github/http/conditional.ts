// Conditional requests: what has not changed since it was read is a 304 without a body, and costs nothing of the rate limit.
import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Variables } from './api.ts';

/** https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate */
export const conditional: MiddlewareHandler<{ Variables: Variables }> = async (c, next) => {
  await next();
  if (c.req.method !== 'GET' || c.res.status !== 200) return;
  const etag = `W/"${createHash('sha256')
    .update(await c.res.clone().text())
    .digest('hex')}"`;
  c.res.headers.set('etag', etag);
  if (c.req.header('if-none-match') !== etag) return;
  if (c.var.identity.kind === 'installation') c.var.identity.token.requests -= 1;
  const { headers } = c.res;
  headers.delete('content-type');
  c.res = undefined;
  c.res = new Response(null, { status: 304, headers });
};
