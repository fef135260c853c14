// The port `Repository` on GitHub's REST API, bound to one incident's repository and run.
import { repositoryKey } from '../../incident/names.ts';
import type { WorkflowRun } from '../../incident/run.ts';
import { type Repository, Transient, type Tree } from '../../ports.ts';
import { assertRepositoryExists, type Binding, type Octokit } from './binding.ts';
import { showCheck } from './check-run.ts';
import { lastGreen, redBefore } from './earlier-runs.ts';
import { escalate } from './escalate.ts';
import { hasStatus, noAccess, nullWhenMissing } from './faults.ts';
import { jobAnnotations, jobs } from './jobs.ts';
import { jobLog, runLog } from './logs.ts';
import { maskedChange, maskedEscalation, maskedView } from './masked-texts.ts';
import { propose } from './propose.ts';
import { timeoutMs, watchRequests } from './requests.ts';
import { settings } from './settings.ts';

/** Fetches source; `authorization` is called only if a fetch is needed. */
export interface TreeSource {
  tree(request: {
    url: string;
    sha: string;
    repositoryKey: string;
    branch: string | null;
    authorization: () => Promise<string>;
    signal?: AbortSignal | undefined;
  }): Promise<Tree | null>;
}

export function githubRepository(binding: Binding, source: TreeSource): Repository {
  const { octokit, run, signal } = binding;
  watchRequests(octokit, timeoutMs, signal);
  const url = cloneUrl(octokit, run);
  return {
    settings: () => reading(binding, settings(binding)),
    jobs: () => reading(binding, jobs(binding)),
    runLog: () => reading(binding, runLog(binding)),
    jobLog: id => reading(binding, jobLog(binding, id)),
    jobAnnotations: id => reading(binding, jobAnnotations(binding, id)),
    tree: sha =>
      source.tree({
        url,
        sha,
        repositoryKey: repositoryKey(run),
        // For a pull request, actions/checkout leaves HEAD detached.
        branch: sha === run.headSha && !run.event.startsWith('pull_request') ? run.headBranch : null,
        authorization: () => reading(binding, authorization(binding)),
        signal,
      }),
    lastGreen: () => reading(binding, lastGreen(binding)),
    redBefore: () => reading(binding, redBefore(binding)),
    head: branch => reading(binding, head(binding, branch)),
    masked: binding.mask,
    propose: async change => signedIn(binding, propose(binding, await maskedChange(binding.mask, change))),
    showCheck: async view => signedIn(binding, showCheck(binding, await maskedView(binding.mask, view))),
    escalate: async escalation =>
      signedIn(binding, escalate(binding, await maskedEscalation(binding.mask, escalation))),
  };
}

/** A 403 on a read means no access; writes handle their own refusals. */
async function reading<T>(binding: Binding, asked: Promise<T>): Promise<T> {
  return await signedIn(binding, asked).catch((error: unknown) => {
    throw hasStatus(error, 403) ? noAccess(error) : error;
  });
}

/** After a 401, asks for a new token: for a removed installation that request throws `NoAccess`. */
async function signedIn<T>(binding: Binding, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Transient && hasStatus(error.cause, 401)) await authorization(binding);
    throw error;
  }
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
 * A read-only token in the form that git over HTTP expects. Not through `octokit.auth`: Probot gives that its own client,
 * which always calls api.github.com, and whose errors bypass our hooks.
 */
async function authorization({ octokit, run }: Binding): Promise<string> {
  const { data } = await octokit.rest.apps.createInstallationAccessToken({
    installation_id: run.installationId,
    permissions: { contents: 'read' },
  });
  return `basic ${Buffer.from(`x-access-token:${data.token}`).toString('base64')}`;
}

async function head(binding: Binding, branch: string): Promise<string | null> {
  const { octokit, run } = binding;
  const asked = octokit.rest.git.getRef({ owner: run.owner, repo: run.repo, ref: `heads/${branch}` });
  const found = await nullWhenMissing(asked);
  if (!found) await assertRepositoryExists(binding);
  return found?.data.object.sha ?? null;
}
