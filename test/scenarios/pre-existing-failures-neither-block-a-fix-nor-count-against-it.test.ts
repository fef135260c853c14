import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoFiles } from '../../src/demo/demo-files.ts';
import type { Published } from '../../src/incident/incident.ts';
import { pushExposingTest, repository, type Scenario, startScenario } from './scenario.ts';

/**
 * CI passes them; in the sandbox, where there is no run to know of, one fails always and a dozen nearly always. It is luck that
 * one of those passes both runs of the baseline, fails with the fix and then passes all three runs without it, so that the
 * fix is blamed: 12 × 0.03^5 = 3e-7.
 */
const ownTests = `import os
import random

import pytest

in_ci = os.environ.get("GITHUB_RUN_ID") is not None


def test_needs_what_only_ci_has():
    assert in_ci


@pytest.mark.parametrize("coin", range(12))
def test_is_lucky_now_and_then(coin):
    assert in_ci or random.SystemRandom().random() < 0.03
`;

describe('pre-existing failures', () => {
  let scenario: Scenario;
  let incident: Published;

  beforeAll(async () => {
    const { green } = await demoFiles();
    scenario = await startScenario({ files: { ...green, 'tests/test_own.py': ownTests } });
    await pushExposingTest(scenario);
    const { entry } = await scenario.ended();
    if (entry.state !== 'published') throw new Error(`It ended otherwise: ${JSON.stringify(entry).slice(-6_000)}`);
    incident = entry.incident;
  });
  afterAll(() => scenario.stop());

  test('do not block the fix for another failure', async () => {
    expect(incident.attempts).toMatchObject([{ verdict: { kind: 'proven' } }]);
    expect(incident.reproduction.targets.map(target => target.testId)).toEqual([
      'tests/test_unknown_user.py::test_an_unknown_user_gets_no_letter',
    ]);
    expect(await scenario.stack.github.pulls(repository)).toHaveLength(1);
  });

  test('do not count against it, and are listed first', async () => {
    const body = (await scenario.stack.github.pulls(repository))[0]?.body ?? '';
    const doubts = body.slice(body.indexOf('## Caveats'), body.indexOf('## What happened'));
    expect(doubts).toMatch(/Already failing for other reasons, and still fail: .*tests\/test_own.py::test_/);
  });
});
