// The recipe: how to rebuild the failing job, from its log and workflow file if they show it, else from the tree.

import { historyOf } from '../../../actions/checkout.ts';
import { withGithubPath } from '../../../actions/github-path.ts';
import { workflowJob } from '../../../actions/workflow.ts';
import type { Recipe, Script } from '../../../incident/reproduction.ts';
import type { Rebuilt, RecipeFacts } from '../../contract/building.ts';
import { offline } from './environment.ts';
import { recipeFromLog } from './from-log.ts';
import { recipeFromTree } from './from-tree.ts';
import { image } from './image.ts';
import { byPytest } from './other-runners.ts';
import { withPretendedVersion } from './pretended-version.ts';
import { withTools } from './tools.ts';
import { whyNotRunnable, whyUnbuildable } from './unbuildable.ts';

export function recipe(facts: RecipeFacts): Rebuilt {
  const job = facts.workflow === null ? null : workflowJob(facts.workflow, facts.evidence.job.name, facts.texts);
  const unbuildable = whyUnbuildable(facts, job);
  if (unbuildable !== null) return { kind: 'unbuildable', why: unbuildable };
  const base = image(facts, job);
  const draft = recipeFromLog(facts, job) ?? recipeFromTree(facts);
  const runner = byPytest(draft.test, facts);
  const test = { ...runner.test, env: { ...runner.test.env, ...offline } };
  const plain: Recipe = {
    language: 'python',
    image: base.image,
    setup: [...draft.setup, ...runner.setup],
    test,
    call: callOf(test),
    history: historyOf(job),
    notes: [...base.notes, ...draft.notes, ...runner.notes],
  };
  const why = whyNotRunnable(plain);
  if (why !== null) return { kind: 'unbuildable', why };
  return { kind: 'recipe', recipe: withTools(withGithubPath(withPretendedVersion(plain, facts))) };
}

function callOf({ text, shell }: Script): string {
  const isPlain = /\b(?:pytest|py\.test)\b/.test(text) && !/-m\s+pytest\b/.test(text) && !shell.startsWith('python');
  return isPlain ? 'pytest' : 'python -m pytest';
}
