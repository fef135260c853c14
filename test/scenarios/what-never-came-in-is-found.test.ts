// Events that GitHub could not deliver, and runs that it never told of: each ends in one incident.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startNightwatchInProcess } from '../../src/standins/local-stack.ts';
import { failingJob } from './failing-job.ts';
import { prepareScenario, push, type Scenario } from './scenario.ts';

describe('while Nightwatch was away', () => {
  let scenario: Scenario;
  beforeEach(async () => {
    const workflow = 'name: CI\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
    scenario = await prepareScenario({
      files: { '.github/workflows/ci.yml': workflow },
      runWorkflow: async () => [failingJob],
    });
  });
  afterEach(() => scenario.stop());

  const rows = async () => (await scenario.store.list({ limit: 10, offset: 0 })).total;
  const startNightwatch = async () => {
    scenario.nightwatch = await startNightwatchInProcess(scenario.stack);
  };

  test('a delivery that failed is fetched, and opens one incident', async () => {
    await push(scenario, { 'a.txt': 'a\n' });
    await scenario.stack.github.settled();
    expect(scenario.stack.github.deliveries().map(({ statusCode }) => statusCode)).toContain(0);
    await startNightwatch();
    await scenario.ended();
    expect(await rows()).toBe(1);
  });

  test('a failed run that is in no list of deliveries is found by itself', async () => {
    await push(scenario, { 'a.txt': 'a\n' });
    await scenario.stack.github.settled();
    scenario.stack.github.forgetDeliveries();
    await startNightwatch();
    await scenario.ended();
    expect(await rows()).toBe(1);
  });
});
