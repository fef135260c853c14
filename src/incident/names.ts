// Every effect on GitHub has a name derived from the incident, which makes it idempotent.
import type { IncidentId, WorkflowRun } from './run.ts';

export const checkName = 'Nightwatch';
const branchPrefix = 'nightwatch/';

/** Run ids are unique per GitHub host, so run and attempt identify the incident: a duplicate delivery gets the same id. */
export function incidentId(run: Pick<WorkflowRun, 'runId' | 'attempt'>): IncidentId {
  return `${run.runId}-${run.attempt}` as IncidentId;
}

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

/** Hidden in the issue's body: one issue per failure and commit, however often the run is repeated. */
export function issueMarker(signature: string, headSha: string): string {
  return `<!-- nightwatch:${signature}:${headSha} -->`;
}
