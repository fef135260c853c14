// The recipe: how to rebuild the failing job. From its own log and workflow file where they tell, else from the tree.
import type { Recipe } from '../../incident/reproduction.ts';
import { offline } from './environment.ts';
import type { RecipeFacts } from './facts.ts';
import { recipeFromLog } from './from-log.ts';
import { recipeFromTree } from './from-tree.ts';
import { image } from './image.ts';
import { withTools } from './tools.ts';
import { workflowJob } from './workflow.ts';

/** Null when there is nothing of Python's to rebuild. */
export function recipe(facts: RecipeFacts): Recipe | null {
  if (!facts.paths.some(path => path.endsWith('.py'))) return null;
  const job = facts.workflow === null ? null : workflowJob(facts.workflow, facts.evidence.job.name);
  const base = image(facts, job);
  const draft = recipeFromLog(facts, job) ?? recipeFromTree(facts);
  const test = { ...draft.test, env: { ...draft.test.env, ...offline } };
  if (/\b(?:pwsh|powershell|cmd)\b/i.test(test.shell)) return null;
  return withTools({
    image: base.image,
    setup: [...draft.setup],
    test,
    pytest:
      /-m\s+pytest\b/.test(test.text) || !/\b(?:pytest|py\.test)\b/.test(test.text) ? 'python -m pytest' : 'pytest',
    notes: [...base.notes, ...draft.notes],
  });
}
