// `Repository.lastGreen` and `Repository.redBefore`, held by the GitHub adapter against the local GitHub's own runs.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openMirrors } from '../../src/adapters/git/mirrors.ts';
import { githubRepository } from '../../src/adapters/github/repository.ts';
import type { WorkflowRun } from '../../src/incident/run.ts';
import type { Repository } from '../../src/ports.ts';
import { type GitHubFixture, job, startGitHubFixture, workflow } from '../standins/github/github-fixture.ts';
import { sampleRun } from './store-entries.ts';

const shop = 'acme/shop';
let fixture: GitHubFixture;
/** Commits by what their run came to, in order. */
const commits: Record<string, string> = {};

beforeAll(async () => {
  let conclusion: 'success' | 'failure' = 'success';
  fixture = await startGitHubFixture({ runWorkflow: async () => [job({ name: 'test', conclusion })] });
  const commit = async (name: string, branch: string, ends: typeof conclusion) => {
    conclusion = ends;
    const files = { '.github/workflows/ci.yml': workflow, 'a.py': name };
    commits[name] = await fixture.github.commit({ repository: shop, branch, files, message: name });
    await fixture.github.settled();
    fixture.clock.step(60_000);
  };
  await commit('first', 'main', 'success');
  await commit('second', 'main', 'success');
  await commit('broken', 'main', 'failure');
  await commit('feature', 'feature', 'failure');
  await commit('mended', 'main', 'success');
});

afterAll(() => fixture.stop());

function lastGreen(changes: Partial<WorkflowRun>): Promise<string | null> {
  return repositoryOf(changes).lastGreen();
}

function repositoryOf(changes: Partial<WorkflowRun>): Repository {
  const run = { ...sampleRun({ installationId: fixture.installationId, owner: 'acme', repo: 'shop' }), ...changes };
  const mirrors = openMirrors({ directory: join(fixture.folder, 'mirrors'), processIdentity: 'test' });
  return githubRepository({ octokit: fixture.octokit, run, mask: async text => text }, mirrors);
}

/** The run of a commit as its webhook would tell of it. */
function runOf(name: string, headBranch = 'main'): Partial<WorkflowRun> {
  const run = fixture.github.workflowRuns(shop).find(one => one.headSha === commits[name]);
  const startedAt = run?.attempts[0]?.startedAt;
  if (!run || !startedAt) throw new Error(`There is no run of ${name}.`);
  return { runId: run.id, headSha: run.headSha, headBranch, startedAt: startedAt.toISOString() };
}

test('the last green commit is the head sha of the latest earlier success', async () => {
  expect(await lastGreen(runOf('broken'))).toBe(commits['second']);
});

test('the last green commit comes from the default branch if the run’s own branch was never green', async () => {
  expect(await lastGreen(runOf('feature', 'feature'))).toBe(commits['second']);
});

test('there is no last green commit if the workflow never succeeded or was deleted', async () => {
  expect(await lastGreen(runOf('first'))).toBeNull();
  expect(await lastGreen({ ...runOf('broken'), workflowPath: '.github/workflows/other.yml' })).toBeNull();
});

test('the previous run is reported if it failed, and not if it succeeded', async () => {
  expect(await repositoryOf(runOf('mended')).redBefore()).toBe(commits['broken']);
  expect(await repositoryOf(runOf('broken')).redBefore()).toBeNull();
  expect(await repositoryOf(runOf('first')).redBefore()).toBeNull();
});
