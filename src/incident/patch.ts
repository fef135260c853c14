// Repair attempts and the proven patch: the facts that `repair` adds.
import { z } from 'zod';
import { Approval, Capability } from './capability.ts';
import { ComparedNeighbours } from './neighbours.ts';
import { ProofRun } from './receipt/proof-run.ts';
import { Receipt } from './receipt/receipt.ts';

/** The full new content of a file; null deletes it. */
export const FileChange = z.object({ path: z.string(), content: z.string().nullable(), executable: z.boolean() });
export type FileChange = z.infer<typeof FileChange>;

/** A row of the proof table: the same command before and after the fix. */
const ProofRow = z.object({
  what: z.string(),
  command: z.string(),
  before: z.string(),
  after: z.string(),
});
export const Proof = z.object({
  /** Digest of the image used for all runs. */
  imageDigest: z.string(),
  /** Hash of the failing commit's git tree. */
  treeBefore: z.string(),
  /** Hash of the tested git tree; the published tree must equal it. */
  treeAfter: z.string(),
  rows: z.array(ProofRow).min(1),
  /** For the receipt; none in rows from before it. */
  runs: z.array(ProofRun).default([]),
  /** Missing where the regression test has values of its own, and where nothing could be compared. */
  neighbours: ComparedNeighbours.exactOptional(),
  /** Caveats found during the proof, as sentences for people. */
  doubts: z.array(z.string()).default([]),
});
export type Proof = z.infer<typeof Proof>;

/** Why an attempt was rejected. The gates are in the order in which they run. */
export const Gate = z.enum([
  'unusable-answer',
  'cannot-fix',
  'does-not-apply',
  'forbidden-file',
  'too-large',
  'repeated',
  'suspicious',
  'new-capability',
  // It newly does what only a person can approve, and nothing says yet that no repair can do without.
  'needs-approval',
  'does-not-compile',
  'guard-red',
  // CI's failing tests pass but the regression test fails: either the repair or the test is wrong.
  'only-guard-red',
  'target-red',
  'newly-failing',
  'fewer-tests',
  'void-run',
  'timed-out',
  // The regression test passes with its expectations turned, so that its passing means nothing.
  'canary-green',
  'guard-elsewhere',
  'targets-elsewhere',
  // The changed code executes, connects to, loads or writes what its file did not before.
  'reaches-further',
  // The regression test has CI's values alone, and beside them the change breaks something, or repairs nothing.
  'neighbours-differ',
]);
export type Gate = z.infer<typeof Gate>;

export const Verdict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('proven') }),
  z.object({
    kind: z.literal('refused'),
    gate: Gate,
    /** One sentence for people. */
    reason: z.string(),
    /** The tail of the output that shows it; empty if nothing ran. At most 8 KiB. */
    output: z.string(),
  }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** An attempt of `repair`; kept even if rejected. */
export const Attempt = z.object({
  number: z.number().int().positive(),
  /** The model's idea, in its own words. */
  idea: z.string(),
  /** Unified diff of the attempt; empty if no edit applied. */
  diff: z.string(),
  /** Identity of the change, so that no change runs twice; null if no edit applied. */
  fingerprint: z.string().nullable(),
  verdict: Verdict,
  startedAt: z.iso.datetime(),
  seconds: z.number(),
});
export type Attempt = z.infer<typeof Attempt>;

export const Patch = z.object({
  attempt: z.number().int().positive(),
  idea: z.string(),
  /** Every file that differs from the failing commit, including the regression test. */
  changes: z.array(FileChange).min(1),
  /** Unified diff from the failing tree, by git, including the regression test. */
  diff: z.string(),
  /** Unified diff of what patch minimisation dropped from the model's patch; empty if nothing. */
  leftOut: z.string().default(''),
  proof: Proof,
  /** What it newly does; nothing is pushed of such a patch before it is approved. */
  capabilities: z.array(Capability).default([]),
  approval: Approval.exactOptional(),
  /** Written when it is published. */
  receipt: Receipt.exactOptional(),
});
export type Patch = z.infer<typeof Patch>;
