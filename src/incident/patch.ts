// Tries at a repair, and the one that was proven: what `repair` adds.
import { z } from 'zod';

/** The whole new text of one file; null deletes it. */
export const FileChange = z.object({ path: z.string(), content: z.string().nullable(), executable: z.boolean() });
export type FileChange = z.infer<typeof FileChange>;

/** One row of the proof table: the same command before and after. */
export const ProofRow = z.object({
  what: z.string(),
  command: z.string(),
  before: z.string(),
  after: z.string(),
});
export const Proof = z.object({
  /** Digest of the image that all runs used. */
  imageDigest: z.string(),
  /** Hash of the git tree before: the failing commit's. */
  treeBefore: z.string(),
  /** Hash of the git tree that was tested; the published tree must equal it. */
  treeAfter: z.string(),
  rows: z.array(ProofRow).min(1),
  /** What was seen while proving it that speaks against it, as sentences for people. */
  doubts: z.array(z.string()).default([]),
});
export type Proof = z.infer<typeof Proof>;

/** Why an attempt was not accepted. Codes are gates, in the order in which they are tried. */
export const Gate = z.enum([
  'unusable-answer',
  'cannot-fix',
  'does-not-apply',
  'forbidden-file',
  'too-large',
  'repeated',
  'suspicious',
  'does-not-compile',
  'guard-red',
  // CI's failing tests pass and the regression test does not: one of the two, repair or test, serves its own end.
  'only-guard-red',
  'target-red',
  'newly-failing',
  'fewer-tests',
  'void-run',
  'timed-out',
  'guard-elsewhere',
]);
export type Gate = z.infer<typeof Gate>;

export const Verdict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('proven') }),
  z.object({
    kind: z.literal('refused'),
    gate: Gate,
    /** One sentence for people. */
    reason: z.string(),
    /** The end of the real output that shows it; empty when nothing was run. At most 8 KiB. */
    output: z.string(),
  }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** One try of `repair`; kept even when it failed. */
export const Attempt = z.object({
  number: z.number().int().positive(),
  /** The model's idea, in its own words. */
  idea: z.string(),
  /** Unified diff of what was tried; empty when nothing applied. */
  diff: z.string(),
  /** Identity of the change, so that the same one is not run twice; null when nothing applied. */
  fingerprint: z.string().nullable(),
  verdict: Verdict,
  startedAt: z.iso.datetime(),
  seconds: z.number(),
});
export type Attempt = z.infer<typeof Attempt>;

export const Patch = z.object({
  attempt: z.number().int().positive(),
  idea: z.string(),
  /** Every file that differs from the failing commit, the guard included. */
  changes: z.array(FileChange).min(1),
  /** Unified diff from the failing tree, made by git, the guard included. */
  diff: z.string(),
  /** Unified diff of what was proposed as well and is left out, since no test needs it; empty when nothing is. */
  leftOut: z.string().default(''),
  proof: Proof,
});
export type Patch = z.infer<typeof Patch>;
