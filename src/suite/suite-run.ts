// The results of one test run, from a machine-readable report and never from the printed output.
import type { Failure } from '../incident/evidence.ts';
import type { Reached } from '../incident/reached.ts';
import type { Finished } from '../ports.ts';

/** `error`: set-up, tear-down or collection failed. `xfailed` and `xpassed`: marked as expected to fail. */
export type TestOutcome = 'passed' | 'failed' | 'error' | 'skipped' | 'xfailed' | 'xpassed';

export interface SuiteRun {
  /** As someone would type it. */
  readonly command: string;
  /** By test id (`incident/test-id.ts`). A file that cannot be collected is an id too. */
  readonly outcomes: ReadonlyMap<string, TestOutcome>;
  readonly failures: readonly Failure[];
  readonly finished: Finished;
  /**
   * Why the run proves nothing (no report, report and exit code disagree, killed), as a sentence; null when it can be
   * trusted. A trusted run without outcomes collected no tests.
   */
  readonly void: string | null;
  /** What the repository's code reached in it; missing where nothing told. */
  readonly reached?: readonly Reached[];
}

/** A run with the timing that later time limits are based on. */
export interface TimedRun extends SuiteRun {
  /** Seconds of the slowest test phase that finished on its own. */
  readonly slowest: number;
}
