// Jobs that the sandbox cannot rebuild, and why: detected up front instead of failing halfway.

import type { WorkflowJob } from '../../../actions/workflow.ts';
import type { Script } from '../../../incident/reproduction.ts';
import type { RecipeFacts } from '../../contract/building.ts';

const condaActions = /^(?:conda-incubator\/setup-miniconda|mamba-org\/(?:setup-micromamba|provision-with-micromamba))@/;
const condaCommands = /^[ \t]*(?:conda|mamba|micromamba)\s+(?:install|create|env|run|activate|update)\b/m;

/** A sentence; null if the job can be rebuilt. */
export function whyUnbuildable(facts: RecipeFacts, job: WorkflowJob | null): string | null {
  if (!facts.paths.some(path => path.endsWith('.py'))) return 'The repository contains no Python files.';
  const usesConda =
    job?.steps.some(step => condaActions.test(step.uses ?? '')) ||
    facts.evidence.commands.some(
      ({ script, shell }) => condaCommands.test(script) || /\bbash -e?l\b/.test(shell ?? ''),
    );
  if (usesConda) return 'The job gets Python from conda, whose environments Nightwatch cannot rebuild.';
  return null;
}

/** As `whyUnbuildable`, for the failing step. */
export function whyNotRunnable({ shell }: Script): string | null {
  return /\b(?:pwsh|powershell|cmd)\b/i.test(shell) ? 'The failing step needs a Windows shell.' : null;
}
