// Blobs, trees and commits as objects: what a change is made of before any branch shows it.
import { Hono } from 'hono';
import { z } from 'zod';
import { maybeGit } from '../git/git.ts';
import {
  isoSeconds,
  listTree,
  listWholeTree,
  objectType,
  readBlob,
  readCommit,
  resolveCommit,
  type Signature,
} from '../git/read.ts';
import { type TreeChange, writeBlob, writeCommit, writeTree } from '../git/write.ts';
import { type Api, actor, answer, body, found, param, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import { notFound, Refusal } from '../http/errors.ts';
import { emptyTree, gitCommitObject } from '../objects/commit.ts';
import { apiUrl } from '../objects/repository.ts';
import { nodeId, type Schemas } from '../objects/schemas.ts';
import { noreplyAddress } from '../objects/user.ts';
import { inLines } from './contents.ts';

const git = '/repos/:owner/:repo/git';

export const gitDataRoutes = new Hono<{ Variables: Variables }>()
  .get(`${git}/blobs/:sha`, needs('contents', 'read'), getBlob)
  .post(`${git}/blobs`, needs('contents', 'write'), createBlob)
  .get(`${git}/trees/:sha{.+}`, needs('contents', 'read'), getTree)
  .post(`${git}/trees`, needs('contents', 'write'), createTree)
  .get(`${git}/commits/:sha`, needs('contents', 'read'), getCommit)
  .post(`${git}/commits`, needs('contents', 'write'), createCommit);

async function getBlob(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const sha = param(c, 'sha');
  if ((await objectType(repository.gitDirectory, sha)) !== 'blob') throw notFound();
  const content = await readBlob(repository.gitDirectory, sha);
  const blob: Schemas['blob'] = {
    sha,
    node_id: nodeId('Blob', sha),
    size: content.length,
    url: `${apiUrl(world, repository)}/git/blobs/${sha}`,
    content: inLines(content.toString('base64')),
    encoding: 'base64',
  };
  return answer(c, blob);
}

const newBlob = z.object({ content: z.string(), encoding: z.enum(['utf-8', 'base64']).default('utf-8') });

async function createBlob(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const { content, encoding } = await body(c, newBlob);
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  const sha = await writeBlob(repository.gitDirectory, bytes);
  const blob: Schemas['short-blob'] = { sha, url: `${apiUrl(world, repository)}/git/blobs/${sha}` };
  return answer(c, blob, 201);
}

async function getTree(c: Api): Promise<Response> {
  const { repository } = c.var;
  const name = param(c, 'sha');
  const isTree = (await objectType(repository.gitDirectory, name)) === 'tree';
  const commit = isTree ? undefined : found(await resolveCommit(repository.gitDirectory, name));
  const sha = commit ? (await readCommit(repository.gitDirectory, commit)).tree : name;
  return answer(c, await treeObject(c, sha));
}

const newTree = z.object({
  base_tree: z.string().optional(),
  tree: z
    .array(
      z.object({
        path: z.string().min(1),
        mode: z.enum(['100644', '100755', '040000', '160000', '120000']).default('100644'),
        type: z.enum(['blob', 'tree', 'commit']).optional(),
        sha: z.string().nullable().optional(),
        content: z.string().optional(),
      }),
    )
    .min(1),
});

async function createTree(c: Api): Promise<Response> {
  const directory = c.var.repository.gitDirectory;
  const { base_tree: base, tree } = await body(c, newTree);
  const baseType = base === undefined ? 'tree' : await objectType(directory, base);
  if (baseType !== 'tree' && baseType !== 'commit') throw new Refusal(422, 'base_tree is not a valid tree oid');
  const changes = await Promise.all(tree.map(entry => treeChange({ directory, base }, entry)));
  const sha = await writeTree(directory, base, changes);
  // GitHub refuses to make a tree of nothing.
  if (sha === emptyTree) throw new Refusal(422, 'Invalid tree info');
  return answer(c, await treeObject(c, sha), 201);
}

async function treeChange(
  { directory, base }: { directory: string; base: string | undefined },
  { path, mode, sha, content }: z.infer<typeof newTree>['tree'][number],
): Promise<TreeChange> {
  const isSafe = !path.startsWith('/') && !path.split('/').some(part => ['', '.', '..', '.git'].includes(part));
  if (!isSafe) throw new Refusal(422, 'tree.path contains a malformed path component');
  if (content !== undefined) return { path, mode, sha: await writeBlob(directory, content) };
  if (sha === undefined) throw new Refusal(422, 'Must supply either tree.sha or tree.content');
  if (sha === null) {
    const isThere = await maybeGit(directory, ['rev-parse', '--verify', '--quiet', `${base}:${path}`]);
    // GitHub's own words for removing what is not there.
    if (isThere === undefined) throw new Refusal(422, 'GitRPC::BadObjectState');
    return { path, mode, sha };
  }
  const type = await objectType(directory, sha);
  const wanted = mode === '040000' ? 'tree' : 'blob';
  if (mode !== '160000' && type !== wanted) throw new Refusal(422, `tree.sha ${sha} is not a valid ${wanted}`);
  return { path, mode, sha };
}

async function treeObject(c: Api, sha: string): Promise<Schemas['git-tree']> {
  const { world, repository } = c.var;
  const list = c.req.query('recursive') === undefined ? listTree : listWholeTree;
  const url = `${apiUrl(world, repository)}/git`;
  return {
    sha,
    url: `${url}/trees/${sha}`,
    tree: (await list(repository.gitDirectory, sha)).map(({ path, mode, type, sha: own, size }) => ({
      path,
      mode,
      type,
      sha: own,
      ...(size !== undefined && { size }),
      ...(type !== 'commit' && { url: `${url}/${type}s/${own}` }),
    })),
    truncated: false,
  };
}

async function getCommit(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const sha = param(c, 'sha');
  if ((await objectType(repository.gitDirectory, sha)) !== 'commit') throw notFound();
  return answer(c, gitCommitObject(world, repository, await readCommit(repository.gitDirectory, sha)));
}

const person = z.object({
  name: z.string().min(1),
  email: z.string().min(1),
  date: z.iso.datetime({ offset: true }).optional(),
});
const newCommit = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: person.optional(),
  committer: person.optional(),
});

/** GitHub signs an App's commit only where the App leaves author and committer to it. */
async function createCommit(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const { user } = actor(c);
  const { tree, parents, message, author, committer } = await body(c, newCommit);
  const directory = repository.gitDirectory;
  if ((await objectType(directory, tree)) !== 'tree') throw new Refusal(422, 'Tree SHA does not exist');
  for (const parent of parents) {
    if ((await objectType(directory, parent)) !== 'commit')
      throw new Refusal(422, 'Parent SHA does not exist or is not a commit object');
  }
  const bot = { name: user.login, email: noreplyAddress(user) };
  const web = { name: 'GitHub', email: 'noreply@github.com' };
  const now = world.clock.now();
  const sha = await writeCommit(directory, {
    tree,
    parents,
    message,
    author: dated(author ?? bot, now),
    committer: dated(committer ?? author ?? web, now),
  });
  if (!author && !committer) repository.verifiedCommits.add(sha);
  return answer(c, gitCommitObject(world, repository, await readCommit(directory, sha)), 201);
}

function dated({ name, email, date }: z.infer<typeof person>, now: Date): Signature {
  return { name, email, date: isoSeconds(date ? new Date(date) : now) };
}
