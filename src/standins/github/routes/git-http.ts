// Git over HTTP: git's own `http-backend`, run as the CGI program it is, behind GitHub's authentication.
import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Hono } from 'hono';
import { moveRefs } from '../events/pushes.ts';
import { gitEnvironment } from '../git/git.ts';
import { type Api, param, type Variables } from '../http/api.ts';
import { identify, isGranted, visibleRepository } from '../http/auth.ts';
import { notFound, Refusal } from '../http/errors.ts';
import { userNamed } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';

export const gitRoutes = new Hono<{ Variables: Variables }>()
  .get('/:owner/:repo{.+\\.git}/info/refs', serve)
  .post('/:owner/:repo{.+\\.git}/git-upload-pack', serve)
  .post('/:owner/:repo{.+\\.git}/git-receive-pack', serve);

async function serve(c: Api): Promise<Response> {
  const { world } = c.var;
  const authorization = c.req.header('authorization');
  const isPush = c.req.path.endsWith('/git-receive-pack') || c.req.query('service') === 'git-receive-pack';
  // Git sends what it knows only when asked, so GitHub asks before it says whether anything is there.
  if (!authorization && (isPush || !isPublic(c))) return challenge(c);
  const identity = identify(world, authorization);
  if (identity.kind === 'app') throw new Refusal(401, 'Bad credentials');
  const repository = visibleRepository(world, identity, nameOf(c));
  if (
    identity.kind === 'installation' &&
    !isGranted(identity.token.permissions, 'contents', isPush ? 'write' : 'read')
  ) {
    throw isPush ? new Refusal(403, 'Write access to repository not granted.') : notFound();
  }
  if (!c.req.path.endsWith('/git-receive-pack')) return await backend(c, repository);
  const actor =
    identity.kind === 'installation' ? identity.installation.app.bot : userNamed(world, repository.owner.login);
  return await moveRefs(world, { repository, actor, change: () => backend(c, repository) });
}

function isPublic(c: Api): boolean {
  const { owner, repo } = nameOf(c);
  return c.var.world.repositories.some(one => one.owner.login === owner && one.name === repo && !one.private);
}

function nameOf(c: Api): { owner: string; repo: string } {
  return { owner: param(c, 'owner'), repo: param(c, 'repo').replace(/\.git$/, '') };
}

function challenge(c: Api): Response {
  return c.text('Authentication required', 401, { 'www-authenticate': 'Basic realm="GitHub"' });
}

/** Buffers the whole response: local repositories are small, and a push must be complete before its webhook is sent. */
async function backend(c: Api, repository: Repository): Promise<Response> {
  const url = new URL(c.req.url);
  const child = spawn('git', ['http-backend'], {
    cwd: repository.gitDirectory,
    stdio: 'pipe',
    env: gitEnvironment({
      GIT_PROJECT_ROOT: repository.gitDirectory,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname.replace(/^\/[^/]+\/[^/]+/, ''),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: c.req.method,
      CONTENT_TYPE: c.req.header('content-type') ?? '',
      HTTP_CONTENT_ENCODING: c.req.header('content-encoding') ?? '',
      GIT_PROTOCOL: c.req.header('git-protocol') ?? '',
      REMOTE_USER: 'x-access-token',
    }),
  });
  const input = c.req.raw.body ? Readable.from(c.req.raw.body) : Readable.from([]);
  const [output, complaint] = await Promise.all([
    buffer(child.stdout),
    text(child.stderr),
    // A backend may close its input early; its answer says why.
    pipeline(input, child.stdin).catch(() => {}),
  ]);
  const end = output.indexOf('\r\n\r\n');
  if (end < 0) throw new Error(`git http-backend answered nothing: ${complaint}`);
  const headers = output
    .subarray(0, end)
    .toString('latin1')
    .split('\r\n')
    .map(line => line.split(/: (.*)/s, 2));
  const status = Number.parseInt(headers.find(([name]) => name === 'Status')?.[1] ?? '200', 10);
  const passedOn = headers
    .filter(([name]) => name !== 'Status')
    .map(([name = '', value = '']): [string, string] => [name, value]);
  return new Response(new Uint8Array(output.subarray(end + 4)), { status, headers: passedOn });
}
