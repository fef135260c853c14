// Whether a run of the tests proves anything: report, the runner's exit status and the command's exit code must agree.
import type { Runner } from '../languages/contract/runner.ts';
import type { Finished } from '../ports.ts';
import type { Session } from './session.ts';

export interface Reported {
  readonly sessions: readonly Session[];
  /** How many sessions have asked for a key, as the workspace noted and no test can deny. */
  readonly begun: number;
}

/** Why the run proves nothing, as a sentence; null when it can be trusted. */
export function mistrust({ sessions, begun }: Reported, finished: Finished, runner: Runner): string | null {
  const mistrusted = sessions.map(session => closing(session, runner)).find(Boolean);
  return (
    ending(finished) ?? mistrusted ?? missing(sessions.length, begun, runner) ?? agreement(sessions, finished, runner)
  );
}

function missing(reported: number, begun: number, { name }: Runner): string | null {
  return reported === begun ? null : `${name} began ${begun} times, but ${reported} reports were written.`;
}

function ending(finished: Finished): string | null {
  switch (finished.end) {
    case 'exited':
      return null;
    case 'timed-out':
      return `The command was still running after ${Math.round(finished.seconds)} s and was killed.`;
    case 'out-of-memory':
      return 'The command ran out of memory and was killed.';
    case 'too-much-output':
      return "The command exceeded the sandbox's output limit and was killed.";
    case 'disk-full':
      return "The command exceeded the sandbox's disk limit and was killed.";
  }
}

function closing(session: Session, { name, statuses }: Runner): string | null {
  if (session.crashed !== null) return null;
  if (session.status === null) return `${name} exited before it finished its report.`;
  if (!session.sealed) return `Something other than ${name} wrote to the report.`;
  if (session.status === statuses.internalError)
    return `${name} had an internal error (exit status ${session.status}).`;
  const brokeCollection = session.failures.some(failure => failure.phase === 'collection');
  if (session.status === statuses.interrupted && !brokeCollection) {
    return `${name} was interrupted (exit status ${session.status}).`;
  }
  const isGreen = session.status === 0 || session.status === statuses.noTests;
  const red = hasFailures(session);
  if (red && isGreen) return `${name} exited with status ${session.status} although tests failed.`;
  if (!red && !isGreen) return `${name} exited with status ${session.status} although no test failed.`;
  const missing = session.collected.filter(id => !session.outcomes.has(id)).length;
  if (session.status === 0 && missing > 0) return `${name} passed, but ${missing} collected tests have no outcome.`;
  return null;
}

function agreement(sessions: readonly Session[], finished: Finished, { name, statuses }: Runner): string | null {
  const code = finished.exitCode;
  if (sessions.length === 0) return `${name} wrote no report; the command exited with code ${code}.`;
  const red = sessions.some(hasFailures);
  if (red && code === 0) return 'The command exited with code 0 although tests failed.';
  const foundNothing = sessions.some(session => session.status === statuses.noTests);
  if (!red && !foundNothing && code !== 0) return `The command exited with code ${code} although no test failed.`;
  return null;
}

function hasFailures(session: Session): boolean {
  return [...session.outcomes.values()].some(outcome => outcome === 'failed' || outcome === 'error');
}
