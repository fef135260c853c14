// What one process of the test runner reported.
import type { Failure } from '../incident/evidence.ts';
import type { TestOutcome } from './suite-run.ts';

/** One process of the test runner; a command may start several. */
export interface Session {
  readonly collected: readonly string[];
  readonly outcomes: ReadonlyMap<string, TestOutcome>;
  readonly failures: readonly Failure[];
  /** The test that was running when the report broke off; null for a report that was closed, or that no test had begun. */
  readonly crashed: string | null;
  /** The runner's exit status; null when the session never closed its report. */
  readonly status: number | null;
  /** Seconds of the slowest test phase that finished on its own; 0 when the report was never closed. */
  readonly slowest: number;
  /** Whether the closing line's seal matches all lines before it, by a key that was handed to one session, and to no other. */
  readonly sealed: boolean;
}
