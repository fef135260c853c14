// The regression test, proven red on the failing tree: the fact that `guard` adds.
import { z } from 'zod';
import { Failure } from './evidence.ts';

/** A test that was seen to be red on the failing tree for the reason of CI. */
export const RedTest = z.object({
  source: z.string(),
  testId: z.string(),
  /** The command that runs this test alone. */
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
  /** Another test that could stand at this path, should the first one prove to ask for more than CI does. */
  spare: RedTest.nullable().default(null),
  /** Source of the test that this one took the place of. */
  replaced: z.string().nullable().default(null),
});
export type Guard = z.infer<typeof Guard>;
