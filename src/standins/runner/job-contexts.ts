// What expressions and scripts know about the run: the contexts, and the variables that GitHub sets for every step.

import type { Contexts, Status } from '../../actions/expressions.ts';
import type { Combination } from '../../actions/matrix.ts';
import type { WorkflowCall } from '../github/workflows/runner.ts';
import type { Workflow } from './workflow.ts';

const work = '/home/runner/work';
export const temporary = `${work}/_temp`;
export const toolCache = '/opt/hostedtoolcache';
/** Where the files behind GITHUB_ENV, GITHUB_PATH and GITHUB_OUTPUT lie. */
export const commandFiles = `${temporary}/_runner_file_commands`;

/** The state of a job, for its expressions. */
export interface JobFacts {
  call: WorkflowCall;
  workflow: Workflow;
  jobId: string;
  runnerName: string;
  matrix: Combination;
  needs: Contexts;
  status: Status;
  steps: Record<string, { outputs: Record<string, string>; outcome: string; conclusion: string }>;
}

/** The path of the checkout: GitHub's own, so that paths in traces agree. */
export function workspaceOf(call: WorkflowCall): string {
  return `${work}/${call.repository.name}/${call.repository.name}`;
}

export function contextsOf(job: JobFacts, env: Record<string, string>): Contexts {
  return {
    github: githubContext(job.call, job.workflow, job.jobId),
    env,
    matrix: job.matrix,
    needs: job.needs,
    steps: job.steps,
    job: { status: job.status },
    runner: { os: 'Linux', arch: 'X64', name: job.runnerName, temp: temporary, tool_cache: toolCache },
    strategy: {},
    secrets: {},
    vars: {},
    inputs: {},
  };
}

export function githubContext(call: WorkflowCall, workflow: Workflow, jobId: string): Contexts {
  const { owner, name } = call.repository;
  const [, kind, short] = /^refs\/(heads|tags|pull)\/(.+)$/.exec(call.ref) ?? [];
  return {
    actor: owner,
    api_url: `${call.serverUrl}/api/v3`,
    event: {},
    event_name: call.event,
    job: jobId,
    ref: call.ref,
    ref_name: short ?? call.ref,
    ref_type: kind === 'tags' ? 'tag' : 'branch',
    repository: `${owner}/${name}`,
    repository_owner: owner,
    run_attempt: String(call.attempt),
    run_id: String(call.runId),
    run_number: String(call.runId),
    server_url: call.serverUrl,
    sha: call.sha,
    workflow: workflow.name ?? call.workflowPath,
    workspace: workspaceOf(call),
  };
}

/** The variables of https://docs.github.com/actions/reference/workflows-and-actions/variables that mean something here. */
export function standardVariables(job: JobFacts): Record<string, string> {
  const github = Object.entries(githubContext(job.call, job.workflow, job.jobId));
  const named = github.flatMap(([key, value]) =>
    typeof value === 'string' ? [[`GITHUB_${key.toUpperCase()}`, value]] : [],
  );
  return {
    ...Object.fromEntries(named),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ENV: `${commandFiles}/env`,
    GITHUB_PATH: `${commandFiles}/path`,
    GITHUB_OUTPUT: `${commandFiles}/output`,
    GITHUB_STATE: `${commandFiles}/state`,
    GITHUB_STEP_SUMMARY: `${commandFiles}/summary`,
    HOME: '/home/runner',
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: job.runnerName,
    RUNNER_TEMP: temporary,
    RUNNER_TOOL_CACHE: toolCache,
  };
}
