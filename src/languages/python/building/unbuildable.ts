// Jobs that this sandbox cannot rebuild, and why: said at once instead of failing halfway.

import type { WorkflowJob } from '../../../actions/workflow.ts';
import type { Recipe } from '../../../incident/reproduction.ts';
import type { RecipeFacts } from '../../contract/building.ts';

const condaActions = /^(?:conda-incubator\/setup-miniconda|mamba-org\/(?:setup-micromamba|provision-with-micromamba))@/;
const condaCommands = /^\s*(?:conda|mamba|micromamba)\s+(?:install|create|env|run|activate|update)\b/m;

/** A sentence; null when nothing is in the way. */
export function whyUnbuildable(facts: RecipeFacts, job: WorkflowJob | null): string | null {
  if (!facts.paths.some(path => path.endsWith('.py'))) return 'There is no Python job to rebuild in this repository.';
  const usesConda =
    job?.steps.some(step => condaActions.test(step.uses ?? '')) ||
    facts.evidence.commands.some(
      ({ script, shell }) => condaCommands.test(script) || /\bbash -e?l\b/.test(shell ?? ''),
    );
  if (usesConda) return 'The job gets Python from conda, whose environments cannot be rebuilt here.';
  return null;
}

/** The same of a finished recipe. */
export function whyNotRunnable({ test }: Recipe): string | null {
  if (/\b(?:pwsh|powershell|cmd)\b/i.test(test.shell)) return 'The failing step is written for a shell of Windows.';
  if (/\bmanage\.py\s+test\b|\bdjango-admin\s+test\b/.test(test.text)) {
    return "Django's own test runner tells nobody which tests passed; only pytest, unittest and nose can be followed here.";
  }
  return null;
}
