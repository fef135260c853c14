// Tries a patched tree: syntax, regression test, failing tests, whole suite, cheapest first; ends at the first refusal.
import type { Guarded } from '../../incident/incident.ts';
import type { Sandbox, Tree, Workspace } from '../../ports.ts';
import { runSuite, runTests } from '../../suite/run-tests.ts';
import type { SuiteRun } from '../../suite/suite-run.ts';
import { compileRefusal } from './compile.ts';
import { guardRefusal, holds, type Refused, suiteRefusal, targetsRefusal } from './verdict.ts';

/** Green five of five; the fifth is the one inside the whole suite. Five clean runs bound a flake below 45 % (at 95 %). */
export const guardRuns = 5;
export const targetRuns = 3;
const guardSeconds = 60;

/** Every run that was made, in order; `suite` is null when it did not come to that. */
export interface Trial {
  readonly refused: Refused | null;
  readonly guard: readonly SuiteRun[];
  readonly targets: readonly SuiteRun[];
  readonly suite: SuiteRun | null;
}

/** `tested` holds the guard and the edits. Chosen tests and whole suite each get a fresh workspace. */
export async function tried(
  tested: Tree,
  incident: Guarded,
  on: { sandbox: Sandbox; changed: readonly string[] },
): Promise<Trial> {
  const chosen = await chosenTests(tested, incident, on);
  if (chosen.refused) return chosen;
  const { recipe, environment, baseline } = incident.reproduction;
  await using workspace = await on.sandbox.open(tested, environment);
  const suite = await runSuite(workspace, recipe, suiteSeconds(baseline.seconds));
  const refused = suiteRefusal(suite, incident);
  if (refused || holds(suite, incident.guard.testId))
    return { ...chosen, refused, suite, guard: [...chosen.guard, suite] };
  // The failing command runs only a part of the tests, and the regression test is not in it.
  const last = await guardRun(workspace, incident);
  return { ...chosen, refused: guardRefusal(last, incident.guard), suite, guard: [...chosen.guard, last] };
}

/** Seconds for the whole suite: three times what it took before and a minute, ten minutes at most. */
export function suiteSeconds(baselineSeconds: number): number {
  return Math.min(600, Math.ceil(3 * baselineSeconds + 60));
}

async function chosenTests(
  tested: Tree,
  incident: Guarded,
  on: { sandbox: Sandbox; changed: readonly string[] },
): Promise<Trial> {
  const { recipe, environment, targets, baseline } = incident.reproduction;
  await using workspace = await on.sandbox.open(tested, environment);
  const runs = { guard: [] as SuiteRun[], targets: [] as SuiteRun[], suite: null };
  let refused = await compileRefusal(workspace, on.changed, recipe.test);
  while (!refused && runs.guard.length < guardRuns - 1) {
    const run = await guardRun(workspace, incident);
    runs.guard.push(run);
    refused = guardRefusal(run, incident.guard);
  }
  while (!refused && runs.targets.length < targetRuns) {
    const ids = targets.map(target => target.testId);
    const run = await runTests(workspace, recipe, { ids, seconds: suiteSeconds(baseline.seconds) });
    runs.targets.push(run);
    refused = targetsRefusal(run, targets);
  }
  return { ...runs, refused };
}

function guardRun(workspace: Workspace, { guard, reproduction }: Guarded): Promise<SuiteRun> {
  return runTests(workspace, reproduction.recipe, { ids: [guard.path], seconds: guardSeconds });
}
