// Whether a repository's settings leave a run out.
import type { WorkflowRun } from '../../incident/run.ts';
import type { Settings } from '../../incident/settings.ts';

/** Why the settings leave this run out, as a sentence; null when they do not. */
export function exemption({ workflowName, workflowPath, headBranch }: WorkflowRun, settings: Settings): string | null {
  const { enabled, workflows, branches } = settings;
  if (!enabled) return 'Nightwatch is disabled for the repository.';
  if (workflows && !workflows.some(name => name === workflowName || workflowPath.endsWith(`/${name}`)))
    return 'The repository does not watch this workflow.';
  if (branches && !branches.includes(headBranch)) return 'The repository does not watch this branch.';
  return null;
}
