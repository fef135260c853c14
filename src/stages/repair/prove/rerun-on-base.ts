// Whether tests that newly fail with a change fail without it, too: then they flicker, or were never run, and it is not to blame.
import type { Guarded } from '../../../incident/incident.ts';
import type { Sandbox, Tree } from '../../../ports.ts';
import { runSuite, runTests } from '../../../suite/run-tests.ts';
import type { SuiteRun } from '../../../suite/suite-run.ts';
import { holds, newlyFailing, passes } from '../gates/verdict.ts';
import { suiteSeconds } from './suite-seconds.ts';

/** A change that breaks more than this is not unlucky. */
const mostTests = 10;
/** Each in a container of its own. */
const runsAlone = 2;
/** A suite that takes no longer is run as well, for tests that fail in company only. */
const shortSuiteSeconds = 60;

/** Tests among those that newly fail in this run which, run again on the failing tree, fail there as well; all of them or none. */
export async function alsoFailingOnBase(
  suite: SuiteRun,
  incident: Guarded,
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
      ? runSuite(workspace, recipe, seconds)
      : runTests(workspace, recipe, { ids: left, seconds }));
    left = left.filter(id => run.void !== null || !holds(run, id) || passes(run, id));
  }
  return left.length === 0 ? ids : [];
}
