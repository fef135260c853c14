// The regression test, proven to fail on the failing tree: the fact that `guard` adds.
import { z } from 'zod';
import { Failure } from './evidence.ts';

/** A test that fails on the failing tree for the same reason as CI. */
export const RedTest = z.object({
  source: z.string(),
  testId: z.string(),
  /** The command that runs only this test. */
  command: z.string(),
  /** How it fails on the failing tree. */
  failure: Failure,
  redRuns: z.number().int().positive(),
  output: z.string(),
});
export type RedTest = z.infer<typeof RedTest>;

export const Guard = RedTest.extend({
  /** Path of the new test file in the repository. */
  path: z.string(),
  /** A fallback test, in case the first turns out to demand more than CI does. */
  spare: RedTest.nullable().default(null),
  /** Source of the test that this one replaced. */
  replaced: z.string().nullable().default(null),
});
export type Guard = z.infer<typeof Guard>;
