// Which of CI's failures also occur in the sandbox: the same test with the same error, not just a non-zero exit code.
import { posix } from 'node:path';
import { endedTheRun, type Failure } from '../../incident/evidence.ts';
import { isTest, scopesOf, withoutParameters } from '../../incident/test-id.ts';
import type { SuiteRun } from '../../suite/suite-run.ts';

/** One of CI's failures and its counterpart in the sandbox. */
export interface SameFailure {
  readonly inCi: Failure;
  readonly here: Failure;
}

/**
 * CI's failures that also occur in this run; none if the run is void. `directory` is the working directory of the step: ids
 * in a log are relative to the test runner's root, ours to the work tree.
 */
export function sameFailures(
  inCi: readonly Failure[],
  run: Pick<SuiteRun, 'void' | 'failures'>,
  directory: string,
): readonly SameFailure[] {
  if (run.void !== null) return [];
  return inCi.flatMap((failure, index) => {
    const earlier = inCi.slice(0, index).filter(other => other.testId === failure.testId);
    const here = coversSeveral(failure)
      ? within(run.failures, failure, { directory, before: earlier.filter(isUnidentified).length })
      : nearest(run.failures, failure.testId, directory).filter(one => isSameError(failure, one));
    return here.map(one => ({ inCi: failure, here: one }));
  });
}

/** Whether the same test failed with the same error; both ids are ours. */
export function failsAlike(target: Failure, run: SuiteRun): boolean {
  return run.void === null && run.failures.some(here => here.testId === target.testId && isSameError(target, here));
}

/** CI's log names only the file or class: for a hang, for failures before a hang, and for a failed class or module setup. */
function coversSeveral(failure: Failure): boolean {
  const isFile = !isTest(failure.testId);
  return (
    failure.phase === 'setup' || isUnidentified(failure) || (isFile && endedTheRun(failure) && failure.phase === 'call')
  );
}

/** A test of the file failed, and the runner was killed before it could report which. */
function isUnidentified({ testId, phase, errorType }: Failure): boolean {
  return !isTest(testId) && phase === 'call' && errorType === null;
}

/**
 * Failures of the tests in that file or class. CI stopped at the first test that hangs and never ran those after it, so a
 * hang matches that test and its variants only. An unidentified failure before the hang matches by position.
 */
function within(
  failures: readonly Failure[],
  inCi: Failure,
  { directory, before }: { directory: string; before: number },
): readonly Failure[] {
  const exact = nearest(failures, inCi.testId, directory);
  const wanted = withoutAddresses(inCi.testId);
  const below = posix.join(directory, wanted);
  const inside = failures.filter(({ testId }) =>
    scopesOf(testId).some(scope => [below, wanted].some(id => scope === id || scope.endsWith(`/${id}`))),
  );
  if (isUnidentified(inCi)) return inside.filter(here => !endedTheRun(here)).slice(before, before + 1);
  const same = (exact.length > 0 ? exact : inside).filter(here => isSameError(inCi, here));
  if (!endedTheRun(inCi)) return same;
  const first = withoutParameters(same[0]?.testId ?? '');
  return same.filter(({ testId }) => withoutParameters(testId) === first);
}

/** The failures whose ids match CI's id most exactly; an id without parameters matches all variants of the test. */
function nearest(failures: readonly Failure[], inCi: string, directory: string): readonly Failure[] {
  const wanted = withoutAddresses(inCi);
  const below = posix.join(directory, wanted);
  const strategies: ((id: string) => boolean)[] = [
    id => id === below,
    id => id === wanted,
    id => withoutParameters(id) === below || withoutParameters(id) === wanted,
    id => id.endsWith(`/${wanted}`),
    id => withoutParameters(id).endsWith(`/${wanted}`),
  ];
  const found = strategies.map(matches => failures.filter(failure => matches(withoutAddresses(failure.testId))));
  return found.find(some => some.length > 0) ?? [];
}

/** If both error types are known, they must be equal. */
function isSameError(inCi: Failure, here: Failure): boolean {
  return inCi.errorType === null || here.errorType === null || inCi.errorType === here.errorType;
}

/** A runner may put the address of an object without a better name into a parametrised id. */
function withoutAddresses(id: string): string {
  return id.replace(/0x[0-9a-f]+/gi, '0x');
}
