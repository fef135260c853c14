import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { incidentId } from '../../src/incident/names.ts';
import { failingJob } from './failing-job.ts';
import { push, repository, type Scenario, startScenario, until } from './scenario.ts';

describe('webhooks', () => {
  let scenario: Scenario;
  beforeEach(async () => {
    const workflow = 'name: CI\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
    scenario = await startScenario({
      files: { '.github/workflows/ci.yml': workflow },
      runWorkflow: async () => [failingJob],
    });
  });
  afterEach(() => scenario.stop());

  const rows = async () => (await scenario.store.list({ limit: 10, offset: 0 })).total;
  const completed = () =>
    scenario.stack.github.deliveries().find(each => each.event === 'workflow_run' && each.action === 'completed');

  test('a repeated delivery, even many at once, opens no further incident', async () => {
    await push(scenario, { 'a.txt': 'a\n' });
    await scenario.ended();
    const delivery = completed();
    if (!delivery) throw new Error('nothing was delivered');
    await Promise.all(Array.from({ length: 20 }, () => scenario.stack.github.redeliver(delivery.id)));
    expect(await rows()).toBe(1);
    expect(scenario.stack.github.checkRuns(repository).filter(check => check.name === 'Nightwatch')).toHaveLength(1);
  });

  test('a failing run on one of our branches is recorded, not repaired', async () => {
    await push(scenario, { 'a.txt': 'a\n' });
    const first = await scenario.ended();
    const branch = `nightwatch/fix-${first.entry.incident.id}`;
    await scenario.stack.github.commit({ repository, branch, files: { 'b.txt': 'b\n' }, message: 'On our branch' });
    await scenario.stack.github.settled();
    expect(await rows()).toBe(1);
    expect((await scenario.store.find(first.entry.incident.id))?.proposalRun?.conclusion).toBe('failure');
  });

  test('a run on a branch of that name in another repository changes nothing', async () => {
    const { github } = scenario.stack;
    await push(scenario, { 'a.txt': 'a\n' });
    const { id } = (await scenario.ended()).entry.incident;
    const workflow = { '.github/workflows/ci.yml': 'on: push\njobs:\n  test:\n    steps:\n      - run: make\n' };
    await github.createRepository({ owner: 'acme', name: 'namesake', from: { files: workflow } });
    const branch = `nightwatch/fix-${id}`;
    await github.commit({ repository: 'acme/namesake', branch, files: { 'b.txt': 'b\n' }, message: 'On its branch' });
    await github.settled();
    const delivered = github.deliveries().filter(each => each.event === 'workflow_run' && each.body.includes(branch));
    expect(delivered.map(({ statusCode }) => statusCode)).toContain(200);
    expect((await scenario.store.find(id))?.proposalRun).toBeNull();
  });

  test('one of our commits that fails on another branch is ignored', async () => {
    await scenario.stack.github.commit({
      repository,
      branch: 'main',
      files: { 'a.txt': 'a\n' },
      message: 'Fix (#1)\n\nNightwatch-Incident: 1-1\n',
    });
    await scenario.stack.github.settled();
    expect(completed()?.statusCode).toBe(200);
    expect(await rows()).toBe(0);
  });

  test('a bad signature is rejected and stores nothing', async () => {
    await push(scenario, { 'a.txt': 'a\n' });
    const first = await scenario.ended();
    const url = scenario.nightwatch?.url ?? '';
    const response = await fetch(`${url}/api/github/webhooks`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-event': 'workflow_run',
        'x-github-delivery': 'e1a2',
        'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
      },
      body: (completed()?.body ?? '').replaceAll(String(first.entry.incident.run.runId), '1'),
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await rows()).toBe(1);
    expect(await scenario.store.find(incidentId({ runId: 1, attempt: 1 }))).toBeNull();
  });

  test.each([
    ['that has disabled Nightwatch', 'enabled: false\n', 'Nightwatch is disabled for the repository.'],
    ['whose settings are no YAML', 'enabled: {\n', 'Its settings cannot be read:'],
  ])('a repository %s sees nothing of it, and the dashboard says why', async (_, settings, why) => {
    await push(scenario, { '.github/nightwatch.yml': settings });
    const { entry } = await scenario.ended();
    const stop = { code: 'not-watched', detail: expect.stringContaining(why) };
    expect(entry).toMatchObject({ state: 'stopped', incident: { stop } });
    expect(scenario.stack.github.checkRuns(repository).filter(check => check.name === 'Nightwatch')).toEqual([]);
  });

  test('a run that fails while GitHub answers nothing is looked at when it answers again', async () => {
    scenario.stack.github.injectFault({ path: /^\/api/, status: 502 });
    await push(scenario, { 'a.txt': 'a\n' });
    await until(async () => (await rows()) === 1);
    const { entry, steps } = await scenario.ended();
    expect(entry).toMatchObject({ state: 'stopped', incident: { stop: { code: 'unsupported' } } });
    expect(steps.filter(({ stage }) => stage === 'configure').map(({ result }) => result)).toContain('next');
  });
});
