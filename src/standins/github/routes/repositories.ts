// A repository, its branches, its commits, and how two of them differ.
import { Hono } from 'hono';
import { compareFiles, mergeBase } from '../git/compare.ts';
import { listCommits, listRefs, resolveCommit } from '../git/read.ts';
import { type Api, answer, found, page, param, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import { Refusal } from '../http/errors.ts';
import { commitObject, commitWithFiles, fileObject } from '../objects/commit.ts';
import { apiUrl, fullRepositoryObject, htmlUrl } from '../objects/repository.ts';
import type { Schemas } from '../objects/schemas.ts';

/** GitHub's limits for one comparison. */
const mostFiles = 300;

const repo = '/repos/:owner/:repo';

export const repositoryRoutes = new Hono<{ Variables: Variables }>()
  .get(repo, needs('metadata', 'read'), c => answer(c, fullRepositoryObject(c.var.world, c.var.repository)))
  .get(`${repo}/branches`, needs('contents', 'read'), listBranches)
  .get(`${repo}/branches/:branch{.+}`, needs('contents', 'read'), getBranch)
  .get(`${repo}/commits`, needs('contents', 'read'), listCommitsOf)
  .get(`${repo}/commits/:ref{.+}`, needs('contents', 'read'), getCommit)
  .get(`${repo}/compare/:basehead{.+}`, needs('contents', 'read'), compare);

async function listBranches(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const refs = [...(await listRefs(repository.gitDirectory, 'refs/heads/'))];
  const branches = refs.map(([ref, sha]): Schemas['short-branch'] => {
    const name = ref.replace('refs/heads/', '');
    const commit = { sha, url: `${apiUrl(world, repository)}/commits/${sha}` };
    return { name, commit, protected: repository.protectedBranches.includes(name) };
  });
  const wanted = c.req.query('protected');
  return answer(c, page(c, wanted ? branches.filter(branch => String(branch.protected) === wanted) : branches));
}

async function getBranch(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const name = param(c, 'branch');
  const sha = (await listRefs(repository.gitDirectory, `refs/heads/${name}`)).get(`refs/heads/${name}`);
  if (!sha) throw new Refusal(404, 'Branch not found');
  const self = `${apiUrl(world, repository)}/branches/${name}`;
  const isProtected = repository.protectedBranches.includes(name);
  const branch: Schemas['branch-with-protection'] = {
    name,
    commit: await commitObject(world, repository, sha),
    _links: { self, html: `${htmlUrl(world, repository)}/tree/${name}` },
    protected: isProtected,
    protection: { enabled: isProtected },
    protection_url: `${self}/protection`,
  };
  return answer(c, branch);
}

async function listCommitsOf(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const from = c.req.query('sha') ?? repository.defaultBranch;
  const start = found(await resolveCommit(repository.gitDirectory, from));
  const shas = page(c, await listCommits(repository.gitDirectory, start, c.req.query('path')));
  return answer(c, await Promise.all(shas.map(sha => commitObject(world, repository, sha))));
}

async function getCommit(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const sha = await namedCommit(c, param(c, 'ref'));
  if (c.req.header('accept')?.includes('application/vnd.github.sha')) return c.text(sha);
  return answer(c, await commitWithFiles(world, repository, sha));
}

async function compare(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const directory = repository.gitDirectory;
  const [baseName = '', headName = ''] = param(c, 'basehead').split('...');
  const base = await namedCommit(c, withoutOwner(baseName), 404);
  const head = await namedCommit(c, withoutOwner(headName), 404);
  const common = found(await mergeBase(directory, base, head));
  const ahead = await listCommits(directory, `${base}..${head}`);
  const behind = await listCommits(directory, `${head}..${base}`);
  const files = await compareFiles(directory, common, head);
  const url = `${apiUrl(world, repository)}/compare/${baseName}...${headName}`;
  const html = `${htmlUrl(world, repository)}/compare/${baseName}...${headName}`;
  const comparison: Schemas['commit-comparison'] = {
    url,
    html_url: html,
    permalink_url: `${htmlUrl(world, repository)}/compare/${base.slice(0, 7)}...${head.slice(0, 7)}`,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: await commitObject(world, repository, base),
    merge_base_commit: await commitObject(world, repository, common),
    status: standing(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: await Promise.all(page(c, ahead.toReversed()).map(sha => commitObject(world, repository, sha))),
    files: files.slice(0, mostFiles).map(file => fileObject(world, repository, { file, sha: head })),
  };
  return answer(c, comparison);
}

/** For a commit of that name that is not there GitHub says 422, except in a comparison. */
export async function namedCommit(c: Api, name: string, status: 404 | 422 = 422): Promise<string> {
  const sha = await resolveCommit(c.var.repository.gitDirectory, name);
  if (!sha) throw new Refusal(status, status === 404 ? 'Not Found' : `No commit found for SHA: ${name}`);
  return sha;
}

function withoutOwner(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function standing(ahead: number, behind: number): Schemas['commit-comparison']['status'] {
  if (ahead > 0 && behind > 0) return 'diverged';
  if (ahead > 0) return 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
