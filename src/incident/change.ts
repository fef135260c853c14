// The pull request to publish, and the result of publishing it.
import type { FileChange } from './patch.ts';
import type { Proposal } from './proposal.ts';

/** The pull request to publish. The branch's tree must equal `tree`, or nothing is published. */
export interface Change {
  readonly branch: string;
  /** Parent commit of the change. */
  readonly parent: string;
  /** Base branch of the pull request. */
  readonly into: string;
  readonly files: readonly FileChange[];
  /** Expected hash of the resulting git tree. */
  readonly tree: string;
  readonly commitMessage: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly isDraft: boolean;
}

export type Proposed = { kind: 'proposed'; proposal: Proposal } | { kind: 'refused'; reason: string };
