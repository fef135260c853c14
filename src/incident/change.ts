// A pull request to be, and what became of it.
import type { FileChange } from './patch.ts';
import type { Proposal } from './proposal.ts';

/** A pull request to be: the branch's tree must come out as `tree`, or nothing is published. */
export interface Change {
  readonly branch: string;
  /** Commit the change stands on. */
  readonly parent: string;
  /** Branch the pull request asks to be merged into. */
  readonly into: string;
  readonly files: readonly FileChange[];
  /** Expected hash of the resulting git tree. */
  readonly tree: string;
  readonly commitMessage: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

export type Proposed = { kind: 'proposed'; proposal: Proposal } | { kind: 'refused'; reason: string };
