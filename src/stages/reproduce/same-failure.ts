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
  return inCi.flatMap(failure => {
    const here = namesSeveral(failure)
      ? within(run.failures, failure, directory)
      : nearest(run.failures, failure.testId, directory).filter(one => isSameError(failure, one));
    return here.map(one => ({ inCi: failure, here: one }));
  });
}

/** Whether this very test failed with the same error; both ids are ours. */
export function failsAlike(target: Failure, run: SuiteRun): boolean {
  return run.void === null && run.failures.some(here => here.testId === target.testId && isSameError(target, here));
}

/** A hang of which CI's log tells the file only, and unittest's word for a class or a file that could not be set up. */
function namesSeveral({ testId, phase, errorType }: Failure): boolean {
  const isFile = !testId.includes('::');
  return phase === 'setup' || (isFile && phase === 'call' && errorType === 'Timeout');
}

/**
 * Failures of the tests in there, with the same error. CI stood still at the first that hangs, and never saw those after it:
 * only its variants are meant too.
 */
function within(failures: readonly Failure[], inCi: Failure, directory: string): readonly Failure[] {
  const exact = nearest(failures, inCi.testId, directory);
  const wanted = withoutAddresses(inCi.testId);
  const below = posix.join(directory, wanted);
  const inside = failures.filter(({ testId }) =>
    [below, wanted].some(id => testId.startsWith(`${id}::`) || testId.includes(`/${id}::`)),
  );
  const same = (exact.length > 0 ? exact : inside).filter(here => isSameError(inCi, here));
  if (inCi.errorType !== 'Timeout') return same;
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
