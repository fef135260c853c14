// Pull requests: opening, reading, changing.
import { Hono } from 'hono';
import { z } from 'zod';
import { emit } from '../events/webhooks.ts';
import { mergeBase } from '../git/compare.ts';
import { git } from '../git/git.ts';
import { listCommits, readRef } from '../git/read.ts';
import { type Api, actor, answer, body, found, numberParam, page, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import { validationFailed } from '../http/errors.ts';
import { isPull, openPulls, type PullIssue, pullObject, simplePullObject } from '../objects/pull.ts';
import { newIssue } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import { startRuns } from '../workflows/workflow-runs.ts';
import { setState } from './issues.ts';

const pulls = '/repos/:owner/:repo/pulls';

export const pullRoutes = new Hono<{ Variables: Variables }>()
  .get(pulls, needs('pull_requests', 'read'), listPulls)
  .post(pulls, needs('pull_requests', 'write'), createPull)
  .get(`${pulls}/:number`, needs('pull_requests', 'read'), async c => {
    return answer(c, await pullObject(c.var.world, c.var.repository, pullOf(c)));
  })
  .patch(`${pulls}/:number`, needs('pull_requests', 'write'), updatePull);

function listPulls(c: Api): Response {
  const { world, repository } = c.var;
  const state = c.req.query('state') ?? 'open';
  const head = c.req.query('head');
  const base = c.req.query('base');
  const matching = repository.issues
    .filter(isPull)
    .filter(issue => state === 'all' || issue.state === state)
    .filter(({ pull }) => !head || head === `${repository.owner.login}:${pull.headBranch}`)
    .filter(({ pull }) => !base || base === pull.baseBranch);
  const newestFirst = c.req.query('direction') === 'asc' ? matching : matching.toReversed();
  return answer(
    c,
    page(c, newestFirst).map(issue => simplePullObject(world, repository, issue)),
  );
}

const resource = 'PullRequest';

interface Branches {
  headBranch: string;
  baseBranch: string;
}

const newPull = z.object({
  title: z.string().min(1),
  head: z.string().min(1),
  base: z.string().min(1),
  body: z.string().nullable().default(null),
  draft: z.boolean().default(false),
});

async function createPull(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const { title, head, base, body: text, draft } = await body(c, newPull);
  const branches = { headBranch: head.replace(`${repository.owner.login}:`, ''), baseBranch: base };
  const { headSha, baseSha } = await ends(repository, branches);
  const { user, app } = actor(c);
  // Nothing is awaited between this look and the push below, so that of two at once only one comes through.
  refuseSecond(repository, branches);
  const pull = { id: world.nextId(), ...branches, headSha, baseSha, draft, reviews: [] };
  const issue = { ...newIssue(world, repository, { title, body: text, user, app }), pull };
  repository.issues.push(issue);
  await git(repository.gitDirectory, ['update-ref', `refs/pull/${issue.number}/head`, headSha]);
  const shown = await pullObject(world, repository, issue);
  const payload = { number: issue.number, pull_request: shown };
  emit(world, { event: 'pull_request', action: 'opened', repository, sender: user, payload });
  await startRuns(world, repository, {
    event: 'pull_request',
    action: 'opened',
    sha: headSha,
    before: await mergeBase(repository.gitDirectory, baseSha, headSha),
    headBranch: pull.headBranch,
    filterBranch: base,
    pullNumbers: [issue.number],
    actor: user,
  });
  return answer(c, shown, 201);
}

/** The commits at both ends. Throws GitHub's 422 where no pull request can be between them. */
async function ends(repository: Repository, { headBranch, baseBranch }: Branches) {
  const directory = repository.gitDirectory;
  const [headSha, baseSha] = await Promise.all(
    [headBranch, baseBranch].map(branch => readRef(directory, `refs/heads/${branch}`)),
  );
  if (!headSha) throw validationFailed({ resource, field: 'head', code: 'invalid' });
  if (!baseSha) throw validationFailed({ resource, field: 'base', code: 'invalid' });
  if ((await listCommits(directory, `${baseSha}..${headSha}`)).length === 0) {
    const message = `No commits between ${baseBranch} and ${headBranch}`;
    throw validationFailed({ resource, code: 'custom', message });
  }
  return { headSha, baseSha };
}

function refuseSecond(repository: Repository, { headBranch, baseBranch }: Branches): void {
  const same = openPulls(repository, pull => pull.headBranch === headBranch && pull.baseBranch === baseBranch);
  if (same.length === 0) return;
  const message = `A pull request already exists for ${repository.owner.login}:${headBranch}.`;
  throw validationFailed({ resource, code: 'custom', message });
}

const changedPull = z.object({
  title: z.string().min(1).optional(),
  body: z.string().nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
});

async function updatePull(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const issue = pullOf(c);
  const { title, body: text, state } = await body(c, changedPull);
  if (title !== undefined) issue.title = title;
  if (text !== undefined) issue.body = text;
  if (state !== undefined) setState(issue, state, world.clock.now());
  issue.updatedAt = world.clock.now();
  return answer(c, await pullObject(world, repository, issue));
}

export function pullOf(c: Api): PullIssue {
  const number = numberParam(c, 'number');
  return found(c.var.repository.issues.filter(isPull).find(issue => issue.number === number));
}
