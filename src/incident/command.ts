// What runs in a workspace, what the test runner's hook is told about it, and how it ended.

/** What to run in a workspace: always through a shell, never as root, never with network. */
export interface Command {
  readonly text: string;
  /** As GitHub names it: `bash -e {0}`, `bash --noprofile --norc -eo pipefail {0}`, `sh -e {0}`. */
  readonly shell: string;
  /** Relative to the work tree. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  /** Wall time after which everything in the workspace is killed. */
  readonly seconds: number;
  /** Without it the test runner's hook stays silent. */
  readonly hook?: HookConfiguration;
}

/** A non-zero exit is a result. After any other `end` than `exited` the workspace is unusable. */
export interface Finished {
  readonly end: 'exited' | 'timed-out' | 'out-of-memory' | 'too-much-output' | 'disk-full';
  readonly exitCode: number | null;
  /** stdout and stderr interleaved, secrets masked; the middle of a long output is replaced by a notice. */
  readonly output: string;
  readonly seconds: number;
}

/**
 * Where a workspace notes the keys that it handed to the sessions of the test runner's hook during a command, a line for each; only
 * root reads it. They are handed out because whatever the hook could read again, the tests could read as well.
 */
export const sessionKeys = '/var/lib/nightwatch/keys';

/** Where a workspace notes what the hook tells of the repository's code while it runs (`suite/reached.ts`); only root writes there. */
export const reachedFile = '/var/lib/nightwatch/reached';

/** It travels in a file of root's, so that no tool between the command and the runner can lose it. */
export interface HookConfiguration {
  /** Absolute path for the report, JSON lines (`suite/report.ts`). */
  readonly report: string;
  /** Time limit of one test, in seconds. */
  readonly seconds: number;
  /** Tests that a run of the same tree has shown to hang. */
  readonly hangs?: KnownHangs | undefined;
  /** Test ids or files, relative to the work tree; null for all that the command runs. */
  readonly tests: readonly string[] | null;
  /** The tests are listed and not run. */
  readonly listsOnly?: boolean;
  /** Absolute path for the lines that the tests execute (`suite/spectrum.ts`); null for none. */
  readonly coverage: string | null;
}

/** A test that is again where it hung need not run for its whole limit again; one that is elsewhere has all of it. */
export interface KnownHangs {
  /** After which a test that is at one of its places has failed. */
  readonly seconds: number;
  /** By test id: stacks of the repository's own frames, outermost first, as file, line and function. */
  readonly places: Readonly<Record<string, readonly (readonly [string, number, string | null])[][]>>;
}
