// Runs workflows: finds the files triggered, has the runner execute them, and sends webhooks and check runs.

import { emit } from '../events/webhooks.ts';
import { listChanges } from '../git/compare.ts';
import { maybeGit } from '../git/git.ts';
import { listTree, readBlob, readCommit, readRef, resolveCommit } from '../git/read.ts';
import { emptyTree } from '../objects/commit.ts';
import { type RunAttempt, workflowObject, workflowRunObject } from '../objects/workflow-run.ts';
import type { User } from '../state/accounts.ts';
import { actionsApp, newSuite } from '../state/records.ts';
import type { Repository, Workflow, WorkflowRun } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { recordJob } from './jobs.ts';
import type { JobResult, WorkflowEvent } from './runner.ts';
import { readWorkflow } from './triggers.ts';

export interface Occasion {
  event: WorkflowEvent;
  /** `opened` or `synchronize` for a pull request. */
  action?: string;
  sha: string;
  /** The commit that changed paths are relative to. */
  before: string | undefined;
  headBranch: string;
  /** The branch that filters look at: the one pushed to, or a pull request's base. */
  filterBranch: string;
  pullNumbers: number[];
  actor: User;
}

/** Starts a run for each workflow of the commit that asks for this; they go on in the background. */
export async function startRuns(world: World, repository: Repository, occasion: Occasion): Promise<void> {
  const directory = repository.gitDirectory;
  const { message } = await readCommit(directory, occasion.sha);
  if (/\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/.test(message)) return;
  const before = occasion.before && (await resolveCommit(directory, occasion.before));
  const changed = await listChanges(directory, before ?? emptyTree, occasion.sha);
  const { event, action, filterBranch: branch } = occasion;
  const what = { event, branch, changedPaths: changed.map(file => file.path), ...(action && { action }) };
  for (const file of await workflowFiles(directory, occasion.sha)) {
    const workflow = readWorkflow(file.text);
    if (workflow && !workflow.isTriggeredBy(what)) continue;
    start(world, repository, { ...occasion, ...file, name: workflow?.name ?? file.path });
  }
}

/** Starts a run of one workflow at the head of a branch, as a push would, whatever triggers the workflow asks for. */
export async function startRun(
  world: World,
  repository: Repository,
  { branch, path }: { branch: string; path: string },
): Promise<void> {
  const sha = await readRef(repository.gitDirectory, `refs/heads/${branch}`);
  const files = sha === undefined ? [] : await workflowFiles(repository.gitDirectory, sha);
  const file = files.find(one => one.path === path);
  if (sha === undefined || file === undefined) throw new Error(`${branch} has no workflow ${path}`);
  const occasion = { event: 'push' as const, sha, before: undefined, headBranch: branch, filterBranch: branch };
  const name = readWorkflow(file.text)?.name ?? path;
  start(world, repository, { ...occasion, ...file, name, pullNumbers: [], actor: repository.owner });
}

function start(world: World, repository: Repository, given: NewRun): void {
  const run = newRun(world, repository, given);
  const attempt = newAttempt(world, run, given.actor);
  const isValid = readWorkflow(given.text) !== undefined;
  world.background.start(
    isValid ? execute(world, repository, { run, attempt }) : refuse(world, repository, { run, attempt }),
  );
}

/** One more attempt of the same run. */
export function rerun(world: World, repository: Repository, { run, actor }: { run: WorkflowRun; actor: User }): void {
  const attempt = newAttempt(world, run, actor);
  world.background.start(execute(world, repository, { run, attempt }));
}

async function workflowFiles(directory: string, sha: string): Promise<{ path: string; text: string }[]> {
  const tree = await maybeGit(directory, ['rev-parse', '--verify', '--quiet', `${sha}:.github/workflows`]);
  const entries = tree ? await listTree(directory, tree) : [];
  const files = entries.filter(entry => entry.type === 'blob' && /\.ya?ml$/.test(entry.path));
  return await Promise.all(
    files.map(async file => ({
      path: `.github/workflows/${file.path}`,
      text: (await readBlob(directory, file.sha)).toString('utf8'),
    })),
  );
}

