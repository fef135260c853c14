// A run of tests on the repaired tree, as the proof keeps it.
import { z } from 'zod';
import { Listed } from './listed.ts';

export const ProofRun = z.strictObject({
  what: z.enum(['regression test', 'failing tests', 'whole suite', 'list of tests', 'canary']),
  /** As someone would type it. */
  command: z.string(),
  /** Null where it says nothing. */
  exitCode: z.number().int().nullable(),
  /** How many runs gave exactly this. */
  times: z.number().int().positive(),
  /** Test ids by outcome; an outcome that no test had is missing. In a list of tests the only outcome is `listed`. */
  outcomes: z.record(z.string(), Listed),
});
export type ProofRun = z.infer<typeof ProofRun>;
