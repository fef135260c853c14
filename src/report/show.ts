// Shows an incident on GitHub. Not a stage: a rendering of the row, repeated whenever the row changes.
import type { Entry } from '../incident/incident.ts';
import { stops } from '../incident/stop.ts';
import type { Repository } from '../ports.ts';
import { checkRunView } from './check-run.ts';
import { escalation } from './escalation.ts';
import { type Wait, waitingView } from './waiting.ts';

/** Safe to repeat: the check run is found by its external id, the issue by its marker. */
export async function showReports(entry: Entry, repository: Repository): Promise<void> {
  // If issues are disabled, the check run must still complete; the error is rethrown afterwards.
  const [issue] = await Promise.allSettled([maybeEscalate(entry, repository)]);
  const view = checkRunView(entry, issue.status === 'fulfilled' ? issue.value : null);
  if (view) await repository.showCheck(view);
  if (issue.status === 'rejected') throw issue.reason;
}

/** Shows on the check run that the incident waits; false when it has none yet. */
export async function showWait(entry: Entry, wait: Wait, repository: Repository): Promise<boolean> {
  const view = checkRunView(entry, null);
  if (view) await repository.showCheck(waitingView(view, wait));
  return view !== null;
}

/** The issue's URL; null if no person needs to act. */
async function maybeEscalate(entry: Entry, repository: Repository): Promise<string | null> {
  if (entry.state !== 'stopped' || !stops[entry.incident.stop.code].needsPerson) return null;
  return (await repository.escalate(escalation(entry.incident))).url;
}
