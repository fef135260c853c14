// The App and its installations: who it is, where it is installed, and the tokens it works with.
import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import { isoSeconds } from '../git/read.ts';
import { type Api, answer, body, found, numberParam, page, type Variables } from '../http/api.ts';
import { covers, isGranted, needsApp } from '../http/auth.ts';
import { Refusal, suspended } from '../http/errors.ts';
import { appObject, installationObject } from '../objects/app.ts';
import { repositoryObject } from '../objects/repository.ts';
import type { App, Installation, Permissions, Token } from '../state/accounts.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

/** How long an installation token lives (docs: "Generating an installation access token"). */
const tokenLifeMs = 3_600_000;

export const appRoutes = new Hono<{ Variables: Variables }>()
  .get('/app', needsApp, c => {
    const app = thisApp(c);
    return answer(c, { ...appObject(c.var.world, app), installations_count: installationsOf(c.var.world, app).length });
  })
  .get('/app/hook/config', needsApp, c => {
    const { webhook } = thisApp(c);
    const secret = webhook?.secret ? { secret: '********' } : {};
    return answer(c, { content_type: 'json', insecure_ssl: '0', url: webhook?.url ?? '', ...secret });
  })
  .get('/app/installations', needsApp, c => {
    const installations = page(c, installationsOf(c.var.world, thisApp(c)));
    return answer(
      c,
      installations.map(installation => installationObject(c.var.world, installation)),
    );
  })
  .get('/app/installations/:id', needsApp, c => answer(c, installationObject(c.var.world, installationOf(c))))
  .post('/app/installations/:id/access_tokens', needsApp, createToken)
  .get('/repos/:owner/:repo/installation', needsApp, c => {
    const { world, repository } = c.var;
    const installations = installationsOf(world, thisApp(c));
    const installation = found(installations.find(({ account }) => covers(account, repository)));
    return answer(c, installationObject(world, installation));
  })
  .get('/installation/repositories', c => {
    const { world, identity } = c.var;
    if (identity.kind !== 'installation')
      throw new Refusal(403, 'You must authenticate with an installation access token');
    const repositories = reachable(world, identity.token);
    return answer(c, {
      total_count: repositories.length,
      repository_selection: identity.token.repositoryIds ? 'selected' : 'all',
      repositories: page(c, repositories).map(repository => repositoryObject(world, repository)),
    });
  });

const tokenRequest = z.object({
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number()).optional(),
});

async function createToken(c: Api): Promise<Response> {
  const { world } = c.var;
  const installation = installationOf(c);
  if (installation.suspended) throw suspended();
  const request = await body(c, tokenRequest);
  const permissions = grantedPermissions(installation.app, request.permissions);
  const repositoryIds = chosenRepositories(world, installation, request);
  const token: Token = {
    installation,
    permissions,
    repositoryIds,
    expiresAt: new Date(world.clock.now().getTime() + tokenLifeMs),
    requests: 0,
  };
  const secret = `ghs_${randomBytes(27).toString('base64url').replaceAll(/[-_]/g, '0')}`;
  world.tokens.set(secret, token);
  return answer(
    c,
    {
      token: secret,
      expires_at: isoSeconds(token.expiresAt),
      permissions,
      repository_selection: repositoryIds ? 'selected' : 'all',
      ...(repositoryIds && { repositories: reachable(world, token).map(one => repositoryObject(world, one)) }),
    },
    201,
  );
}

function thisApp(c: Api): App {
  if (c.var.identity.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
  return c.var.identity.app;
}

function installationsOf(world: World, app: App): Installation[] {
  return world.installations.filter(installation => installation.app === app);
}

function installationOf(c: Api): Installation {
  const id = numberParam(c, 'id');
  return found(installationsOf(c.var.world, thisApp(c)).find(installation => installation.id === id));
}

/** A token may be given less than the App has, never more. */
function grantedPermissions(app: App, wanted: Permissions | undefined): Permissions {
  if (!wanted) return app.permissions;
  const isTooMuch = Object.entries(wanted).some(([name, access]) => !isGranted(app.permissions, name, access));
  if (isTooMuch) throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  return { metadata: 'read', ...wanted };
}

function chosenRepositories(
  world: World,
  { account }: Installation,
  wanted: z.infer<typeof tokenRequest>,
): number[] | undefined {
  if (!wanted.repositories && !wanted.repository_ids) return undefined;
  const own = world.repositories.filter(repository => covers(account, repository));
  const chosen = own.filter(
    ({ id, name }) => wanted.repositories?.includes(name) || wanted.repository_ids?.includes(id),
  );
  const count = (wanted.repositories?.length ?? 0) + (wanted.repository_ids?.length ?? 0);
  if (chosen.length < count) {
    throw new Refusal(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  return chosen.map(({ id }) => id);
}

function reachable(world: World, { installation, repositoryIds }: Token): Repository[] {
  const own = world.repositories.filter(repository => covers(installation.account, repository));
  return own.filter(({ id }) => repositoryIds?.includes(id) ?? true);
}
