// What every call to GitHub needs: the client, the run, and the masker.
import type { ProbotOctokit } from 'probot';
import type { WorkflowRun } from '../../incident/run.ts';
import { NoAccess } from '../../ports.ts';
import { nullWhenMissing } from './faults.ts';

export type Octokit = InstanceType<typeof ProbotOctokit>;

export interface Binding {
  /** Installation-scoped, as Probot provides it. */
  readonly octokit: Octokit;
  readonly run: WorkflowRun;
  /** Ends requests and fetches that are under way. */
  readonly signal?: AbortSignal;
  /** Masks the secrets in logs and annotations. */
  readonly mask: (text: string) => Promise<string>;
}

/** Throws `NoAccess` if the repository itself is missing. */
export async function assertRepositoryExists({ octokit, run }: Binding): Promise<void> {
  const { owner, repo } = run;
  if (!(await nullWhenMissing(octokit.rest.repos.get({ owner, repo }))))
    throw new NoAccess(`The repository ${owner}/${repo} was deleted, or Nightwatch has no access to it.`);
}
