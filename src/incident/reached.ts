// What a run did beyond computing: it executed a program, connected to an address, loaded native code, or wrote outside the work tree.
import { z } from 'zod';

export const Reached = z.object({
  kind: z.enum(['executes', 'connects', 'loads', 'writes']),
  /** The program, address, library or path. */
  what: z.string(),
  /** The innermost line of the repository that it comes from; the path is relative to the work tree. */
  file: z.string(),
  line: z.number().int().positive(),
});
export type Reached = z.infer<typeof Reached>;
