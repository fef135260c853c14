// What GitHub shows of an incident. Not a stage: a picture of the row, redrawn whenever the row has changed.
import type { Entry } from '../incident/incident.ts';
import { stops } from '../incident/stop.ts';
import type { Repository } from '../ports.ts';
import { checkPicture } from './check-run.ts';
import { escalation } from './escalation.ts';

/** Safe to repeat: the check run is found by its external id, the issue by its marker. */
export async function showReports(entry: Entry, repository: Repository): Promise<void> {
  // Where issues are switched off the check run still has to come to its verdict; the refusal is thrown after that.
  const [issue] = await Promise.allSettled([maybeEscalate(entry, repository)]);
  await repository.showCheck(checkPicture(entry, issue.status === 'fulfilled' ? issue.value : null));
  if (issue.status === 'rejected') throw issue.reason;
}

/** The issue's address; null for an incident that needs no person. */
async function maybeEscalate(entry: Entry, repository: Repository): Promise<string | null> {
  if (entry.state !== 'stopped' || !stops[entry.incident.stop.code].needsPerson) return null;
  return (await repository.escalate(escalation(entry.incident))).url;
}
