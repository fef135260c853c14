// Assembles the routes and what every response of GitHub has: headers, rate limits, errors in its own form.
import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { actionRoutes } from '../routes/actions.ts';
import { conversionRoutes, registrationRoutes } from '../routes/app-registration.ts';
import { appRoutes } from '../routes/apps.ts';
import { checkRoutes } from '../routes/checks.ts';
import { collaboratorRoutes } from '../routes/collaborators.ts';
import { commentRoutes } from '../routes/comments.ts';
import { contentRoutes } from '../routes/contents.ts';
import { deliveryRoutes } from '../routes/deliveries.ts';
import { gitDataRoutes } from '../routes/git-data.ts';
import { gitRoutes } from '../routes/git-http.ts';
import { issueRoutes } from '../routes/issues.ts';
import { labelRoutes } from '../routes/labels.ts';
import { downloadRoutes, logRoutes } from '../routes/logs.ts';
import { pullRoutes } from '../routes/pulls.ts';
import { refRoutes } from '../routes/refs.ts';
import { repositoryRoutes } from '../routes/repositories.ts';
import { reviewRoutes } from '../routes/reviews.ts';
import { newPath } from '../settings/settings.ts';
import type { World } from '../state/world.ts';
import { type Api, answer, type Identity, type Variables } from './api.ts';
import { identify, withRepository } from './auth.ts';
import { conditional } from './conditional.ts';
import { described } from './described.ts';
import { notFound, Refusal } from './errors.ts';
import type { FaultInjector } from './injected-faults.ts';

/** Requests an hour for one installation token (docs: "Rate limits for the REST API"). */
const hourlyLimit = 5000;

export function createApplication(world: World, faults: FaultInjector): Hono<{ Variables: Variables }> {
  const application = new Hono<{ Variables: Variables }>();
  application.onError((error, c) => refuse(world, c, error));
  application.notFound(c => {
    // A plain 404 would look like a fault of the App, not of the local GitHub.
    world.background.report(new Error(`The local GitHub does not serve ${c.req.method} ${c.req.path}`));
    return refuse(world, c, notFound());
  });
  application.use('/api/v3/*', described(world));
  application.use(async (c, next) => {
    c.set('world', world);
    const wrong = await faults.answerTo(c.req);
    c.set('isInjected', wrong !== undefined);
    if (wrong) return wrong;
    const moved = newPath(world, c.req.path);
    if (!moved) return await next();
    // A 307 keeps method and body; a client may turn a 301 into a GET.
    return c.redirect(`${world.url}${moved}${new URL(c.req.url).search}`, c.req.method === 'GET' ? 301 : 307);
  });
  application.route('/', downloadRoutes);
  application.route('/', registrationRoutes);
  application.route('/', gitRoutes);
  application.route('/api/v3', createApi(world));
  return application;
}

function createApi(world: World): Hono<{ Variables: Variables }> {
  const api = new Hono<{ Variables: Variables }>();
  api.use(async (c, next) => {
    c.set('identity', { kind: 'anonymous' });
    setHeaders(c);
    c.set('identity', identify(world, c.req.header('authorization')));
    setHeaders(c);
    await next();
  });
  api.use(conditional);
  api.use('/repos/:owner/:repo/*', withRepository);
  api.get('/rate_limit', c => {
    const rate = rateLimit(world, c.var.identity);
    const search = { ...rate, limit: 30, remaining: 30, used: 0 };
    return answer(c, { resources: { core: rate, search }, rate });
  });
  const parts = [
    appRoutes,
    deliveryRoutes,
    conversionRoutes,
    checkRoutes,
    repositoryRoutes,
    contentRoutes,
    gitDataRoutes,
    refRoutes,
    pullRoutes,
    reviewRoutes,
    commentRoutes,
    issueRoutes,
    labelRoutes,
    logRoutes,
    actionRoutes,
    collaboratorRoutes,
  ];
  for (const part of parts) api.route('/', part);
  return api;
}

function setHeaders(c: Api): void {
  const { world, identity } = c.var;
  const { limit, remaining, used, reset } = rateLimit(world, identity);
  // The local GitHub has its own clock; an App whose clock is off corrects itself by this header.
  c.header('date', world.clock.now().toUTCString());
  c.header('server', 'github.com');
  c.header('x-github-request-id', randomBytes(8).toString('hex').toUpperCase());
  c.header('x-github-media-type', 'github.v3; format=json');
  c.header('x-ratelimit-limit', String(limit));
  c.header('x-ratelimit-remaining', String(remaining));
  c.header('x-ratelimit-used', String(used));
  c.header('x-ratelimit-reset', String(reset));
  c.header('x-ratelimit-resource', 'core');
}

function rateLimit(world: World, identity: Identity) {
  const used = identity.kind === 'installation' ? identity.token.requests : 0;
  // A token is valid for as long as the rate-limit window, so both end together.
  const end = identity.kind === 'installation' ? identity.token.expiresAt : world.clock.now();
  const reset = Math.floor(end.getTime() / 1000);
  return { limit: hourlyLimit, remaining: Math.max(0, hourlyLimit - used), used, reset };
}

/** Any error but a refusal is a bug of this server: a 500 for the client, and reported by `settled`. */
function refuse(world: World, c: Api, error: Error): Response {
  if (error instanceof Refusal) {
    return c.body(JSON.stringify(error.body()), error.status, { 'content-type': 'application/json; charset=utf-8' });
  }
  world.background.report(error);
  return c.body(JSON.stringify({ message: 'Server Error' }), 500, {
    'content-type': 'application/json; charset=utf-8',
  });
}
