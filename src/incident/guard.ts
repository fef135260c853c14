// The regression test, proven red on the failing tree: the fact that `guard` adds.
import { z } from 'zod';
import { Failure } from './evidence.ts';

export const Guard = z.object({
  /** Path of the new test file in the repository. */
  path: z.string(),
  source: z.string(),
  testId: z.string(),
  /** The command that runs this test alone. */
  command: z.string(),
  /** How it fails on the failing tree. */
  failure: Failure,
  redRuns: z.number().int().positive(),
  output: z.string(),
});
export type Guard = z.infer<typeof Guard>;
