// How a language's test runner is driven: selected tests, and a hook that makes it report to Nightwatch.
//
// The hook appends JSON lines to the file that NIGHTWATCH_REPORT names (their shape: `suite/report.ts`), sealed by
// NIGHTWATCH_NONCE. It fails a test after NIGHTWATCH_TEST_SECONDS. When it measures coverage, it writes the lines that the
// tests executed to NIGHTWATCH_COVERAGE (`suite/spectrum.ts`).
import type { Recipe, Script } from '../../incident/reproduction.ts';

export interface Injection {
  /** Absolute paths below the hook's folder. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The script that loads the hook. */
  readonly script: Script;
}

/** Pure. */
export interface Runner {
  /** Its name in messages. */
  readonly name: string;
  /** A script that runs only these test ids or files, relative to the work tree, the way the failing command does. */
  selected(recipe: Recipe, ids: readonly string[]): Script;
  /** Loads the hook into a script; `folder` is an absolute path for the hook's files only. */
  inject(script: Script, recipe: Recipe, hook: { readonly folder: string; readonly coverage: boolean }): Injection;
  /** Exit statuses of the runner with a meaning beyond passed (0) or failed. */
  readonly statuses: {
    readonly interrupted: number;
    readonly internalError: number;
    readonly noTests: number;
  };
}
