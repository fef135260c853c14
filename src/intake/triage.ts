// Decides by the webhook alone whether a completed run becomes an incident. Pure.
import { incidentOfBranch } from '../incident/names.ts';
import type { ProposalRun } from '../incident/proposal.ts';
import type { IncidentId, WorkflowRun } from '../incident/run.ts';
import type { CompletedRun } from './completed-run.ts';

export type Triage =
  | { kind: 'watch'; run: WorkflowRun }
  | { kind: 'ignore'; why: string }
  /** CI on one of our branches: recorded on its incident, never repaired. */
  | { kind: 'ours'; incident: IncidentId; run: ProposalRun };

/** The decision that the event alone allows: most runs end here, without any request. */
export function triage(event: CompletedRun, delivery: string | null): Triage {
  const { workflow_run: run, repository } = event;
  const conclusion = run.conclusion ?? '';
  if (!event.installation) return ignore('it belongs to no installation of the App');
  if (!run.head_branch) return ignore('it has no branch');
  if (run.head_repository?.id !== repository.id) return ignore('it is from a fork');
  const incident = incidentOfBranch(run.head_branch);
  if (incident) return { kind: 'ours', incident, run: { conclusion, url: run.html_url, headSha: run.head_sha } };
  if (conclusion !== 'failure' && conclusion !== 'timed_out')
    return ignore(`its conclusion is ${conclusion || 'missing'}`);
  if (isOwnCommit(run.head_commit?.message ?? '')) return ignore('the commit is our own');
  return {
    kind: 'watch',
    run: asWorkflowRun(event, { installationId: event.installation.id, headBranch: run.head_branch, delivery }),
  };
}

/** Our commits carry a trailer, which survives a squash; a merge commit names our branch. Repairing our own repairs could loop. */
function isOwnCommit(message: string): boolean {
  return /^Nightwatch-Incident: /m.test(message) || /^Merge pull request #\d+ from \S+\/nightwatch\/fix-/.test(message);
}

function ignore(why: string): Triage {
  return { kind: 'ignore', why };
}

type Known = Pick<WorkflowRun, 'installationId' | 'headBranch' | 'delivery'>;

function asWorkflowRun(event: CompletedRun, known: Known): WorkflowRun {
  const { workflow_run: run, repository } = event;
  return {
    ...known,
    repositoryId: repository.id,
    owner: repository.owner.login,
    repo: repository.name,
    runId: run.id,
    attempt: run.run_attempt,
    workflowName: run.name ?? run.path,
    workflowPath: run.path.replace(/@.*/s, ''),
    event: run.event,
    headSha: run.head_sha,
    defaultBranch: repository.default_branch,
    url: run.html_url,
    startedAt: run.run_started_at,
  };
}
