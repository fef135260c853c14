// Check runs: what Apps, and Actions' jobs, say about a commit.
import { Hono } from 'hono';
import { emit } from '../events/webhooks.ts';
import { objectType } from '../git/read.ts';
import { type Api, actor, answer, body, found, numberParam, page, param, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import { notAccessible, Refusal } from '../http/errors.ts';
import { annotationObject, checkRunObject, checkRunPayload } from '../objects/check-run.ts';
import { htmlUrl } from '../objects/repository.ts';
import { newSuite } from '../state/records.ts';
import type { CheckRun } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { type ChangedCheckRun, changedCheckRun, newCheckRun } from './check-run-body.ts';
import { namedCommit } from './repositories.ts';

const repo = '/repos/:owner/:repo';

export const checkRoutes = new Hono<{ Variables: Variables }>()
  .post(`${repo}/check-runs`, needs('checks', 'write'), createCheckRun)
  .get(`${repo}/check-runs/:id`, needs('checks', 'read'), c => {
    return answer(c, checkRunObject(c.var.world, c.var.repository, checkRunOf(c)));
  })
  .patch(`${repo}/check-runs/:id`, needs('checks', 'write'), updateCheckRun)
  .get(`${repo}/check-runs/:id/annotations`, needs('checks', 'read'), c => {
    const run = checkRunOf(c);
    const annotations = page(c, run.annotations);
    return answer(
      c,
      annotations.map(annotation => annotationObject(c.var.world, c.var.repository, { run, annotation })),
    );
  })
  .get(`${repo}/commits/:ref/check-runs`, needs('checks', 'read'), listCheckRuns);

async function createCheckRun(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const wanted = await body(c, newCheckRun);
  if ((await objectType(repository.gitDirectory, wanted.head_sha)) !== 'commit') {
    throw new Refusal(422, `No commit found for SHA: ${wanted.head_sha}`);
  }
  const { app } = actor(c);
  const known = repository.checkSuites.find(suite => suite.app === app && suite.headSha === wanted.head_sha);
  const headBranch = repository.runs.find(other => other.headSha === wanted.head_sha)?.headBranch ?? null;
  const id = world.nextId();
  const run: CheckRun = {
    id,
    suite: known ?? newSuite(world, repository, { app, headSha: wanted.head_sha, headBranch }),
    name: wanted.name,
    headSha: wanted.head_sha,
    externalId: '',
    detailsUrl: `${htmlUrl(world, repository)}/runs/${id}`,
    status: 'queued',
    conclusion: null,
    startedAt: world.clock.now(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
  apply(world, run, wanted);
  repository.checkRuns.push(run);
  tell(c, run, 'created');
  return answer(c, checkRunObject(world, repository, run), 201);
}

/** Only the App that made a check run may change it. */
async function updateCheckRun(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const run = checkRunOf(c);
  if (run.suite.app !== actor(c).app) throw notAccessible();
  const changes = await body(c, changedCheckRun);
  const wasCompleted = run.status === 'completed';
  apply(world, run, changes);
  if (run.status === 'completed' && !wasCompleted) tell(c, run, 'completed');
  return answer(c, checkRunObject(world, repository, run));
}

/** Annotations are added to those already there; everything else replaces. */
function apply(world: World, run: CheckRun, changes: ChangedCheckRun): void {
  const { name, external_id: externalId, details_url: detailsUrl, actions, output } = changes;
  Object.assign(run, {
    ...(name !== undefined && { name }),
    ...(externalId !== undefined && { externalId }),
    ...(detailsUrl !== undefined && { detailsUrl }),
    ...(actions && { actions }),
  });
  if (changes.started_at) run.startedAt = new Date(changes.started_at);
  if (output) {
    run.title = output.title ?? run.title;
    run.summary = output.summary;
    run.text = output.text ?? null;
    run.annotations.push(...output.annotations);
  }
  if (changes.conclusion) {
    run.status = 'completed';
    run.conclusion = changes.conclusion;
    run.completedAt = changes.completed_at ? new Date(changes.completed_at) : world.clock.now();
  } else if (changes.status) {
    run.status = changes.status;
    run.conclusion = null;
    run.completedAt = null;
  }
}

async function listCheckRuns(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const sha = await namedCommit(c, param(c, 'ref'));
  const name = c.req.query('check_name');
  const appId = c.req.query('app_id');
  const status = c.req.query('status');
  const matching = repository.checkRuns
    .filter(run => run.headSha === sha)
    .filter(run => !name || run.name === name)
    .filter(run => !appId || String(run.suite.app.id) === appId)
    .filter(run => !status || run.status === status);
  const runs = c.req.query('filter') === 'all' ? matching : latest(matching);
  return answer(c, {
    total_count: runs.length,
    check_runs: page(c, runs).map(run => checkRunObject(world, repository, run)),
  });
}

/** Of several of the same name in one suite only the last counts, so a re-run hides the run before. */
function latest(runs: CheckRun[]): CheckRun[] {
  return [...new Map(runs.map(run => [`${run.suite.id} ${run.name}`, run])).values()];
}

function tell(c: Api, run: CheckRun, action: string): void {
  const { world, repository } = c.var;
  const payload = { check_run: checkRunPayload(world, repository, run) };
  emit(world, { event: 'check_run', action, repository, sender: actor(c).user, payload });
}

function checkRunOf(c: Api): CheckRun {
  const id = numberParam(c, 'id');
  return found(c.var.repository.checkRuns.find(run => run.id === id));
}
