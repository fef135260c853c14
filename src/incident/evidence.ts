// What the failing run itself says: the fact that `collect` adds.
import { z } from 'zod';

/** Languages whose failures can be repaired. A fact says it, so that no later stage guesses. */
export const LanguageName = z.enum(['python']);
export type LanguageName = z.infer<typeof LanguageName>;

/** One place on a stack, in a file of the repository or outside it. `file` is relative to the work tree when inside. */
export const Frame = z.object({
  file: z.string(),
  line: z.number().int().positive(),
  function: z.string().nullable(),
  inRepository: z.boolean(),
});
export type Frame = z.infer<typeof Frame>;

/** One test that failed. `testId` is pytest's node id; for a file that could not be collected, the file itself. */
export const Failure = z.object({
  testId: z.string().min(1),
  phase: z.enum(['collection', 'setup', 'call', 'teardown']),
  /** The exception's class without its module (`TypeError`), or null where the log does not say. */
  errorType: z.string().nullable(),
  message: z.string(),
  /** Innermost frame inside the repository. */
  file: z.string().nullable(),
  line: z.number().int().positive().nullable(),
  frames: z.array(Frame),
});
export type Failure = z.infer<typeof Failure>;

/** A `run:` step as the log shows it: expressions already filled in by the runner. */
export const LoggedCommand = z.object({
  script: z.string().min(1),
  /** As logged, for example `/usr/bin/bash -e {0}`. */
  shell: z.string().nullable(),
  env: z.record(z.string(), z.string()),
  /** The exit code of a command that failed; null when it succeeded or the log does not say. */
  exitCode: z.number().int().nullable(),
});
export type LoggedCommand = z.infer<typeof LoggedCommand>;

export const FailedStep = z.object({ name: z.string(), number: z.number().int() });
export const FailedJob = z.object({
  id: z.number().int(),
  name: z.string(),
  url: z.string(),
  /** The first failed step in time; null when GitHub names none (a lost runner). */
  step: FailedStep.nullable(),
});
export type FailedJob = z.infer<typeof FailedJob>;

export const Evidence = z.object({
  job: FailedJob,
  /** Names of other jobs of the run that failed as well. */
  otherFailedJobs: z.array(z.string()),
  logSource: z.enum(['archive', 'job-log', 'none']),
  failures: z.array(Failure),
  /** Every `run:` command of the failed job up to and including the failing one, in order. */
  commands: z.array(LoggedCommand),
  /** Head commit of the last green run of the same workflow; null when there is none that GitHub still knows. */
  lastGreen: z.string().nullable(),
  /** Python's version as setup-python's log names it, `3.11` or `3.11.7`. */
  pythonVersion: z.string().nullable(),
  /** The log cut to what matters, secrets masked; at most about 4,000 tokens; says what was left out. */
  digest: z.string(),
  /** Identity of the failure: a hash over failing test ids and error types, free of paths, times and addresses. */
  signature: z.string().min(1),
});
export type Evidence = z.infer<typeof Evidence>;
