// Issues, which pull requests are too: opening, reading, changing.
import { Hono } from 'hono';
import { z } from 'zod';
import { emit } from '../events/webhooks.ts';
import { type Api, actor, answer, body, found, numberParam, page, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import { issueObject } from '../objects/issue.ts';
import { labelsNamed, newIssue } from '../state/records.ts';
import type { Issue } from '../state/repository.ts';

const issues = '/repos/:owner/:repo/issues';

/** Comments and labels stand below issues and pull requests alike; the right to either will do. */
export const either = ['issues', 'pull_requests'];

export const issueRoutes = new Hono<{ Variables: Variables }>()
  .get(issues, needs('issues', 'read'), listIssues)
  .post(issues, needs('issues', 'write'), createIssue)
  .get(`${issues}/:number`, needs('issues', 'read'), c => {
    return answer(c, issueObject(c.var.world, c.var.repository, issueOf(c)));
  })
  .patch(`${issues}/:number`, needs('issues', 'write'), updateIssue);

function listIssues(c: Api): Response {
  const { world, repository } = c.var;
  const state = c.req.query('state') ?? 'open';
  const labels = (c.req.query('labels') ?? '').split(',').filter(Boolean);
  // An App may be asked for as `app/slug` or by its bot's name.
  const creator = c.req.query('creator')?.replace(/^app\/(.+)$/, '$1[bot]');
  const since = c.req.query('since');
  const matching = repository.issues
    .filter(issue => state === 'all' || issue.state === state)
    .filter(issue => labels.every(name => issue.labels.some(label => label.name === name)))
    .filter(issue => !creator || issue.user.login === creator)
    .filter(issue => !since || issue.updatedAt >= new Date(since));
  const ordered = c.req.query('direction') === 'asc' ? matching : matching.toReversed();
  return answer(
    c,
    page(c, ordered).map(issue => issueObject(world, repository, issue)),
  );
}

const labelNames = z.array(z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]));
const newIssueSchema = z.object({
  title: z.string().min(1),
  body: z.string().nullable().default(null),
  labels: labelNames.default([]),
});

async function createIssue(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const { title, body: text, labels } = await body(c, newIssueSchema);
  const { user, app } = actor(c);
  const issue = newIssue(world, repository, { title, body: text, user, app });
  issue.labels = labelsNamed(world, repository, labels);
  repository.issues.push(issue);
  const shown = issueObject(world, repository, issue);
  emit(world, { event: 'issues', action: 'opened', repository, sender: user, payload: { issue: shown } });
  return answer(c, shown, 201);
}

const changedIssue = z.object({
  title: z.string().min(1).optional(),
  body: z.string().nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullable().optional(),
  labels: labelNames.optional(),
});

async function updateIssue(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const issue = issueOf(c);
  const { title, body: text, state, state_reason: reason, labels } = await body(c, changedIssue);
  if (title !== undefined) issue.title = title;
  if (text !== undefined) issue.body = text;
  if (labels !== undefined) issue.labels = labelsNamed(world, repository, labels);
  if (state !== undefined) setState(issue, state, world.clock.now());
  if (state !== undefined && reason) issue.stateReason = reason;
  issue.updatedAt = world.clock.now();
  return answer(c, issueObject(world, repository, issue));
}

/** Closes or opens again; what already is so stays untouched. */
export function setState(issue: Issue, state: Issue['state'], now: Date): void {
  if (issue.state === state) return;
  issue.state = state;
  issue.stateReason = state === 'closed' ? 'completed' : 'reopened';
  issue.closedAt = state === 'closed' ? now : null;
}

export function issueOf(c: Api): Issue {
  const number = numberParam(c, 'number');
  return found(c.var.repository.issues.find(issue => issue.number === number));
}
