// Compares the tests that a run reports with those that another process lists: code that runs beside the tests writes the one, but not both.
import { idOfFunction, isTest, scopesOf } from '../../../incident/test-id.ts';
import type { SuiteRun } from '../../../suite/suite-run.ts';

/**
 * Why the two disagree, as a sentence; null when they agree. Counted for each test function, since parameters may be other ones each
 * time. What stopped early has not run all tests, so only a green run must have reported every one.
 */
export function countDisagreement({ outcomes, finished }: SuiteRun, listed: ReadonlySet<string>): string | null {
  const known = countsOf(listed);
  const ran = countsOf(outcomes.keys());
  const scopes = new Set([...listed].flatMap(scopesOf));
  const more = [...ran].filter(([test, count]) => isTest(test) && !scopes.has(test) && count > (known.get(test) ?? 0));
  const fewer = [...known].filter(([test, count]) => count > (ran.get(test) ?? 0) && !standsForAll(test, outcomes));
  const [extra, missing] = [more[0]?.[0], finished.exitCode === 0 ? fewer[0]?.[0] : undefined];
  if (extra !== undefined) return `It reports ${extra} more often than a second process, which runs no test, lists it.`;
  return missing === undefined
    ? null
    : `A second process, which runs no test, lists ${missing} more often than it is reported.`;
}

/** Whether its class or its file has ended as one. */
function standsForAll(testId: string, outcomes: SuiteRun['outcomes']): boolean {
  return scopesOf(testId).some(scope => outcomes.has(scope));
}

function countsOf(ids: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const test = idOfFunction(id);
    counts.set(test, (counts.get(test) ?? 0) + 1);
  }
  return counts;
}
