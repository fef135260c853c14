// What the readers of a node are given.
import type { Paths } from './paths.ts';
import type { Scope } from './scopes.ts';

export interface Around {
  readonly scope: Scope;
  readonly paths: Paths;
  /** Top-level packages of the repository. */
  readonly own: ReadonlySet<string>;
}
