// A proven patch that newly starts a process, from its row to a draft: over real HTTP, and nothing is run, since all of that is done.
import { afterEach, describe, expect, test } from '@jest/globals';
import { openTree } from '../../src/adapters/git/tree.ts';
import type { Repaired } from '../../src/incident/incident.ts';
import { incidentId } from '../../src/incident/names.ts';
import type { WorkflowRun } from '../../src/incident/run.ts';
import { startNightwatchInProcess } from '../../src/standins/local-stack.ts';
import { limits, sampleEntries, sampleRun, sampleStep } from '../contracts/store-entries.ts';
import { prepareScenario, push, repository, type Scenario, until } from './scenario.ts';

const workflow = 'name: CI\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
const capability = { file: 'a.py', line: 1, words: 'starts or signals processes', name: 'subprocess' };

describe('a new capability', () => {
  let scenario: Scenario;
  afterEach(() => scenario.stop());

  test('nothing is pushed before a person with write access presses the button', async () => {
    scenario = await prepareScenario({
      files: { '.github/workflows/ci.yml': workflow, 'a.py': 'x = 1\n' },
      runWorkflow: async () => [],
    });
    const { github } = scenario.stack;
    github.addCollaborator(repository, { login: 'ada', permission: 'write' });
    github.addCollaborator(repository, { login: 'bob', permission: 'read' });
    const run = await repairedRun();
    scenario.nightwatch = await startNightwatchInProcess(scenario.stack);
    await shown();
    expect(await summary()).toMatchObject({ state: 'stopped', incident: { stop: { code: 'needs-approval' } } });
    expect(ourCheck()).toMatchObject({
      conclusion: 'action_required',
      title: 'Waits for approval: the fix newly starts or signals processes',
      actions: [{ identifier: 'open-pull-request' }],
    });
    expect(ourCheck()?.text).toContain('+import subprocess');
    expect(github.issues(repository)).toMatchObject([{ body: expect.stringContaining('a.py:1 starts or signals') }]);
    expect(await pushed()).toEqual({ pulls: 0, runs: 0 });

    await press('bob');
    expect(await summary()).toMatchObject({ state: 'stopped' });
    expect(await pushed()).toEqual({ pulls: 0, runs: 0 });

    await scenario.nightwatch.stop(5_000);
    scenario.nightwatch = await startNightwatchInProcess(scenario.stack);
    await Promise.all([press('ada'), press('ada')]);
    await until(async () => (await summary())?.state === 'published');
    await shown();
    const [pull, ...others] = await github.pulls(repository);
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ draft: true, head: { ref: `nightwatch/fix-${incidentId(run)}` } });
    expect(pull?.body).toMatch(/^## New capability\n\n- `a\.py:1` starts or signals processes/);
    expect(pull?.body).toContain('`ada` approved');
    expect(ourCheck()).toMatchObject({ title: `Opened draft #${pull?.number}, which ada approved`, actions: [] });
  });

  /** The row of a run, as a proven repair leaves it. */
  async function repairedRun(): Promise<WorkflowRun> {
    const { stack, store } = scenario;
    const headSha = await push(scenario, { 'a.py': 'x = 2\n' });
    await stack.github.settled();
    const delivery = stack.github.deliveries().find(each => each.event === 'workflow_run');
    const told = JSON.parse(delivery?.body ?? '{}');
    const [owner, repo] = repository.split('/');
    const run = sampleRun({
      installationId: told.installation.id,
      repositoryId: told.repository.id,
      url: told.workflow_run.html_url,
      runId: told.workflow_run.id,
      headSha,
      ...(owner && repo ? { owner, repo } : {}),
    });
    await store.open(run, limits);
    const now = new Date();
    const claim = await store.claim({ owner: 'test', now, until: new Date(now.getTime() + 60_000) });
    if (!claim) throw new Error('Nothing to claim.');
    const saved = await store.save(claim, { state: 'repaired', incident: await repairedOf(run) }, sampleStep());
    if (typeof saved === 'string') throw new Error(saved);
    await store.release(saved);
    return run;
  }

  async function repairedOf(run: WorkflowRun): Promise<Repaired> {
    const { incident } = sampleEntries(run).repaired;
    const failing = openTree(scenario.stack.github.gitDirectory(repository), `${run.headSha}^{tree}`, 'test');
    const changes = [{ path: 'a.py', content: 'import subprocess\nx = 2\n', executable: false }];
    const tree = await failing.with(changes);
    const proof = { ...incident.patch.proof, treeAfter: tree.hash };
    const diff = await failing.diff(tree);
    return { ...incident, patch: { ...incident.patch, changes, diff, proof, capabilities: [capability] } };
  }

  const ourCheck = () =>
    scenario.stack.github.checkRuns(repository).find(({ externalId }) => externalId.startsWith('nightwatch-'));
  const summary = async () => (await scenario.store.list({ limit: 1, offset: 0 })).incidents[0]?.entry;
  const shown = () => until(async () => (await scenario.store.pending()) === 0);

  async function press(login: string): Promise<void> {
    const { github } = scenario.stack;
    github.pressButton({ repository, checkRunId: ourCheck()?.id ?? 0, identifier: 'open-pull-request', login });
    await github.settled();
  }

  async function pushed(): Promise<{ pulls: number; runs: number }> {
    const { github } = scenario.stack;
    const ours = github.workflowRuns(repository).filter(({ headBranch }) => headBranch.startsWith('nightwatch/'));
    return { pulls: (await github.pulls(repository)).length, runs: ours.length };
  }
});
