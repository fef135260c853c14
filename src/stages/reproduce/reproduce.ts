// diagnosed → reproduced: rebuilds the failing job in the sandbox until CI's failures occur in every run, same test, same error.

import { type TestsOfRun, testFilesOfRun } from '../../context/test-files.ts';
import type { Diagnosed, Reproduced } from '../../incident/incident.ts';
import { next, type Outcome, stop } from '../../incident/outcome.ts';
import type { ExecutedFunction } from '../../incident/reproduction.ts';
import { fileOfTest } from '../../incident/test-id.ts';
import { languageOfJob } from '../../languages/languages.ts';
import type { Ports } from '../../ports.ts';
import { reachedIn } from '../../suite/reached.ts';
import { runCovered } from '../../suite/run-tests.ts';
import type { TimedRun } from '../../suite/suite-run.ts';
import { baseline } from './baseline.ts';
import { commitUnavailable, preExisting, setupFailed, timedOutAtFirst, withDifferences } from './details.ts';
import { executedFunctions } from './executed.ts';
import { idsOf, inFreshWorkspace, observe, type RebuiltJob, runOnly } from './observe.ts';
import { limitsAfter } from './pace.ts';
import { preExistingFailures } from './pre-existing-failures.ts';
import { prepareJob } from './prepare-job.ts';
import { recipeFacts } from './recipe-facts.ts';

/** A traced run takes many times as long; it gets at most two minutes. */
const coveredSeconds = 120;
const coveredFiles = 3;

/** Ends in `reproduced`, or stops: source-gone, unsupported, setup-failed, timed-out, no-tests, not-reproducible, flaky. */
export async function reproduce(incident: Diagnosed, ports: Ports): Promise<Outcome<Diagnosed, Reproduced>> {
  const { run, evidence } = incident;
  if (evidence.failures.length === 0) return stop('unsupported', 'The log names no failing test.');
  const tree = await ports.repository.tree(run.headSha);
  if (tree === null) return stop('source-gone', commitUnavailable(run.headSha));
  const rebuilt = languageOfJob(evidence).building.recipe(await recipeFacts(incident, tree));
  if (rebuilt.kind === 'unbuildable') return stop('unsupported', rebuilt.why);
  const { recipe, prepared } = await prepareJob(ports.sandbox, tree, rebuilt.recipe);
  const differences = [...recipe.notes, ...prepared.notes];
  if (prepared.kind === 'failed') return stop('setup-failed', withDifferences(setupFailed(prepared), differences));
  const { environment, firstRun } = prepared;
  if (firstRun?.end === 'timed-out')
    return stop('timed-out', withDifferences(timedOutAtFirst(recipe, firstRun), differences));
  const job = { sandbox: ports.sandbox, tree, environment, recipe, firstRun };
  const observed = await observe(job, evidence.failures);
  if (observed.kind === 'stop') return stop(observed.code, withDifferences(observed.detail, differences));
  const { suiteRuns, output } = observed;
  const existing = await preExistingFailures(observed.targets, ports.repository, before =>
    // Another tree: there a test that hangs here may be slow and pass.
    runOnly({ ...job, tree: before }, idsOf(observed.targets), { ...limitsAfter(observed.first), hangs: undefined }),
  );
  const targets = observed.targets.filter(target => !existing.includes(target));
  const notes = [...differences, ...observed.notes, ...preExisting(idsOf(existing))];
  const tests = { targets: targets.map(target => target.here), baseline: baseline(suiteRuns) };
  const reproduction = {
    recipe: { ...recipe, notes },
    environment,
    tree: tree.hash,
    ...tests,
    executed: await executedBy(job, tests, observed.first),
    reached: reachedIn(suiteRuns),
    output,
  };
  return next({ ...incident, reproduction });
}

/** What CI's failing tests execute, compared with the other tests of their files; empty if the traced run times out. */
async function executedBy(job: RebuiltJob, tests: TestsOfRun, first: TimedRun): Promise<ExecutedFunction[]> {
  const ids = [...new Set(tests.targets.map(({ testId }) => fileOfTest(testId)))].slice(0, coveredFiles);
  const limits = { ...limitsAfter(first), seconds: coveredSeconds };
  const { spectrum } = await inFreshWorkspace(job, workspace => runCovered(workspace, job.recipe, { ids, ...limits }));
  return spectrum === null ? [] : await executedFunctions(spectrum, job.tree, testFilesOfRun({ reproduction: tests }));
}
