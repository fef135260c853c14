// Whether a run of the tests proves anything: report, pytest's exit status and the command's exit code must agree.
import type { Finished } from '../ports.ts';
import type { Session } from './report.ts';

// pytest's exit statuses: https://docs.pytest.org/en/stable/reference/exit-codes.html
const interrupted = 2;
const internalError = 3;
const noTests = 5;

/** Why the run proves nothing, as a sentence; null when it can be trusted. */
export function mistrust(sessions: readonly Session[], finished: Finished): string | null {
  return ending(finished) ?? sessions.map(closing).find(Boolean) ?? agreement(sessions, finished);
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
      return 'The command printed more than the sandbox takes and was killed.';
    case 'disk-full':
      return 'The command wrote more to disk than the sandbox takes and was killed.';
  }
}

function closing(session: Session): string | null {
  if (session.status === null) return 'pytest ended before it had closed its report.';
  if (!session.sealed) return 'The report was written to by something other than pytest.';
  if (session.status === internalError) return 'pytest itself broke (exit status 3).';
  const brokeCollection = session.failures.some(failure => failure.phase === 'collection');
  if (session.status === interrupted && !brokeCollection) return 'pytest was interrupted (exit status 2).';
  const red = hasFailures(session);
  if (red && (session.status === 0 || session.status === noTests)) {
    return `pytest ended with exit status ${session.status} although tests failed.`;
  }
  if (!red && session.status !== 0 && session.status !== noTests) {
    return `pytest ended with exit status ${session.status} although no test failed.`;
  }
  const missing = session.collected.filter(id => !session.outcomes.has(id)).length;
  if (session.status === 0 && missing > 0) return `pytest ended well, but ${missing} collected tests have no outcome.`;
  return null;
}

function agreement(sessions: readonly Session[], finished: Finished): string | null {
  const code = finished.exitCode;
  if (sessions.length === 0) return `No pytest reported; the command ended with exit code ${code}.`;
  const red = sessions.some(hasFailures);
  if (red && code === 0) return 'The command ended with exit code 0 although tests failed.';
  const foundNothing = sessions.some(session => session.status === noTests);
  if (!red && !foundNothing && code !== 0) return `The command ended with exit code ${code} although no test failed.`;
  return null;
}

function hasFailures(session: Session): boolean {
  return [...session.outcomes.values()].some(outcome => outcome === 'failed' || outcome === 'error');
}
