// What calls beside those of the failing tests gave, on the last green commit and with the repair.
import { z } from 'zod';
import { Sha256 } from './receipt/hashes.ts';

export const ComparedNeighbours = z.strictObject({
  /** Git's hash of the tree of the last green commit. */
  greenTree: z.string(),
  /** Of the test file that makes the calls. */
  probeSha256: Sha256,
  /** Calls whose results could be told on all three trees. */
  compared: z.number().int().nonnegative(),
  /** How many of them gave on the failing tree, and with the repair, what they gave on the last green one. */
  before: z.number().int().nonnegative(),
  after: z.number().int().nonnegative(),
});
export type ComparedNeighbours = z.infer<typeof ComparedNeighbours>;
