// Whether a red test is red for the right reason: it fails as CI failed, in the code that CI's failure runs through.

import { tracedFiles } from '../../context/clues.ts';
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
 * A sentence when this run does not count as red for CI's reason; null when it does. Red on base proves little by itself
 * (of 300 Agentless tests 213 failed on the base, 94 proved the fix), so class and place must be CI's.
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
  // Only where CI itself broke before any test ran may the regression test do so.
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

/** Tests that hold, those first whose failure is CI's to the line, then to the file; else in the order they came in. */
export function nearestFirst<Red extends { readonly failure: Failure }>(
  tests: readonly Red[],
  targets: readonly Failure[],
): Red[] {
  const distance = ({ failure }: Red) => {
    const counterparts = targets.filter(({ file }) => file !== null && file === failure.file);
    return counterparts.some(({ line }) => line === failure.line) ? 0 : counterparts.length > 0 ? 1 : 2;
  };
  return tests.toSorted((a, b) => distance(a) - distance(b));
}

/** The errors that CI failed with, as words. */
export function expected(incident: Reproduced): string {
  const types = incident.reproduction.targets.map(target => target.errorType ?? incident.diagnosis.errorType);
  return [...new Set(types)].join(' or ');
}

function sameClass(target: Failure, failure: Failure, incident: Reproduced): boolean {
  const wanted = target.errorType ?? incident.diagnosis.errorType;
  return failure.errorType !== null && bare(wanted) === bare(failure.errorType);
}

/** Modules are told by some reports and not by others. */
function bare(errorType: string): string {
  return errorType.slice(errorType.lastIndexOf('.') + 1);
}

/**
 * CI's innermost frame of the repository, or any frame in a suspect. Where CI's own innermost frame is in a test (an
 * assertion, or a call that the test itself got wrong), the regression test's own frame is the same place.
 */
function samePlace(
  counterpart: Failure,
  failure: Failure,
  around: { incident: Reproduced; location: TestLocation },
): boolean {
  const { path, paths } = around.location;
  const files = failure.frames.filter(frame => frame.inRepository).map(frame => fileInTree(frame.file, paths));
  const innermost = failure.file;
  const { isTest } = languageOfJob(around.incident.evidence).source;
  if (counterpart.file === null || isTest(fileInTree(counterpart.file, paths) ?? counterpart.file)) {
    return innermost === path || innermost === null || files.length === 0 || isSuspect(innermost, around);
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
