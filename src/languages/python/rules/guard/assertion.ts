// Whether a failure says that an expectation did not hold: assertions are raised under several names.
import type { Failure } from '../../../../incident/evidence.ts';

/** Trial's and unittest's errors of the assertion's own, and pytest's for what was not raised or not warned of. */
export function isAssertion({ errorType, message }: Pick<Failure, 'errorType' | 'message'>): boolean {
  const name = errorType?.replace(/^.*\./, '');
  return name === 'AssertionError' || name === 'FailTest' || (name === 'Failed' && message.startsWith('DID NOT '));
}
