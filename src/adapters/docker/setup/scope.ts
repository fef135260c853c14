// Whose an environment is: what was kept for one repository or branch is not found for another.
import { repositoryKey } from '../../../incident/names.ts';
import type { WorkflowRun } from '../../../incident/run.ts';

export type ScopeOrigin = Pick<
  WorkflowRun,
  'url' | 'repositoryId' | 'owner' | 'repo' | 'event' | 'headBranch' | 'defaultBranch'
>;

export interface Scope {
  /** By id: a name can be taken over, and two owners' repositories can have the same. */
  readonly repository: string;
  readonly branch: string;
  /** Whether only people who may push to the default branch decided what is set up. A tag of that name would pass: the tree counts too. */
  readonly isDefaultBranch: boolean;
}

/** Runs of forks never get here: `intake/triage.ts` ignores them. */
export function scopeOf(run: ScopeOrigin): Scope {
  const isProposed = run.event.startsWith('pull_request');
  return {
    repository: repositoryKey(run),
    branch: run.headBranch,
    isDefaultBranch: run.headBranch === run.defaultBranch && !isProposed,
  };
}
