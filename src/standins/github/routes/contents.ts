// Files and folders of a repository at a commit.
import { Hono } from 'hono';
import { listTree, readBlob, resolveCommit, type TreeEntry } from '../git/read.ts';
import { type Api, answer, found, param, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import { Refusal } from '../http/errors.ts';
import { apiUrl, htmlUrl } from '../objects/repository.ts';
import type { Schemas } from '../objects/schemas.ts';

/** Above this GitHub gives no content but by the raw media type (docs: "Get repository content"). */
const mostBytes = 1_000_000;

export const contentRoutes = new Hono<{ Variables: Variables }>()
  .get('/repos/:owner/:repo/contents', needs('contents', 'read'), getContents)
  .get('/repos/:owner/:repo/contents/', needs('contents', 'read'), getContents)
  .get('/repos/:owner/:repo/contents/:path{.+}', needs('contents', 'read'), getContents);

async function getContents(c: Api): Promise<Response> {
  const { repository } = c.var;
  const ref = c.req.query('ref') ?? repository.defaultBranch;
  const sha = await resolveCommit(repository.gitDirectory, ref);
  if (!sha) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const path = param(c, 'path').replaceAll(/^\/+|\/+$/g, '');
  const entry = await entryAt(repository.gitDirectory, sha, path);
  if (entry.type === 'tree') {
    const entries = await listTree(repository.gitDirectory, entry.sha);
    return answer(
      c,
      entries.map(one => describe(c, { ...one, path: path ? `${path}/${one.path}` : one.path }, ref)),
    );
  }
  if (entry.type === 'commit') return answer(c, describe(c, entry, ref));
  const content = await readBlob(repository.gitDirectory, entry.sha);
  const accept = c.req.header('accept') ?? '';
  if (/application\/vnd\.github\.(v3\.)?raw/.test(accept)) {
    return c.body(new Uint8Array(content), 200, { 'content-type': 'application/vnd.github.raw; charset=utf-8' });
  }
  return answer(c, fileObject(c, { entry, content, ref }));
}

/** Walks down one folder at a time, since a path is data and git's own `sha:path` would read more into it. */
async function entryAt(directory: string, sha: string, path: string): Promise<TreeEntry> {
  let entry: TreeEntry = { mode: '040000', type: 'tree', sha, size: undefined, path: '' };
  for (const name of path.split('/').filter(Boolean)) {
    const entries = entry.type === 'tree' ? await listTree(directory, entry.sha) : [];
    entry = found(entries.find(one => one.path === name));
  }
  return { ...entry, path };
}

function fileObject(
  c: Api,
  { entry, content, ref }: { entry: TreeEntry; content: Buffer; ref: string },
): Schemas['content-file'] {
  const isSmall = content.length <= mostBytes;
  return {
    ...describe(c, entry, ref),
    type: 'file',
    encoding: isSmall ? 'base64' : 'none',
    content: isSmall ? inLines(content.toString('base64')) : '',
  };
}

const types = { blob: 'file', tree: 'dir', commit: 'submodule' } as const;

function describe(c: Api, entry: TreeEntry, ref: string): Schemas['content-directory'][number] {
  const { world, repository } = c.var;
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const kind = entry.type === 'tree' ? 'tree' : 'blob';
  const self = `${apiUrl(world, repository)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const git = `${apiUrl(world, repository)}/git/${kind}s/${entry.sha}`;
  const html = `${htmlUrl(world, repository)}/${kind}/${ref}/${path}`;
  return {
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    type: entry.mode === '120000' ? 'symlink' : types[entry.type],
    url: self,
    html_url: html,
    git_url: git,
    download_url: entry.type === 'blob' ? `${htmlUrl(world, repository)}/raw/${ref}/${path}` : null,
    _links: { self, git, html },
  };
}

/** GitHub breaks base64 into lines of 60 characters. */
export function inLines(base64: string): string {
  return base64.replaceAll(/.{1,60}/g, '$&\n');
}
