// How a failing test of a hostile project shows in CI's log.
import type { Failure } from '../../../src/incident/evidence.ts';

export interface Seen {
  /** The path and the name of the test. */
  readonly test: readonly [path: string, name: string];
  /** Line of the assertion, or of the call that raises. */
  readonly testLine: number;
  readonly errorType: string;
  readonly message: string;
  /** Where in the code it is raised, if it is raised there. */
  readonly raised?: { readonly file: string; readonly line: number; readonly function: string };
}

export function failure({ test: [path, name], testLine, errorType, message, raised }: Seen): Failure {
  const own = { file: path, line: testLine, function: name, inRepository: true };
  const frames = raised ? [own, { ...raised, inRepository: true }] : [own];
  const { file, line } = raised ?? own;
  return { testId: `${path}::${name}`, phase: 'call', errorType, message, file, line, frames };
}
