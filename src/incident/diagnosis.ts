// Why the run failed, with the checks behind it: the fact that `diagnose` adds.
import { z } from 'zod';

/** What is broken. Only `code` can be fixed by changing the source. */
export const FailureClass = z.enum([
  'code',
  'test',
  'dependency',
  'configuration',
  'infrastructure',
  'flaky',
  'unknown',
]);
export type FailureClass = z.infer<typeof FailureClass>;

export const Diagnosis = z.object({
  class: FailureClass,
  errorType: z.string(),
  file: z.string(),
  line: z.number().int().positive(),
  /** One paragraph for people. */
  cause: z.string(),
  /** 0 to 1, computed from the checks; the model's own confidence can only lower it. */
  confidence: z.number().min(0).max(1),
  /** The checks behind the confidence, as sentences: "names a file that exists at this commit". */
  checks: z.array(z.object({ claim: z.string(), holds: z.boolean() })),
});
export type Diagnosis = z.infer<typeof Diagnosis>;
