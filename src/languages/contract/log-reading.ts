// How the log of a failing step is read: its failures, and the headings of the test runner's report.
import type { LogLine } from '../../actions/log-lines.ts';
import type { Failure } from '../../incident/evidence.ts';
import type { CommandFailure, FailedCommand } from './failed-command.ts';

/** Pure; patterns match single lines. */
export interface LogReading {
  /** Failing tests in the failing step's lines; `notes` are the messages of the job's annotations. Empty: not this language. */
  failures(lines: readonly string[], notes: readonly string[]): Failure[];
  /** The language version that the job ran on, as exact as possible; null if the log does not say. */
  version(lines: readonly LogLine[]): string | null;
  /** Whether a log or a command mentions tests of this language, failing or not. */
  mentionsTests(text: string): boolean;
  /** Commands that the log itself says have failed, in its order: task runners report theirs. */
  failedCommands(lines: readonly string[]): FailedCommand[];
  /** Why a command failed other than by a failing test; null if unknown, or if a test failed. */
  commandFailure(command: FailedCommand, lines: readonly string[]): CommandFailure | null;
  /** Whether the failure is certainly the test's own fault: an error in the test before any assertion. */
  blamesTheTest(failure: Failure): boolean;
  /** Whether a network or machine error, rather than the code, may explain the failure. */
  blamesTheMachine(failure: Failure): boolean;
  /** Heading above the runner's failure reports. */
  readonly reportHeading: RegExp;
  /** Heading above the runner's summary of failed tests. */
  readonly summaryHeading: RegExp;
  /** A line that reports an error in the language's own format; `error:`, `fatal:` and the like are recognised anyway. */
  readonly errorLine: RegExp;
}
