// Records a finished job in its run and as a check run, and sends the webhooks for both.

import { emit } from '../events/webhooks.ts';
import { checkRunPayload } from '../objects/check-run.ts';
import { jobObject, type RunAttempt } from '../objects/workflow-run.ts';
import type { CheckRun, Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { logAnnotations } from './log-files.ts';
import type { JobResult } from './runner.ts';

/** GitHub lists jobs as soon as they are planned; here they appear once they are done, since only the runner knows them. */
export function recordJob(
  world: World,
  repository: Repository,
  { run, attempt, result }: RunAttempt & { result: JobResult },
): void {
  const job = { id: world.nextId(), result };
  attempt.jobs.push(job);
  const check: CheckRun = {
    id: job.id,
    suite: run.suite,
    name: result.name,
    headSha: run.headSha,
    externalId: '',
    detailsUrl: `${world.url}/${repository.owner.login}/${repository.name}/actions/runs/${run.id}/job/${job.id}`,
    status: 'completed',
    conclusion: result.conclusion,
    startedAt: result.startedAt,
    completedAt: result.completedAt,
    title: null,
    summary: null,
    text: null,
    annotations: logAnnotations(result),
    actions: [],
  };
  repository.checkRuns.push(check);
  const about = { action: 'completed', repository, sender: run.actor };
  emit(world, {
    event: 'workflow_job',
    ...about,
    payload: { workflow_job: jobObject(world, repository, { run, attempt, job }) },
  });
  emit(world, { event: 'check_run', ...about, payload: { check_run: checkRunPayload(world, repository, check) } });
}
