// GitHub's pages on which a person registers an App from a manifest and installs it, and the API that hands out its credentials.
import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { type Api, answer, found, param, type Variables } from '../http/api.ts';
import { Refusal } from '../http/errors.ts';
import { appObject } from '../objects/app.ts';
import type { Schemas } from '../objects/schemas.ts';
import { createFromManifest, Manifest, redeem } from '../settings/manifest.ts';
import { install } from '../settings/registration.ts';
import type { User } from '../state/accounts.ts';
import { userNamed } from '../state/records.ts';

/** Whoever sits at the browser. */
const person = 'octocat';

export const registrationRoutes = new Hono<{ Variables: Variables }>()
  .post('/settings/apps/new', c => askForName(c, userNamed(c.var.world, person)))
  .post('/organizations/:org/settings/apps/new', c => askForName(c, organization(c)))
  .post('/settings/apps', c => create(c, userNamed(c.var.world, person)))
  .post('/organizations/:org/settings/apps', c => create(c, organization(c)))
  .get('/apps/:slug', c => page(c, appOf(c).name, html`<p>by ${appOf(c).owner.login}</p>`))
  .get('/apps/:slug/installations/new', c => {
    const { name, owner } = appOf(c);
    const form = html`<form method="post"><button>Install on ${owner.login}</button></form>`;
    return page(c, `Install ${name}`, form);
  })
  .post('/apps/:slug/installations/new', c => {
    const app = appOf(c);
    const { id } = install(c.var.world, app, app.owner.login);
    const next = new URL(app.setupUrl ?? `${c.var.world.url}/settings/installations/${id}`);
    if (app.setupUrl)
      next.search = String(new URLSearchParams({ installation_id: String(id), setup_action: 'install' }));
    return c.redirect(String(next));
  });

export const conversionRoutes = new Hono<{ Variables: Variables }>().post('/app-manifests/:code/conversions', c => {
  const { app, privateKey } = found(redeem(c.var.world, param(c, 'code')));
  const converted = {
    ...appObject(c.var.world, app),
    client_id: `Iv23li${app.id}`,
    client_secret: randomBytes(20).toString('hex'),
    webhook_secret: app.webhook?.secret ?? null,
    pem: privateKey,
  } satisfies Schemas['integration'] & Record<string, unknown>;
  return answer(c, converted, 201);
});

async function askForName(c: Api, owner: User): Promise<Response> {
  const manifest = String((await c.req.parseBody())['manifest']);
  const { name = '' } = parsed(manifest);
  const folder = owner.type === 'Organization' ? `/organizations/${owner.login}` : '';
  return page(
    c,
    'Create GitHub App',
    html`<form method="post" action="${folder}/settings/apps">
<input type="hidden" name="manifest" value="${manifest}">
<input type="hidden" name="state" value="${c.req.query('state') ?? ''}">
<label>GitHub App name <input name="name" value="${name}"></label>
<button>Create GitHub App for ${owner.login}</button></form>`,
  );
}

async function create(c: Api, owner: User): Promise<Response> {
  const form = await c.req.parseBody();
  const manifest = parsed(String(form['manifest']));
  const code = createFromManifest(c.var.world, { manifest, name: String(form['name']), owner });
  const next = new URL(manifest.redirect_url);
  next.searchParams.set('code', code);
  if (form['state']) next.searchParams.set('state', String(form['state']));
  return c.redirect(String(next));
}

function parsed(manifest: string): Manifest {
  const { data, error } = Manifest.safeParse(JSON.parse(manifest));
  if (!data) throw new Refusal(422, `Error Invalid GitHub App configuration: ${error.message}`);
  return data;
}

function organization(c: Api): User {
  return userNamed(c.var.world, param(c, 'org'), 'Organization');
}

function appOf(c: Api) {
  return found(c.var.world.apps.find(({ slug }) => slug === param(c, 'slug')));
}

function page(c: Api, title: string, content: unknown): Response | Promise<Response> {
  return c.html(
    html`<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>${title}</title><main><h1>${title}</h1>${content}</main></html>`,
  );
}
