// The port `Repository` on GitHub's REST API, bound to one incident's repository and run.
import type { ProbotOctokit } from 'probot';
import type { WorkflowRun } from '../../incident/run.ts';
import type { Repository, Tree } from '../../ports.ts';
import { showCheck } from './check-run.ts';
import { escalate } from './escalate.ts';
import { asPortError, nullWhenMissing } from './faults.ts';
import { jobAnnotations, jobs } from './jobs.ts';
import { jobLog, runLog } from './logs.ts';
import { propose } from './propose.ts';

export type Octokit = InstanceType<typeof ProbotOctokit>;

/** What every call here needs to know. */
export interface Binding {
  /** Installation-scoped, as Probot provides it. */
  readonly octokit: Octokit;
  readonly run: WorkflowRun;
  /** Secrets out of everything that was written by a run. */
  readonly mask: (text: string) => Promise<string>;
}

/** How source is fetched; `authorization` is called only when something must be. */
export interface TreeSource {
  tree(request: {
    url: string;
    sha: string;
    repositoryKey: string;
    authorization: () => Promise<string>;
  }): Promise<Tree | null>;
}

export function githubRepository(binding: Binding, source: TreeSource): Repository {
  const { octokit, run } = binding;
  // Registered last, so it is outermost: it sees an error only after Octokit's own retries.
  octokit.hook.error('request', error => {
    throw asPortError(error);
  });
  const url = cloneUrl(octokit, run);
  return {
    jobs: () => jobs(binding),
    runLog: () => runLog(binding),
    jobLog: id => jobLog(binding, id),
    jobAnnotations: id => jobAnnotations(binding, id),
    tree: sha =>
      source.tree({
        url,
        sha,
        repositoryKey: url.replace(/^https?:\/\/|\.git$/g, ''),
        authorization: () => authorization(binding),
      }),
    head: branch => head(binding, branch),
    propose: change => propose(binding, change),
    showCheck: picture => showCheck(binding, picture),
    escalate: escalation => escalate(binding, escalation),
  };
}

/**
 * `https://api.github.com` serves git at `https://github.com`, an Enterprise Cloud's `https://api.name.ghe.com` at
 * `https://name.ghe.com`, an Enterprise Server's `https://host/api/v3` at `https://host`.
 */
function cloneUrl(octokit: Octokit, run: WorkflowRun): string {
  const api = new URL(octokit.request.endpoint.DEFAULTS.baseUrl);
  const host = api.host.replace(/^api\.(?=github\.com$|[^.]+\.ghe\.com$)/, '');
  return `${api.protocol}//${host}/${run.owner}/${run.repo}.git`;
}

/**
 * A token for reading and no more, as git over HTTP takes it. Not by `octokit.auth`: Probot gives that a
 * client of its own, which asks api.github.com wherever the App lives, and whose faults the hook above does not see.
 */
async function authorization({ octokit, run }: Binding): Promise<string> {
  const { data } = await octokit.rest.apps.createInstallationAccessToken({
    installation_id: run.installationId,
    permissions: { contents: 'read' },
  });
  return `basic ${Buffer.from(`x-access-token:${data.token}`).toString('base64')}`;
}

async function head({ octokit, run }: Binding, branch: string): Promise<string | null> {
  const found = await nullWhenMissing(
    octokit.rest.git.getRef({ owner: run.owner, repo: run.repo, ref: `heads/${branch}` }),
  );
  return found?.data.object.sha ?? null;
}
