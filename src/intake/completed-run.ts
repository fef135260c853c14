// The fields of `workflow_run.completed` that we use. The signature proves the sender; the shape is still validated.
// https://docs.github.com/webhooks/webhook-events-and-payloads?actionType=completed#workflow_run
import { z } from 'zod';

export const CompletedRun = z.object({
  installation: z.object({ id: z.number().int() }).optional(),
  repository: z.object({
    id: z.number().int().positive(),
    name: z.string().min(1),
    owner: z.object({ login: z.string().min(1) }),
    default_branch: z.string().min(1),
  }),
  workflow_run: z.object({
    id: z.number().int().positive(),
    run_attempt: z.number().int().positive(),
    name: z.string().nullish(),
    path: z.string(),
    event: z.string(),
    conclusion: z.string().nullable(),
    head_sha: z.string().regex(/^[0-9a-f]{40}$/),
    head_branch: z.string().nullable(),
    /** Null when the fork was deleted. */
    head_repository: z.object({ id: z.number().int() }).nullish(),
    head_commit: z.object({ message: z.string() }).nullish(),
    html_url: z.url(),
    run_started_at: z.iso.datetime({ offset: true }),
  }),
});
export type CompletedRun = z.infer<typeof CompletedRun>;
