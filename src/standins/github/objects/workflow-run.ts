// A workflow, one attempt of its run, and its jobs, as GitHub shows them.
import { isoSeconds } from '../git/read.ts';
import type { Attempt, Job, Repository, Workflow, WorkflowRun } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { simpleCommitObject } from './commit.ts';
import { isPull, minimalPullObject } from './pull.ts';
import { apiUrl, htmlUrl, minimalRepositoryObject } from './repository.ts';
import { nodeId, type Schemas } from './schemas.ts';
import { userObject } from './user.ts';

export interface RunAttempt {
  run: WorkflowRun;
  attempt: Attempt;
}

export async function workflowRunObject(world: World, repository: Repository, { run, attempt }: RunAttempt) {
  const commit = await simpleCommitObject(repository, run.headSha);
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: nodeId('WorkflowRun', run.id),
    check_suite_id: run.suite.id,
    check_suite_node_id: nodeId('CheckSuite', run.suite.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    display_title: displayTitle(repository, run) ?? commit.message.split('\n')[0] ?? '',
    run_number: run.runNumber,
    run_attempt: attempt.number,
    referenced_workflows: [],
    event: run.event,
    status: attempt.status,
    conclusion: attempt.conclusion,
    workflow_id: run.workflow.id,
    pull_requests: repository.issues
      .filter(isPull)
      .filter(issue => run.pullNumbers.includes(issue.number))
      .map(issue => minimalPullObject(world, repository, issue)),
    created_at: isoSeconds(run.createdAt),
    updated_at: isoSeconds(attempt.updatedAt),
    run_started_at: isoSeconds(attempt.startedAt),
    actor: userObject(world, run.actor),
    triggering_actor: userObject(world, attempt.triggeringActor),
    ...addresses(world, repository, { run, attempt }),
    head_commit: commit,
    repository: minimalRepositoryObject(world, repository),
    head_repository: minimalRepositoryObject(world, repository),
  } satisfies Schemas['workflow-run'];
}

export function jobObject(world: World, repository: Repository, { run, attempt, job }: RunAttempt & { job: Job }) {
  const api = apiUrl(world, repository);
  const { result } = job;
  return {
    id: job.id,
    run_id: run.id,
    run_url: `${api}/actions/runs/${run.id}`,
    run_attempt: attempt.number,
    node_id: nodeId('CheckRun', job.id),
    head_sha: run.headSha,
    head_branch: run.headBranch,
    url: `${api}/actions/jobs/${job.id}`,
    html_url: `${htmlUrl(world, repository)}/actions/runs/${run.id}/job/${job.id}`,
    status: 'completed',
    conclusion: result.conclusion,
    created_at: isoSeconds(attempt.startedAt),
    started_at: isoSeconds(result.startedAt),
    completed_at: isoSeconds(result.completedAt),
    name: result.name,
    steps: result.steps.map(step => ({
      name: step.name,
      status: 'completed' as const,
      conclusion: step.conclusion,
      number: step.number,
      started_at: isoSeconds(step.startedAt),
      completed_at: isoSeconds(step.completedAt),
    })),
    check_run_url: `${api}/check-runs/${job.id}`,
    labels: result.labels,
    runner_id: 1,
    runner_name: result.runnerName,
    runner_group_id: 0,
    runner_group_name: 'GitHub Actions',
    workflow_name: run.workflow.name,
  } satisfies Schemas['job'];
}

export function workflowObject(world: World, repository: Repository, workflow: Workflow): Schemas['workflow'] {
  const html = htmlUrl(world, repository);
  return {
    id: workflow.id,
    node_id: nodeId('Workflow', workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    created_at: isoSeconds(workflow.createdAt),
    updated_at: isoSeconds(workflow.createdAt),
    url: `${apiUrl(world, repository)}/actions/workflows/${workflow.id}`,
    html_url: `${html}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${html}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
  };
}

/** A pull request's run is titled like the pull request, a push's like the commit. */
function displayTitle(repository: Repository, run: WorkflowRun): string | undefined {
  if (run.event !== 'pull_request') return undefined;
  return repository.issues.find(issue => run.pullNumbers.includes(issue.number))?.title;
}

function addresses(world: World, repository: Repository, { run, attempt }: RunAttempt) {
  const api = apiUrl(world, repository);
  const url = `${api}/actions/runs/${run.id}`;
  return {
    url,
    html_url: `${htmlUrl(world, repository)}/actions/runs/${run.id}`,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${run.suite.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: attempt.number > 1 ? `${url}/attempts/${attempt.number - 1}` : null,
    workflow_url: `${api}/actions/workflows/${run.workflow.id}`,
  };
}
