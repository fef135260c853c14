// What GitHub shows of an incident. Not a stage: a picture of the row, redrawn whenever the row has changed.
import type { Entry } from '../incident/incident.ts';
import { stops } from '../incident/stop.ts';
import type { Repository } from '../ports.ts';
import { checkPicture } from './check-run.ts';
import { escalation } from './escalation.ts';

/** Safe to repeat: the check run is found by its external id, the issue by its marker. */
export async function showReports(entry: Entry, repository: Repository): Promise<void> {
  const issue =
    entry.state === 'stopped' && needsPerson(entry) ? await repository.escalate(escalation(entry.incident)) : null;
  await repository.showCheck(checkPicture(entry, issue?.url ?? null));
}

function needsPerson({ incident }: Extract<Entry, { state: 'stopped' }>): boolean {
  return stops[incident.stop.code].needsPerson;
}
