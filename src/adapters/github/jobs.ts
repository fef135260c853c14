// The jobs of the run's attempt, and their annotations.
import type { Job, JobAnnotation } from '../../incident/job.ts';
import { assertRepositoryExists, type Binding } from './binding.ts';
import { nullWhenMissing } from './faults.ts';

/** A deleted run has no jobs. */
export async function jobs(binding: Binding): Promise<readonly Job[]> {
  const { octokit, run } = binding;
  const found = await nullWhenMissing(
    octokit.paginate(octokit.rest.actions.listJobsForWorkflowRunAttempt, {
      owner: run.owner,
      repo: run.repo,
      run_id: run.runId,
      attempt_number: run.attempt,
      per_page: 100,
    }),
  );
  if (!found) await assertRepositoryExists(binding);
  return (found ?? []).map(job => ({
    id: job.id,
    name: job.name,
    conclusion: job.conclusion,
    url: job.html_url ?? run.url,
    startedAt: dateOrNull(job.started_at),
    steps: (job.steps ?? []).map(step => ({
      name: step.name,
      number: step.number,
      conclusion: step.conclusion,
      startedAt: dateOrNull(step.started_at),
      completedAt: dateOrNull(step.completed_at),
    })),
  }));
}

/** A job and its check run share an id. One page is enough: annotations are hints, the log has the rest. */
export async function jobAnnotations(binding: Binding, jobId: number): Promise<readonly JobAnnotation[]> {
  const { octokit, run, mask } = binding;
  const found = await nullWhenMissing(
    octokit.rest.checks.listAnnotations({ owner: run.owner, repo: run.repo, check_run_id: jobId, per_page: 50 }),
  );
  return Promise.all(
    (found?.data ?? []).map(async annotation => ({
      path: annotation.path,
      line: annotation.start_line,
      level: annotation.annotation_level ?? 'notice',
      message: await mask(annotation.message ?? ''),
    })),
  );
}

function dateOrNull(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}
