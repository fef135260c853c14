// Who asks, and what they may do: App statements, installation tokens, permissions.
import { createMiddleware } from 'hono/factory';
import type { Access, Permissions } from '../state/accounts.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { found, type Identity, type Variables } from './api.ts';
import { badCredentials, notAccessible, notFound, Refusal, suspended } from './errors.ts';
import { appOf } from './jwt.ts';

/** Reads `Bearer`, `token` and Basic credentials. Throws 401 where they are no good. */
export function identify(world: World, authorization: string | undefined): Identity {
  if (!authorization) return { kind: 'anonymous' };
  const [scheme = '', credentials = ''] = authorization.split(' ');
  const secret =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(credentials, 'base64').toString('utf8').split(':').slice(1).join(':')
      : credentials;
  if (secret.split('.').length === 3) return { kind: 'app', app: appOf(world, secret) };
  const token = world.tokens.get(secret);
  if (!token || token.expiresAt <= world.clock.now()) throw badCredentials();
  if (token.installation.suspended) throw suspended();
  token.requests += 1;
  return { kind: 'installation', installation: token.installation, token };
}

/** The repository of that name, if this identity may see it; otherwise it does not exist. */
export function visibleRepository(world: World, identity: Identity, name: { owner: string; repo: string }): Repository {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const repository = found(
    world.repositories.find(({ owner, name: own }) => same(owner.login, name.owner) && same(own, name.repo)),
  );
  if (mayRead(identity, repository)) return repository;
  throw notFound();
}

/** Sets `repository` for all routes below `/repos/:owner/:repo`. */
export const withRepository = createMiddleware<{ Variables: Variables }>(async (c, next) => {
  const name = { owner: c.req.param('owner') ?? '', repo: c.req.param('repo') ?? '' };
  c.set('repository', visibleRepository(c.var.world, c.var.identity, name));
  await next();
});

/** Lets only those pass who were given the permission, or one of them. Anyone may read a public repository. */
export function needs(permission: string | string[], access: Access) {
  return createMiddleware<{ Variables: Variables }>(async (c, next) => {
    const { identity, repository } = c.var;
    if (identity.kind === 'app') throw new Refusal(403, 'Resource not accessible by integration');
    if (identity.kind === 'anonymous' && (access === 'write' || repository.private)) {
      throw new Refusal(401, 'Requires authentication');
    }
    if (access === 'write' && repository.archived) {
      throw new Refusal(403, 'Repository was archived so is read-only.');
    }
    if (identity.kind === 'installation') {
      const { permissions } = identity.token;
      if (![permission].flat().some(one => isGranted(permissions, one, access))) throw notAccessible();
    }
    await next();
  });
}

/** Lets only an App itself pass, not one of its installations. */
export const needsApp = createMiddleware<{ Variables: Variables }>(async (c, next) => {
  if (c.var.identity.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
  await next();
});

export function isGranted(permissions: Permissions, permission: string, access: Access): boolean {
  const granted = permissions[permission];
  return permission === 'metadata' || granted === 'write' || granted === access;
}

export function covers(installationAccount: { id: number }, repository: Repository): boolean {
  return repository.owner.id === installationAccount.id;
}

function mayRead(identity: Identity, repository: Repository): boolean {
  if (identity.kind === 'app') return true;
  if (identity.kind === 'anonymous') return !repository.private;
  const { installation, token } = identity;
  const isOwn = covers(installation.account, repository);
  return isOwn && (token.repositoryIds?.includes(repository.id) ?? true);
}
