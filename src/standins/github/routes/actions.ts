// Workflow runs, their attempts and their jobs.
import { Hono } from 'hono';
import { type Api, actor, answer, found, numberParam, page, param, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import { Refusal } from '../http/errors.ts';
import { jobObject, type RunAttempt, workflowRunObject } from '../objects/workflow-run.ts';
import type { Job, WorkflowRun } from '../state/repository.ts';
import { rerun } from '../workflows/workflow-runs.ts';

const actions = '/repos/:owner/:repo/actions';
const run = `${actions}/runs/:id`;

export const actionRoutes = new Hono<{ Variables: Variables }>()
  .get(`${actions}/runs`, needs('actions', 'read'), c => listRuns(c, c.var.repository.runs))
  .get(`${actions}/workflows/:workflow/runs`, needs('actions', 'read'), listRunsOfWorkflow)
  .get(run, needs('actions', 'read'), getRun)
  .get(`${run}/attempts/:attempt`, needs('actions', 'read'), getRun)
  .get(`${run}/jobs`, needs('actions', 'read'), listJobs)
  .get(`${run}/attempts/:attempt/jobs`, needs('actions', 'read'), listJobs)
  .post(`${run}/rerun`, needs('actions', 'write'), rerunRun)
  .get(`${actions}/jobs/:id`, needs('actions', 'read'), c => {
    return answer(c, jobObject(c.var.world, c.var.repository, jobOf(c)));
  });

async function listRuns(c: Api, runs: WorkflowRun[]): Promise<Response> {
  const { world, repository } = c.var;
  const { branch, head_sha: headSha, status, event, created } = c.req.query();
  const matching = runs
    .map(latest)
    .filter(({ run }) => !branch || run.headBranch === branch)
    .filter(({ run }) => !headSha || run.headSha === headSha)
    .filter(({ run }) => !event || run.event === event)
    .filter(({ run }) => !created || run.createdAt >= since(created))
    .filter(({ attempt }) => !status || [attempt.status, attempt.conclusion].some(one => one === status))
    .reverse();
  return answer(c, {
    total_count: matching.length,
    workflow_runs: await Promise.all(page(c, matching).map(one => workflowRunObject(world, repository, one))),
  });
}

/** Of GitHub's search syntax for dates only the form `>=…`. */
function since(created: string): Date {
  if (!created.startsWith('>=')) throw new Refusal(422, `The local GitHub does not know the date ${created}`);
  return new Date(created.slice(2));
}

async function listRunsOfWorkflow(c: Api): Promise<Response> {
  const { repository } = c.var;
  const name = param(c, 'workflow');
  const workflow = repository.workflows.find(({ id, path }) => String(id) === name || path.endsWith(`/${name}`));
  const { id } = found(workflow);
  return await listRuns(
    c,
    repository.runs.filter(one => one.workflow.id === id),
  );
}

async function getRun(c: Api): Promise<Response> {
  return answer(c, await workflowRunObject(c.var.world, c.var.repository, runAttemptOf(c)));
}

function listJobs(c: Api): Response {
  const { world, repository } = c.var;
  const { run, attempt } = runAttemptOf(c);
  const attempts = c.req.query('filter') === 'all' ? run.attempts : [attempt];
  const jobs = attempts.flatMap(one => one.jobs.map(job => ({ run, attempt: one, job })));
  return answer(c, { total_count: jobs.length, jobs: page(c, jobs).map(job => jobObject(world, repository, job)) });
}

function rerunRun(c: Api): Response {
  const { run, attempt } = runAttemptOf(c);
  if (attempt.status !== 'completed') throw new Refusal(403, 'This workflow is already running');
  rerun(c.var.world, c.var.repository, { run, actor: actor(c).user });
  return answer(c, {}, 201);
}

/** The run in the path and the attempt in it, the last where it names none. */
export function runAttemptOf(c: Api): RunAttempt {
  const id = numberParam(c, 'id');
  const run = found(c.var.repository.runs.find(one => one.id === id));
  if (!param(c, 'attempt')) return latest(run);
  const number = numberParam(c, 'attempt');
  return { run, attempt: found(run.attempts.find(one => one.number === number)) };
}

/** The job in the path with where it belongs. */
export function jobOf(c: Api): RunAttempt & { job: Job } {
  const id = numberParam(c, 'id');
  const all = c.var.repository.runs.flatMap(run =>
    run.attempts.flatMap(attempt => attempt.jobs.map(job => ({ run, attempt, job }))),
  );
  return found(all.find(({ job }) => job.id === id));
}

function latest(run: WorkflowRun): RunAttempt {
  return { run, attempt: found(run.attempts.at(-1)) };
}
