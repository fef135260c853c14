// How a language's test runner is driven: selected tests, and a hook that makes it report to Nightwatch.
//
// The hook appends JSON lines to the file that NIGHTWATCH_REPORT names (their shape: `suite/report.ts`), sealed by
// NIGHTWATCH_NONCE. It fails a test after NIGHTWATCH_TEST_SECONDS, and where it measures coverage, writes the lines that
// each test ran to NIGHTWATCH_COVERAGE (`suite/spectrum.ts`).
import type { Recipe, Script } from '../../incident/reproduction.ts';

export interface Injection {
  /** Absolute paths below the hook's folder. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The script that loads the hook. */
  readonly script: Script;
}

/** Pure. */
export interface Runner {
  /** As messages name it. */
  readonly name: string;
  /** A script that runs only these test ids or files, which are relative to the work tree, as the failing command would. */
  selected(recipe: Recipe, ids: readonly string[]): Script;
  /** Loads the hook into a script; `folder` is an absolute path for its files alone. */
  inject(script: Script, recipe: Recipe, hook: { readonly folder: string; readonly coverage: boolean }): Injection;
  /** Exit statuses of the runner that say more than that tests passed (0) or failed. */
  readonly statuses: {
    readonly interrupted: number;
    readonly internalError: number;
    readonly noTests: number;
  };
}
