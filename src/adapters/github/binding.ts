// What every call to GitHub is given: the client, the run it is about, and the mask for what it reads.
import type { ProbotOctokit } from 'probot';
import type { WorkflowRun } from '../../incident/run.ts';
import { NoAccess } from '../../ports.ts';
import { nullWhenMissing } from './faults.ts';

export type Octokit = InstanceType<typeof ProbotOctokit>;

export interface Binding {
  /** Installation-scoped, as Probot provides it. */
  readonly octokit: Octokit;
  readonly run: WorkflowRun;
  /** Removes secrets from everything that a run wrote. */
  readonly mask: (text: string) => Promise<string>;
}

/** Throws `NoAccess` when it is the whole repository that is missing. */
export async function mustBeThere({ octokit, run }: Binding): Promise<void> {
  const { owner, repo } = run;
  if (!(await nullWhenMissing(octokit.rest.repos.get({ owner, repo }))))
    throw new NoAccess(`The repository ${owner}/${repo} is gone, or closed to Nightwatch.`);
}
