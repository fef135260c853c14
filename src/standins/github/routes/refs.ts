// Branches and tags as refs: reading, making, moving, removing them.
import { Hono } from 'hono';
import { z } from 'zod';
import { moveRefs } from '../events/pushes.ts';
import { isAncestor } from '../git/compare.ts';
import { git, maybeGit } from '../git/git.ts';
import { listRefs, objectType, readRef } from '../git/read.ts';
import { type Api, actor, answer, body, found, page, param, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import { Refusal } from '../http/errors.ts';
import { apiUrl } from '../objects/repository.ts';
import { nodeId, type Schemas } from '../objects/schemas.ts';

const refs = '/repos/:owner/:repo/git';
const nothing = '0'.repeat(40);

export const refRoutes = new Hono<{ Variables: Variables }>()
  .get(`${refs}/ref/:ref{.+}`, needs('contents', 'read'), getRef)
  .get(`${refs}/matching-refs/:ref{.+}`, needs('contents', 'read'), listMatching)
  .post(`${refs}/refs`, needs('contents', 'write'), createRef)
  .patch(`${refs}/refs/:ref{.+}`, needs('contents', 'write'), updateRef)
  .delete(`${refs}/refs/:ref{.+}`, needs('contents', 'write'), deleteRef);

async function getRef(c: Api): Promise<Response> {
  const ref = `refs/${param(c, 'ref')}`;
  const sha = found(await readRef(c.var.repository.gitDirectory, ref));
  return answer(c, await refObject(c, ref, sha));
}

async function listMatching(c: Api): Promise<Response> {
  const prefix = `refs/${param(c, 'ref')}`;
  const all = [...(await listRefs(c.var.repository.gitDirectory, 'refs/heads/', 'refs/tags/'))];
  const matching = all.filter(([ref]) => ref.startsWith(prefix));
  return answer(c, await Promise.all(page(c, matching).map(([ref, sha]) => refObject(c, ref, sha))));
}

const newRef = z.object({ ref: z.string(), sha: z.string() });

async function createRef(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const { ref, sha } = await body(c, newRef);
  const directory = repository.gitDirectory;
  const isName = /^refs\/.+\/.+|^refs\/heads\/.+/.test(ref);
  if (!isName || (await maybeGit(directory, ['check-ref-format', ref])) === undefined) {
    throw new Refusal(422, 'Reference name is not valid');
  }
  if (!(await objectType(directory, sha))) throw new Refusal(422, 'Object does not exist');
  await moveRefs(world, {
    repository,
    actor: actor(c).user,
    async change() {
      if (await readRef(directory, ref)) throw new Refusal(422, 'Reference already exists');
      // A branch `a` conflicts with a branch `a/b`; git refuses it.
      const done = await maybeGit(directory, ['update-ref', ref, sha, nothing]);
      if (done === undefined) throw new Refusal(422, 'Reference could not be created');
    },
  });
  return answer(c, await refObject(c, ref, sha), 201);
}

const movedRef = z.object({ sha: z.string(), force: z.boolean().default(false) });

async function updateRef(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const ref = `refs/${param(c, 'ref')}`;
  const { sha, force } = await body(c, movedRef);
  const directory = repository.gitDirectory;
  if ((await objectType(directory, sha)) !== 'commit') throw new Refusal(422, 'Object does not exist');
  await moveRefs(world, {
    repository,
    actor: actor(c).user,
    async change() {
      const old = await readRef(directory, ref);
      if (!old) throw new Refusal(422, 'Reference does not exist');
      if (!force && !(await isAncestor(directory, old, sha))) throw new Refusal(422, 'Update is not a fast forward');
      await git(directory, ['update-ref', ref, sha, old]);
    },
  });
  return answer(c, await refObject(c, ref, sha));
}

async function deleteRef(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const ref = `refs/${param(c, 'ref')}`;
  await moveRefs(world, {
    repository,
    actor: actor(c).user,
    async change() {
      if (!(await readRef(repository.gitDirectory, ref))) throw new Refusal(422, 'Reference does not exist');
      await git(repository.gitDirectory, ['update-ref', '-d', ref]);
    },
  });
  return c.body(null, 204);
}

async function refObject(c: Api, ref: string, sha: string): Promise<Schemas['git-ref']> {
  const { world, repository } = c.var;
  const type = (await objectType(repository.gitDirectory, sha)) ?? 'commit';
  const url = `${apiUrl(world, repository)}/git`;
  return {
    ref,
    node_id: nodeId('Ref', ref),
    url: `${url}/${ref}`,
    object: { sha, type, url: `${url}/${type}s/${sha}` },
  };
}
