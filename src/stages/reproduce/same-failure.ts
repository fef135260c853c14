// Which of CI's failures happen here as well: the same test with the same error, not just any non-zero exit.
import { posix } from 'node:path';
import type { Failure } from '../../incident/evidence.ts';
import type { SuiteRun } from '../../suite/suite-run.ts';

/** One of CI's failures, and how it shows here. */
export interface SameFailure {
  readonly inCi: Failure;
  readonly here: Failure;
}

/**
 * CI's failures that this run shows too. `directory` is where the step ran: ids in a log are relative to pytest's
 * rootdir, ours to the work tree. A void run shows nothing.
 */
export function sameFailures(inCi: readonly Failure[], run: SuiteRun, directory: string): readonly SameFailure[] {
  if (run.void !== null) return [];
  return inCi.flatMap((failure, index) => {
    const twins = inCi.slice(0, index).filter(other => other.testId === failure.testId);
    const here = namesSeveral(failure)
      ? within(run.failures, failure, { directory, before: twins.filter(isUntold).length })
      : nearest(run.failures, failure.testId, directory).filter(one => isSameError(failure, one));
    return here.map(one => ({ inCi: failure, here: one }));
  });
}

/** Whether this very test failed with the same error; both ids are ours. */
export function failsAlike(target: Failure, run: SuiteRun): boolean {
  return run.void === null && run.failures.some(here => here.testId === target.testId && isSameError(target, here));
}

/** CI's log tells the file only: of a hang, of what failed before it, and of a class or a file that could not be set up. */
function namesSeveral(failure: Failure): boolean {
  const isFile = !failure.testId.includes('::');
  return failure.phase === 'setup' || isUntold(failure) || (isFile && isHang(failure) && failure.phase === 'call');
}

function isHang({ errorType }: Failure): boolean {
  return errorType === 'Timeout';
}

/** One of a file's tests failed, and pytest was cut off before it could say which. */
function isUntold({ testId, phase, errorType }: Failure): boolean {
  return !testId.includes('::') && phase === 'call' && errorType === null;
}

/**
 * Failures of the tests in there. CI stood still at the first that hangs and never saw those after it: only its variants are
 * meant too. Of those that failed before it, the one with as many before it is meant.
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
    [below, wanted].some(id => testId.startsWith(`${id}::`) || testId.includes(`/${id}::`)),
  );
  if (isUntold(inCi)) return inside.filter(here => !isHang(here)).slice(before, before + 1);
  const same = (exact.length > 0 ? exact : inside).filter(here => isSameError(inCi, here));
  if (!isHang(inCi)) return same;
  const first = withoutParameters(same[0]?.testId ?? '');
  return same.filter(({ testId }) => withoutParameters(testId) === first);
}

/** The failures whose id names the test of CI's log most exactly; an id without parameters names all of its variants. */
function nearest(failures: readonly Failure[], inCi: string, directory: string): readonly Failure[] {
  const wanted = withoutAddresses(inCi);
  const below = posix.join(directory, wanted);
  const ways: ((id: string) => boolean)[] = [
    id => id === below,
    id => id === wanted,
    id => withoutParameters(id) === below || withoutParameters(id) === wanted,
    id => id.endsWith(`/${wanted}`),
    id => withoutParameters(id).endsWith(`/${wanted}`),
  ];
  const found = ways.map(way => failures.filter(failure => way(withoutAddresses(failure.testId))));
  return found.find(some => some.length > 0) ?? [];
}

/** A log does not always name the error; where it does, it must be the same. */
function isSameError(inCi: Failure, here: Failure): boolean {
  return inCi.errorType === null || here.errorType === null || inCi.errorType === here.errorType;
}

/** Objects without a name of their own put their address into a parametrised id. */
function withoutAddresses(id: string): string {
  return id.replace(/0x[0-9a-f]+/gi, '0x');
}

function withoutParameters(id: string): string {
  return id.endsWith(']') ? id.replace(/\[.*\]$/s, '') : id;
}
