// Whether a finished run is one to look after. Pure: the webhook and the repository's settings in, a decision out.
import { incidentOfBranch } from '../incident/names.ts';
import type { ProposalRun } from '../incident/proposal.ts';
import type { IncidentId, WorkflowRun } from '../incident/run.ts';
import type { CompletedRun } from './completed-run.ts';
import type { Settings } from './settings.ts';

export type Triage =
  | { kind: 'watch'; run: WorkflowRun }
  | { kind: 'ignore'; why: string }
  /** CI of a branch of ours: recorded on the incident that it belongs to, never repaired. */
  | { kind: 'ours'; incident: IncidentId; run: ProposalRun };

/** What can be said without asking anyone: most runs end here, and cost no request. */
export function triage(event: CompletedRun): Triage {
  const { workflow_run: run, repository } = event;
  const conclusion = run.conclusion ?? '';
  if (!event.installation) return ignore('it comes from no installation of the App');
  if (!run.head_branch) return ignore('it has no branch');
  if (run.head_repository?.id !== repository.id) return ignore('it ran for a fork');
  const incident = incidentOfBranch(run.head_branch);
  if (incident) return { kind: 'ours', incident, run: { conclusion, url: run.html_url, headSha: run.head_sha } };
  if (conclusion !== 'failure' && conclusion !== 'timed_out') return ignore(`it ended with ${conclusion || 'nothing'}`);
  if (isOwnCommit(run.head_commit?.message ?? '')) return ignore('the commit is one of ours');
  return {
    kind: 'watch',
    run: asWorkflowRun(event, { installationId: event.installation.id, headBranch: run.head_branch }),
  };
}

/** Why the repository's own settings leave this run alone; null when they do not. */
export function exemption(run: WorkflowRun, settings: Settings): string | null {
  if (!settings.enabled) return 'the repository has switched Nightwatch off';
  if (
    settings.workflows &&
    !settings.workflows.some(name => name === run.workflowName || run.workflowPath.endsWith(`/${name}`))
  )
    return 'the repository wants other workflows watched';
  if (settings.branches && !settings.branches.includes(run.headBranch))
    return 'the repository wants other branches watched';
  return null;
}

/** Our commits carry a trailer, which a squash keeps; a merge commit names our branch. Repairing a repair starts a storm. */
function isOwnCommit(message: string): boolean {
  return /^Nightwatch-Incident: /m.test(message) || /^Merge pull request #\d+ from \S+\/nightwatch\/fix-/.test(message);
}

function ignore(why: string): Triage {
  return { kind: 'ignore', why };
}

function asWorkflowRun(event: CompletedRun, known: { installationId: number; headBranch: string }): WorkflowRun {
  const { workflow_run: run, repository } = event;
  return {
    ...known,
    owner: repository.owner.login,
    repo: repository.name,
    runId: run.id,
    attempt: run.run_attempt,
    workflowName: run.name ?? run.path,
    workflowPath: run.path.replace(/@.*$/, ''),
    event: run.event,
    headSha: run.head_sha,
    defaultBranch: repository.default_branch,
    url: run.html_url,
    startedAt: run.run_started_at,
  };
}
