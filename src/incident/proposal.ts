// The pull request: the fact that `publish` adds.
import { z } from 'zod';

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
