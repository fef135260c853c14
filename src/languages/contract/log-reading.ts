// How the log of a failing step is read: the failures in it, and where the test runner's own report is.
import type { LogLine } from '../../actions/log-lines.ts';
import type { Failure } from '../../incident/evidence.ts';

/** Pure; patterns are asked about one line at a time. */
export interface LogReading {
  /** Failing tests in the failing step's lines; `notes` are the messages of the job's annotations. Empty: not this language's. */
  failures(lines: readonly string[], notes: readonly string[]): Failure[];
  /** The language's version that the job ran on, the more exact the better; null where the log does not say. */
  version(lines: readonly LogLine[]): string | null;
  /** Whether a log or a command mentions tests of this language, failing or not. */
  mentionsTests(text: string): boolean;
  /** Heading above the runner's reports of single failures. */
  readonly reportHeading: RegExp;
  /** Heading above the runner's list of what failed. */
  readonly summaryHeading: RegExp;
  /** A line that reports an error in the language's own way; `error:`, `fatal:` and the like are known anyway. */
  readonly errorLine: RegExp;
}
