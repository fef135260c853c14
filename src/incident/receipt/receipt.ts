// The receipt of a proof: one JSON document from which it can be run again on another machine. Its digest stands beside it, and in
// the message of the commit that it is about, so that nothing in it can be changed without changing that commit.
import { z } from 'zod';
import { Failure } from '../evidence.ts';
import { Exchange } from '../ledger.ts';
import { ComparedNeighbours } from '../neighbours.ts';
import { Environment, Recipe } from '../reproduction.ts';
import { WorkflowRun } from '../run.ts';
import { canonicalText, Sha256, sha256 } from './hashes.ts';
import { Listed } from './listed.ts';
import { ProofRun } from './proof-run.ts';

/** Increment when a reader of the old shape would misread the new one. */
export const receiptVersion = 1;

/** A failure, without what differs from run to run. */
export const KnownFailure = z.strictObject(Failure.omit({ message: true, frames: true }).shape);
export type KnownFailure = z.infer<typeof KnownFailure>;

const ChangedFile = z.strictObject({
  path: z.string(),
  executable: z.boolean(),
  /** Of the new text; null where the file was deleted. */
  sha256: Sha256.nullable(),
});

export const ReceiptDocument = z.strictObject({
  version: z.literal(receiptVersion),
  incident: z.string(),
  run: WorkflowRun.omit({ installationId: true }),
  /** Git's hashes of the failing and of the repaired tree. */
  trees: z.strictObject({ before: z.string(), after: z.string() }),
  change: z.strictObject({
    /** Of git's unified diff between the two. */
    diffSha256: Sha256,
    files: z.array(ChangedFile).min(1),
  }),
  guard: z.strictObject({
    path: z.string(),
    testId: z.string(),
    /** Of its source. */
    sha256: Sha256,
    command: z.string(),
    redRuns: z.number().int().positive(),
    /** On the failing tree. */
    failure: KnownFailure,
  }),
  /** What of CI's failing tests must pass; the first of them where there are very many. */
  targets: z.strictObject({ all: Listed, failures: z.array(KnownFailure).min(1) }),
  /** Results of the whole suite on the failing tree. */
  baseline: z.strictObject({
    runs: z.number().int().positive(),
    passing: Listed,
    failing: Listed,
    flaky: Listed,
    skipped: Listed,
  }),
  /** On the repaired tree, in their order. */
  runs: z.array(ProofRun).min(1),
  /** Where the regression test has no values but CI's. */
  neighbours: ComparedNeighbours.exactOptional(),
  recipe: Recipe,
  environment: Environment,
  /** Every request to the model and its answer, by their digests. */
  exchanges: z.array(Exchange),
  versions: z.strictObject({ nightwatch: z.string(), language: z.string().nullable() }),
  times: z.strictObject({ run: z.string(), attempt: z.string(), attemptSeconds: z.number() }),
});
export type ReceiptDocument = z.infer<typeof ReceiptDocument>;

/** The document with the SHA-256 of its canonical JSON. */
export const Receipt = z.strictObject({ document: ReceiptDocument, sha256: Sha256 });
export type Receipt = z.infer<typeof Receipt>;

export function sealed(document: ReceiptDocument): Receipt {
  return { document, sha256: sha256(canonicalText(document)) };
}
