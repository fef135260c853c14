// The check run of an incident that waits for a dependency: since when, for what, and when it goes on.
import type { CheckRunView } from '../incident/report.ts';
import { prose } from '../text/markdown.ts';

export interface Wait {
  /** A sentence that names the dependency. */
  readonly reason: string;
  readonly since: Date;
  readonly until: Date;
}

export function waitingView(view: CheckRunView, { reason, since, until }: Wait): CheckRunView {
  const title = `Waiting since ${timeOf(since, until)}, trying again at ${timeOf(until, since)} UTC`;
  return { ...view, title, summary: prose(reason) };
}

/** `14:02`; with the date where the other time is on another day. */
function timeOf(time: Date, other: Date): string {
  const [day = '', clock = ''] = time.toISOString().split('T');
  const minutes = clock.slice(0, 5);
  return other.toISOString().startsWith(day) ? minutes : `${day} ${minutes}`;
}
