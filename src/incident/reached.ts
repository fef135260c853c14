// What a run did beyond computing: it executed a program, connected to an address, loaded native code, evaluated code or wrote elsewhere.
import { z } from 'zod';

export const Reached = z.object({
  kind: z.enum(['executes', 'connects', 'loads', 'evaluates', 'imports', 'writes']),
  /** The program, address, library, module or path; of what is evaluated, no more than that it is code. */
  what: z.string(),
  /** The innermost line of the repository that it comes from; the path is relative to the work tree. */
  file: z.string(),
  line: z.number().int().positive(),
});
export type Reached = z.infer<typeof Reached>;
