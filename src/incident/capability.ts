// What a change newly does that the code did not do before, and who approved it.
import { z } from 'zod';

export const Capability = z.object({
  file: z.string(),
  /** Counted from 1, in the changed file. */
  line: z.number().int().positive(),
  /** A verb phrase: "starts or signals processes". */
  words: z.string(),
  /** What in the code gives it. */
  name: z.string(),
});
export type Capability = z.infer<typeof Capability>;

/** A person with write access wants the pull request of a change with a new capability. */
export const Approval = z.object({ login: z.string().min(1), at: z.iso.datetime() });
export type Approval = z.infer<typeof Approval>;

/** For the model and for people. */
export function capabilitySentence({ file, line, words, name }: Capability): string {
  return `${file}:${line} ${words}, which the file did not do before (${name}).`;
}
