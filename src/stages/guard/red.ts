// Whether a test fails for the right reason: with CI's error, in the code that CI's failure goes through.

import { tracedFiles } from '../../context/clues.ts';
import { testFilesOfRun } from '../../context/test-files.ts';
import { fileInTree } from '../../context/tree-files.ts';
import type { Failure } from '../../incident/evidence.ts';
import type { Reproduced } from '../../incident/incident.ts';
import { languageOfJob } from '../../languages/languages.ts';
import type { SuiteRun } from '../../suite/suite-run.ts';
import { ellipsized } from '../../text/truncation.ts';
import { reasons } from './reasons.ts';

/** The test's path, and the paths in the tree. */
export interface TestLocation {
  readonly path: string;
  readonly paths: ReadonlySet<string>;
}

/**
 * Why this run does not count as failing for CI's reason, as a sentence; null when it does. Failing on the base proves little
 * (of 300 Agentless tests 213 failed on the base, 94 proved the fix), so error class and place must match CI's.
 */
export function objectionToRed(run: SuiteRun, incident: Reproduced, location: TestLocation): string | null {
  if (run.void !== null) return reasons.void(run.void);
  const [outcome, ...others] = [...run.outcomes.values()];
  if (!outcome || others.length > 0) return reasons.notOneTest(run.outcomes.size);
  const failure = run.failures[0];
  if (outcome === 'passed') return reasons.green;
  if ((outcome !== 'failed' && outcome !== 'error') || !failure) return reasons.notRed(outcome);
  const counterparts = incident.reproduction.targets.filter(target => sameClass(target, failure, incident));
  if (counterparts.length === 0) return reasons.otherError(described(failure), expected(incident));
  // The regression test may break outside its body only if CI's test did too.
  if (
    outcome === 'error' &&
    !counterparts.some(counterpart => counterpart.phase === failure.phase && counterpart.phase !== 'call')
  ) {
    return reasons.brokenBefore(failure.phase, described(failure));
  }
  return counterparts.some(counterpart => samePlace(counterpart, failure, { incident, location }))
    ? null
    : elsewhere(counterparts, failure);
}

/** Tests with values of their own first; of equals those whose failure is CI's to the line, then to the file; else as they came. */
export function mostTellingFirst<Red extends { readonly failure: Failure }>(
  tests: readonly Red[],
  { targets, hasOwnValues }: { targets: readonly Failure[]; hasOwnValues: (test: Red) => boolean },
): Red[] {
  const own = new Set(tests.filter(hasOwnValues));
  const distance = ({ failure }: Red) => {
    const counterparts = targets.filter(({ file }) => file !== null && file === failure.file);
    return counterparts.some(({ line }) => line === failure.line) ? 0 : counterparts.length > 0 ? 1 : 2;
  };
  return tests.toSorted((a, b) => Number(own.has(b)) - Number(own.has(a)) || distance(a) - distance(b));
}

/** The error types that CI failed with, in words. */
export function expected(incident: Reproduced): string {
  const types = incident.reproduction.targets.map(target => target.errorType ?? incident.diagnosis.errorType);
  return [...new Set(types)].join(' or ');
}

function sameClass(target: Failure, failure: Failure, incident: Reproduced): boolean {
  const { isAssertion } = languageOfJob(incident.evidence).rules.guard;
  const wanted = { ...target, errorType: target.errorType ?? incident.diagnosis.errorType };
  if (failure.errorType === null) return false;
  return bare(wanted.errorType) === bare(failure.errorType) || (isAssertion(wanted) && isAssertion(failure));
}

/** Some reports include the module of an exception, others do not. */
function bare(errorType: string): string {
  return errorType.slice(errorType.lastIndexOf('.') + 1);
}

/**
 * CI's innermost frame in the repository, or any frame in a suspect. If CI's innermost frame is in a test (an assertion, or a
 * wrong call made by the test itself), a frame of the regression test or of a test helper counts as the same place.
 */
function samePlace(
  counterpart: Failure,
  failure: Failure,
  around: { incident: Reproduced; location: TestLocation },
): boolean {
  const { path, paths } = around.location;
  const files = failure.frames.filter(frame => frame.inRepository).map(frame => fileInTree(frame.file, paths));
  const innermost = failure.file;
  const { isTest: isTestByName } = languageOfJob(around.incident.evidence).source;
  const named = testFilesOfRun(around.incident);
  const isTest = (file: string) => isTestByName(file) || named.has(file);
  if (counterpart.file === null || isTest(fileInTree(counterpart.file, paths) ?? counterpart.file)) {
    const isOwn = innermost === null || innermost === path || isTest(innermost);
    return isOwn || files.length === 0 || isSuspect(innermost, around);
  }
  return innermost !== path && files.some(file => file !== null && isSuspect(file, around));
}

function isSuspect(file: string, { incident, location }: { incident: Reproduced; location: TestLocation }): boolean {
  return tracedFiles(incident, location.paths).some(path => path === file);
}

function elsewhere(counterparts: readonly Failure[], failure: Failure): string {
  const places = counterparts.map(counterpart => `${counterpart.file}:${counterpart.line}`);
  return reasons.elsewhere(`${described(failure)} at ${failure.file}:${failure.line}`, [...new Set(places)]);
}

function described(failure: Failure): string {
  const message = failure.message.split('\n')[0] ?? '';
  return `${failure.errorType ?? 'an unnamed error'}${message ? ` (${ellipsized(message, 200)})` : ''}`;
}
