// Every effect on GitHub has a name derived from the incident, so that doing it twice is harmless.
import type { IncidentId, WorkflowRun } from './run.ts';

export const checkName = 'Nightwatch';
export const branchPrefix = 'nightwatch/';

/** Run ids are unique on a GitHub host: the run and its attempt name the incident, and a duplicate cannot be told apart. */
export function incidentId(run: Pick<WorkflowRun, 'runId' | 'attempt'>): IncidentId {
  return `${run.runId}-${run.attempt}` as IncidentId;
}

export function fixBranch(id: IncidentId): string {
  return `${branchPrefix}fix-${id}`;
}

/** The incident a branch of ours belongs to; null for any other branch. */
export function incidentOfBranch(branch: string): IncidentId | null {
  const match = /^nightwatch\/fix-(\d+-\d+)$/.exec(branch);
  return match ? (match[1] as IncidentId) : null;
}

export function checkExternalId(id: IncidentId): string {
  return `nightwatch-${id}`;
}

/** Hidden in an issue's body; the same failure of the same commit gets one issue, however often it is run. */
export function issueMarker(signature: string, headSha: string): string {
  return `<!-- nightwatch:${signature}:${headSha} -->`;
}
