// Whether tests that newly fail with a change also fail without it: then they are flaky, or never ran before, and do not count against it.
import type { Judged } from '../../../incident/incident.ts';
import type { Sandbox, Tree } from '../../../ports.ts';
import { runSuite, runTests } from '../../../suite/run-tests.ts';
import type { SuiteRun } from '../../../suite/suite-run.ts';
import { holds, passes } from '../gates/outcomes.ts';
import { newlyFailing } from '../gates/verdict.ts';
import { suiteSeconds } from './suite-seconds.ts';

/** If more tests than this newly fail, it is not bad luck. */
const mostTests = 10;
/** Each in a container of its own. */
const runsAlone = 2;
/** A suite of at most this duration is also run in full, for tests that fail only together with others. */
const shortSuiteSeconds = 60;

/** Tests among those that newly fail in this run which, run again on the failing tree, fail there as well; all of them or none. */
export async function alsoFailingOnBase(
  suite: SuiteRun,
  incident: Judged,
  { sandbox, failing }: { sandbox: Sandbox; failing: Tree },
): Promise<readonly string[]> {
  const ids = newlyFailing(suite, incident);
  if (suite.void !== null || ids.length === 0 || ids.length > mostTests) return [];
  const { recipe, environment, baseline } = incident.reproduction;
  const seconds = suiteSeconds(baseline.seconds);
  let left = ids;
  const rounds = baseline.seconds > shortSuiteSeconds ? runsAlone : runsAlone + 1;
  for (let round = 1; left.length > 0 && round <= rounds; round++) {
    await using workspace = await sandbox.open(failing, environment);
    const run = await (round > runsAlone
      ? runSuite(workspace, recipe, { seconds })
      : runTests(workspace, recipe, { ids: left, seconds }));
    left = left.filter(id => run.void !== null || !holds(run, id) || passes(run, id));
  }
  return left.length === 0 ? ids : [];
}
