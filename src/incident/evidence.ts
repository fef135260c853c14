// What the failing run shows: the fact that `collect` adds.
import { z } from 'zod';
import { LanguageName, upgradedEvidence } from './language.ts';

/** A stack frame. `file` is relative to the work tree if the file is in the repository. */
export const Frame = z.object({
  file: z.string(),
  line: z.number().int().positive(),
  function: z.string().nullable(),
  inRepository: z.boolean(),
});
export type Frame = z.infer<typeof Frame>;

/** A failed test. `testId` is read by `test-id.ts`; it is the file itself if the file could not be collected. */
export const Failure = z.object({
  testId: z.string().min(1),
  phase: z.enum(['collection', 'setup', 'call', 'teardown']),
  /** The exception's class without its module (`TypeError`); null if the log does not name it. */
  errorType: z.string().nullable(),
  message: z.string(),
  /** Innermost frame inside the repository. */
  file: z.string().nullable(),
  line: z.number().int().positive().nullable(),
  frames: z.array(Frame),
});
export type Failure = z.infer<typeof Failure>;

/** Whether the test run ended within this test: it hung until a time limit, or took the process down. */
export function endedTheRun({ errorType }: Failure): boolean {
  return errorType === 'Timeout' || errorType === 'Crash';
}

/** A `run:` step as logged: the runner has already evaluated expressions. */
export const LoggedCommand = z.object({
  script: z.string().min(1),
  /** As logged, for example `/usr/bin/bash -e {0}`. */
  shell: z.string().nullable(),
  env: z.record(z.string(), z.string()),
  /** Exit code if the command failed; null if it succeeded or the log does not show it. */
  exitCode: z.number().int().nullable(),
});
export type LoggedCommand = z.infer<typeof LoggedCommand>;

const FailedStep = z.object({ name: z.string(), number: z.number().int() });
export const FailedJob = z.object({
  id: z.number().int(),
  name: z.string(),
  url: z.string(),
  /** The first step that failed; null if GitHub names none (a lost runner). */
  step: FailedStep.nullable(),
});
export type FailedJob = z.infer<typeof FailedJob>;

const CurrentEvidence = z.object({
  job: FailedJob,
  /** Names of the run's other failed jobs. */
  otherFailedJobs: z.array(z.string()),
  logSource: z.enum(['archive', 'job-log', 'none']),
  failures: z.array(Failure),
  /** Every `run:` command of the failed job up to and including the failing one, in order. */
  commands: z.array(LoggedCommand),
  /** Head sha of the last successful run of the workflow; null if GitHub knows none. */
  lastGreen: z.string().nullable(),
  /** The language that claims the log, see `languages/claim.ts`. */
  language: LanguageName,
  /** The language's version from the log, `3.11` or `3.11.7`. */
  languageVersion: z.string().nullable(),
  /** Excerpt of the log, secrets masked, omissions marked; at most about 4,000 tokens. */
  digest: z.string(),
  /** Identity of the failure: a hash of failing test ids and error types, independent of paths, times and addresses. */
  signature: z.string().min(1),
});
export const Evidence = z.preprocess(upgradedEvidence, CurrentEvidence);
export type Evidence = z.infer<typeof Evidence>;
