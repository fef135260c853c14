// The workflow run of an incident, and the limits it was opened with.
import { z } from 'zod';

export type IncidentId = string & z.$brand<'IncidentId'>;

/** One attempt of one GitHub Actions workflow run, from the webhook. */
export const WorkflowRun = z.object({
  installationId: z.number().int(),
  /** GitHub's own; null in a row from before it was stored. A name is no identity: it can change, and another owner can take it over. */
  repositoryId: z.number().int().positive().nullable().default(null),
  owner: z.string().min(1),
  repo: z.string().min(1),
  runId: z.number().int().positive(),
  attempt: z.number().int().positive(),
  workflowName: z.string(),
  /** Path of the workflow file in the repository, without `@ref`. */
  workflowPath: z.string(),
  /** `push`, `pull_request`, `schedule`, … */
  event: z.string(),
  headSha: z.string().regex(/^[0-9a-f]{40}$/),
  headBranch: z.string().min(1),
  defaultBranch: z.string().min(1),
  url: z.url(),
  startedAt: z.iso.datetime({ offset: true }),
  /** GUID of the delivery that told of it; null for one that was found otherwise. */
  delivery: z.string().nullable().default(null),
});
export type WorkflowRun = z.infer<typeof WorkflowRun>;

/** Limits of one incident. */
export const Limits = z.object({
  attempts: z.number().int().min(1).max(3),
  /** US dollars for the model, over the whole incident. */
  dollars: z.number().positive(),
});
export type Limits = z.infer<typeof Limits>;
