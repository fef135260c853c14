// Reads a workflow file: only the parts that this runner executes, everything else is let pass.
import { parse } from 'yaml';
import { z } from 'zod';

const Env = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const Defaults = z.object({
  run: z.object({ shell: z.string(), 'working-directory': z.string() }).partial().optional(),
});
const Condition = z.union([z.string(), z.boolean(), z.number()]);

export const Step = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  if: Condition.optional(),
  uses: z.string().optional(),
  with: Env.optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  'working-directory': z.string().optional(),
  env: Env.optional(),
  'continue-on-error': z.union([z.boolean(), z.string()]).optional(),
  'timeout-minutes': z.union([z.number(), z.string()]).optional(),
});
export type Step = z.infer<typeof Step>;

export const Job = z.object({
  name: z.string().optional(),
  needs: z
    .union([z.string().transform(name => [name]), z.array(z.string())])
    .optional()
    .transform(needs => needs ?? []),
  if: Condition.optional(),
  'runs-on': z.unknown().optional(),
  env: Env.optional(),
  defaults: Defaults.optional(),
  strategy: z.object({ matrix: z.unknown().optional() }).optional(),
  steps: z.array(Step).default([]),
  outputs: z.record(z.string(), z.string()).optional(),
  'timeout-minutes': z.number().optional(),
  uses: z.string().optional(),
  container: z.unknown().optional(),
  services: z.unknown().optional(),
});
export type Job = z.infer<typeof Job>;

export const Workflow = z.object({
  name: z.string().optional(),
  env: Env.optional(),
  defaults: Defaults.optional(),
  jobs: z.record(z.string(), Job),
});
export type Workflow = z.infer<typeof Workflow>;
export type Env = z.infer<typeof Env>;

/** Throws with the file's name and what is wrong with it, as GitHub does for an invalid workflow file. */
export function readWorkflow(path: string, text: string): Workflow {
  try {
    return Workflow.parse(parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new Error(`Invalid workflow file ${path}: ${why}`, { cause });
  }
}