type NewRun = Occasion & { path: string; text: string; name: string };

function newRun(world: World, repository: Repository, occasion: NewRun): WorkflowRun {
  const { sha, headBranch, event, actor, pullNumbers, text } = occasion;
  const workflow = knownWorkflow(world, repository, occasion);
  const run: WorkflowRun = {
    id: world.nextId(),
    workflow,
    text,
    runNumber: repository.runs.filter(other => other.workflow === workflow).length + 1,
    event,
    headBranch,
    headSha: sha,
    actor,
    suite: newSuite(world, repository, { app: actionsApp(world), headSha: sha, headBranch }),
    pullNumbers,
    createdAt: world.clock.now(),
    attempts: [],
  };
  repository.runs.push(run);
  return run;
}

function knownWorkflow(world: World, repository: Repository, { path, name }: { path: string; name: string }): Workflow {
  const known = repository.workflows.find(workflow => workflow.path === path);
  if (known) return Object.assign(known, { name });
  const workflow = { id: world.nextId(), name, path, createdAt: world.clock.now() };
  repository.workflows.push(workflow);
  return workflow;
}

function newAttempt(world: World, run: WorkflowRun, triggeringActor: User): RunAttempt['attempt'] {
  const now = world.clock.now();
  const number = run.attempts.length + 1;
  const times = { startedAt: now, updatedAt: now };
  const attempt = {
    number,
    status: 'queued' as const,
    conclusion: null,
    triggeringActor,
    jobs: [],
    logsExpired: false,
    ...times,
  };
  run.attempts.push(attempt);
  return attempt;
}

async function execute(world: World, repository: Repository, { run, attempt }: RunAttempt): Promise<void> {
  await tell(world, repository, { run, attempt, action: 'requested' });
  attempt.status = 'in_progress';
  await tell(world, repository, { run, attempt, action: 'in_progress' });
  try {
    const results = await world.runWorkflow({
      repository: { owner: repository.owner.login, name: repository.name },
      gitDirectory: repository.gitDirectory,
      sha: run.headSha,
      ref: `refs/heads/${run.headBranch}`,
      event: run.event,
      workflowPath: run.workflow.path,
      workflowText: run.text,
      runId: run.id,
      attempt: attempt.number,
      serverUrl: world.url,
    });
    for (const result of results) recordJob(world, repository, { run, attempt, result });
    attempt.conclusion = conclusionOf(results);
  } catch (error) {
    // A failing runner is a bug of ours, thrown by `settled`; the run must still complete for those who wait for it.
    world.background.report(error);
    attempt.conclusion = 'failure';
  }
  await complete(world, repository, { run, attempt });
}

/** A file that is no workflow fails at once, without a job and without a log. */
async function refuse(world: World, repository: Repository, { run, attempt }: RunAttempt): Promise<void> {
  await tell(world, repository, { run, attempt, action: 'requested' });
  attempt.conclusion = 'failure';
  await complete(world, repository, { run, attempt });
}

async function complete(world: World, repository: Repository, { run, attempt }: RunAttempt): Promise<void> {
  attempt.status = 'completed';
  attempt.updatedAt = world.clock.now();
  await tell(world, repository, { run, attempt, action: 'completed' });
}

async function tell(
  world: World,
  repository: Repository,
  { run, attempt, action }: RunAttempt & { action: string },
): Promise<void> {
  const payload = {
    workflow_run: await workflowRunObject(world, repository, { run, attempt }),
    workflow: workflowObject(world, repository, run.workflow),
  };
  emit(world, { event: 'workflow_run', action, repository, sender: attempt.triggeringActor, payload });
}

function conclusionOf(results: JobResult[]): JobResult['conclusion'] {
  const conclusions = results.map(result => result.conclusion);
  const worst = (['failure', 'timed_out', 'cancelled'] as const).find(bad => conclusions.includes(bad));
  return worst ?? 'success';
}
