// The last commit on which the run's workflow succeeded.
import { nullWhenMissing } from './faults.ts';
import type { Binding } from './repository.ts';

/** On the run's own branch, else on the default branch; never the failing commit itself. */
export async function lastGreen(binding: Binding): Promise<string | null> {
  const { headBranch, defaultBranch } = binding.run;
  for (const branch of new Set([headBranch, defaultBranch])) {
    const sha = await lastGreenOn(binding, branch);
    if (sha !== null) return sha;
  }
  return null;
}

/** The newest that began before this run: GitHub lists the newest first. */
async function lastGreenOn({ octokit, run }: Binding, branch: string): Promise<string | null> {
  const found = await nullWhenMissing(
    octokit.rest.actions.listWorkflowRuns({
      owner: run.owner,
      repo: run.repo,
      workflow_id: run.workflowPath.slice(run.workflowPath.lastIndexOf('/') + 1),
      branch,
      status: 'success',
      per_page: 20,
    }),
  );
  const before = found?.data.workflow_runs.find(
    one => one.head_sha !== run.headSha && Date.parse(one.created_at) <= Date.parse(run.startedAt),
  );
  return before?.head_sha ?? null;
}
