// The conclusions of earlier runs of the same workflow.
import type { Binding } from './binding.ts';
import { nullWhenMissing } from './faults.ts';

/** Head sha of the latest successful run: on the run's own branch, else on the default branch; never the failing commit. */
export async function lastGreen(binding: Binding): Promise<string | null> {
  const { headBranch, defaultBranch } = binding.run;
  for (const branch of new Set([headBranch, defaultBranch])) {
    const [newest] = await runsBefore(binding, { branch, status: 'success' });
    if (newest) return newest.head_sha;
  }
  return null;
}

/** Head sha of the previous run on the branch, if that run failed; null otherwise. */
export async function redBefore(binding: Binding): Promise<string | null> {
  const runs = await runsBefore(binding, { branch: binding.run.headBranch, status: 'completed' });
  const previous = runs.find(({ conclusion }) => conclusion === 'success' || conclusion === 'failure');
  return previous?.conclusion === 'failure' ? previous.head_sha : null;
}

/** Runs of other commits, newest first, in GitHub's order. */
async function runsBefore(
  { octokit, run }: Binding,
  { branch, status }: { branch: string; status: 'success' | 'completed' },
) {
  const found = await nullWhenMissing(
    octokit.rest.actions.listWorkflowRuns({
      owner: run.owner,
      repo: run.repo,
      workflow_id: run.workflowPath.slice(run.workflowPath.lastIndexOf('/') + 1),
      branch,
      status,
      per_page: 20,
    }),
  );
  const runs = found?.data.workflow_runs ?? [];
  return runs.filter(one => one.head_sha !== run.headSha && Date.parse(one.created_at) <= Date.parse(run.startedAt));
}
