// The pull request: the fact that `publish` adds.
import { z } from 'zod';
import type { IncidentId } from './run.ts';

export const Proposal = z.object({
  number: z.number().int().positive(),
  url: z.string(),
  branch: z.string(),
  commit: z.string(),
  /** Hash of the published tree, from GitHub. */
  tree: z.string(),
});
export type Proposal = z.infer<typeof Proposal>;

/** The CI result of the proposal's own branch. */
export const ProposalRun = z.object({ conclusion: z.string(), url: z.string(), headSha: z.string() });
export type ProposalRun = z.infer<typeof ProposalRun>;

/** A person wants the pull request of a patch that waits for approval: the line goes on where it began to wait, once. */
export interface Approved {
  readonly id: IncidentId;
  /** GitHub's own, of the repository in which it was given; of another the incident is none. */
  readonly repositoryId: number;
  readonly login: string;
}
