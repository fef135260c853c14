// The recipe: the failed job's own steps in a Python image, or what the tree says where the log shows no commands.

import { historyOf, submodulesOf } from '../../../actions/checkout.ts';
import { servicesInCi } from '../../../actions/chosen-ports.ts';
import { restoredCommands } from '../../../actions/masked/restored-commands.ts';
import { replay } from '../../../actions/replay.ts';
import { containerPlaces } from '../../../actions/scripts/container-places.ts';
import { withGithubPath } from '../../../actions/scripts/github-path.ts';
import { outOfReach } from '../../../actions/scripts/out-of-reach.ts';
import { runnerTools } from '../../../actions/scripts/runner-tools.ts';
import { upTo, workflowJob } from '../../../actions/workflow.ts';
import type { Recipe, Script } from '../../../incident/reproduction.ts';
import type { Rebuilt, RecipeFacts } from '../../contract/building.ts';
import { publishes, runsTests } from './commands.ts';
import { containerImage, needsPython } from './container.ts';
import { recipeFromTree } from './from-tree.ts';
import { image } from './image.ts';
import { offline } from './offline.ts';
import { calledBehind, rustTools, toolsOfActions, toolsOfMachine } from './tools.ts';
import { whyNotRunnable, whyUnbuildable } from './unbuildable.ts';

export function recipe(facts: RecipeFacts): Rebuilt {
  const { job: failed } = facts.evidence;
  const whole = facts.workflow === null ? null : workflowJob(facts.workflow, failed.name, facts.texts);
  const commands = restoredCommands(whole, facts.evidence.commands);
  const unbuildable = whyUnbuildable(facts, whole);
  if (unbuildable !== null) return { kind: 'unbuildable', why: unbuildable };
  const replayed =
    replay({ commands, job: whole, repo: facts.run.repo }, { runsTests, publishes }) ?? recipeFromTree(facts);
  const scripts = [...replayed.setup, replayed.test];
  const job = whole && upTo(whole, replayed.test.text);
  const inContainer = containerImage(job) !== null;
  const why = whyNotRunnable(replayed.test) ?? outOfReach(scripts, { inContainer });
  if (why !== null) return { kind: 'unbuildable', why };
  const base = image(facts, job);
  const services = servicesInCi(job, commands);
  const ofActions = [...submodulesOf(job), ...toolsOfActions(job)];
  const recipe: Recipe = {
    language: 'python',
    image: base.image,
    setup: inContainer
      ? [...containerPlaces(scripts, facts.run.repo), ...ofActions, ...replayed.setup, needsPython]
      : [...ofMachine(facts, [...ofActions, ...scripts]), ...ofActions, ...replayed.setup],
    test: { ...replayed.test, env: { ...replayed.test.env, ...offline } },
    history: historyOf(job),
    services: [...services.services],
    notes: [...base.notes, ...services.notes, ...replayed.notes],
  };
  return { kind: 'recipe', recipe: withGithubPath(recipe) };
}

/** What GitHub's machine has before the first step, as far as these scripts call it. A container has its own. */
function ofMachine(facts: RecipeFacts, scripts: readonly Script[]): readonly Script[] {
  return [...runnerTools(scripts, calledBehind(facts)), ...rustTools(facts.paths), ...toolsOfMachine(scripts)];
}
