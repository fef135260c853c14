// What GitHub takes for a check run (docs: "Create a check run"), with its limits on sizes and numbers.
import { z } from 'zod';

const mostAnnotations = 50;
const mostActions = 3;
const mostText = 65_535;

const annotation = z
  .object({
    path: z.string().min(1),
    start_line: z.int(),
    end_line: z.int(),
    start_column: z.int().nullable().default(null),
    end_column: z.int().nullable().default(null),
    annotation_level: z.enum(['notice', 'warning', 'failure']),
    message: z.string().min(1).max(65_536),
    title: z.string().max(255).nullable().default(null),
    raw_details: z.string().max(65_536).nullable().default(null),
  })
  .refine(({ start_line: start, end_line: end }) => start <= end, 'start_line must not be after end_line')
  .refine(
    ({ start_line: start, end_line: end, start_column: column }) => column === null || start === end,
    'columns are only for annotations of one line',
  );

const output = z.object({
  title: z.string().optional(),
  summary: z.string().max(mostText, `Only ${mostText} characters are allowed`),
  text: z.string().max(mostText, `Only ${mostText} characters are allowed`).optional(),
  annotations: z
    .array(annotation)
    .max(mostAnnotations, `No more than ${mostAnnotations} items are allowed`)
    .default([]),
});

const action = z.object({
  label: z.string().min(1).max(20),
  description: z.string().min(1).max(40),
  identifier: z.string().min(1).max(20),
});

const fields = {
  external_id: z.string().optional(),
  details_url: z.url().optional(),
  status: z.enum(['queued', 'in_progress', 'completed']).optional(),
  conclusion: z
    .enum(['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required'])
    .optional(),
  started_at: z.iso.datetime({ offset: true }).optional(),
  completed_at: z.iso.datetime({ offset: true }).optional(),
  actions: z.array(action).max(mostActions).optional(),
};

export const newCheckRun = z
  .object({
    ...fields,
    name: z.string().min(1),
    head_sha: z.string(),
    output: output.extend({ title: z.string() }).optional(),
  })
  .refine(hasConclusion, 'conclusion is required when status is completed');

export const changedCheckRun = z
  .object({ ...fields, name: z.string().min(1).optional(), output: output.optional() })
  .refine(hasConclusion, 'conclusion is required when status is completed');

export type ChangedCheckRun = z.infer<typeof changedCheckRun>;

function hasConclusion({
  status,
  conclusion,
}: {
  status?: string | undefined;
  conclusion?: string | undefined;
}): boolean {
  return status !== 'completed' || conclusion !== undefined;
}
