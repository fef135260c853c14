// Every effect on GitHub has a name derived from the incident, which makes it idempotent.
import type { IncidentId, WorkflowRun } from './run.ts';

export const checkName = 'Nightwatch';
/** In the commit's message, before the receipt's digest. */
export const receiptTrailer = 'Nightwatch-Receipt';
const branchPrefix = 'nightwatch/';

/** Run ids are unique per GitHub host, so run and attempt identify the incident: a duplicate delivery gets the same id. */
export function incidentId(run: Pick<WorkflowRun, 'runId' | 'attempt'>): IncidentId {
  return `${run.runId}-${run.attempt}` as IncidentId;
}

/**
 * What belongs to a repository is kept under this: its permanent id, on its host. A row from before ids were stored has a name
 * instead, which is no other repository's key.
 */
export function repositoryKey({ url, repositoryId, owner, repo }: Pick<WorkflowRun, RepositoryFields>): string {
  return `${new URL(url).hostname}/${repositoryId ?? `${owner}/${repo}`}`;
}

type RepositoryFields = 'url' | 'repositoryId' | 'owner' | 'repo';

export function fixBranch(id: IncidentId): string {
  return `${branchPrefix}fix-${id}`;
}

/** The incident of one of our branches; null for any other branch. */
export function incidentOfBranch(branch: string): IncidentId | null {
  const match = /^nightwatch\/fix-(\d+-\d+)$/.exec(branch);
  return match ? (match[1] as IncidentId) : null;
}

export function checkExternalId(id: IncidentId): string {
  return `nightwatch-${id}`;
}

/** The incident of one of our check runs; null for any other external id. */
export function incidentOfCheck(externalId: string): IncidentId | null {
  const match = /^nightwatch-(\d{1,20}-\d{1,10})$/.exec(externalId);
  return match ? (match[1] as IncidentId) : null;
}

/** Hidden in the issue's body: one issue per failure and commit, however often the run is repeated. */
export function issueMarker(signature: string, headSha: string): string {
  return `<!-- nightwatch:${signature}:${headSha} -->`;
}
