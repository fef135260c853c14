// What GitHub may answer beside the expected: each is waited for when that helps, harmless when repeated, or an end with words.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ProbotOctokit } from 'probot';
import { openMirrors } from '../../src/adapters/git/mirrors.ts';
import { githubRepository } from '../../src/adapters/github/repository.ts';
import { watchRequests } from '../../src/adapters/github/requests.ts';
import { secretMasker } from '../../src/adapters/secrets/mask.ts';
import type { Change } from '../../src/incident/change.ts';
import type { WorkflowRun } from '../../src/incident/run.ts';
import { type Repository, Transient } from '../../src/ports.ts';
import { runningCheck } from '../contracts/running-check.ts';
import { sampleRun } from '../contracts/store-entries.ts';
import {
  appId,
  type GitHubFixture,
  job,
  privateKey,
  silent,
  startGitHubFixture,
  workflow,
} from '../standins/github/github-fixture.ts';

const shop = 'acme/shop';
const escalation = { marker: '<!-- x -->', title: 'T', body: 'B', labels: ['nightwatch'] };

let fixture: GitHubFixture;
let run: WorkflowRun;
let repository: Repository;

beforeEach(async () => {
  fixture = await startGitHubFixture({ runWorkflow: async () => [job({ name: 'test', conclusion: 'failure' })] });
  const files = { '.github/workflows/ci.yml': workflow, 'a.py': 'a = 1\n' };
  const headSha = await fixture.github.commit({ repository: shop, branch: 'main', files, message: 'CI' });
  await fixture.github.settled();
  const runId = fixture.github.workflowRuns(shop)[0]?.id ?? 0;
  run = sampleRun({ installationId: fixture.installationId, owner: 'acme', repo: 'shop', runId, headSha });
  repository = boundTo(fixture.octokit);
});

afterEach(async () => {
  await fixture.github.settled();
  await fixture.stop();
});

type Asks = Record<string, () => Promise<unknown>>;
const reads: Asks = {
  jobs: () => repository.jobs(),
  'the log of the run': () => repository.runLog(),
  'the log of a job': () => repository.jobLog(1),
  annotations: () => repository.jobAnnotations(1),
  'the head of a branch': () => repository.head('main'),
};
const writes: Asks = {
  'the check run': () => repository.showCheck(runningCheck),
  'the issue': () => repository.escalate(escalation),
  'the pull request': async () => repository.propose(await changeFor('x')),
};

describe('401', () => {
  test('is a transient fault for every call', async () => {
    await repository.tree(run.headSha);
    const body = { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest' };
    fixture.github.injectFault({ path: /\/repos\/acme/, status: 401, body, times: 1_000 });
    expect(await namesOfErrors({ ...reads, ...writes })).toEqual(allOf('Transient', { ...reads, ...writes }));
  });

  test('for a token that expired midway is resolved by a new token', async () => {
    const change = await changeFor('late');
    await repository.jobs();
    fixture.clock.step(3_700_000);
    await expect(repository.propose(change)).rejects.toBeInstanceOf(Transient);
    const { apiUrl: baseUrl } = fixture.github;
    const auth = { appId, privateKey, installationId: fixture.installationId };
    expect(await boundTo(clientOf({ baseUrl, auth })).propose(change)).toMatchObject({ kind: 'proposed' });
  });
});

describe('409', () => {
  test('while creating a branch is a refusal with a reason, and leaves nothing behind', async () => {
    const body = { message: 'Reference already being updated', documentation_url: 'https://docs.github.com/rest' };
    fixture.github.injectFault({ method: 'POST', path: '/git/refs', status: 409, body });
    const change = await changeFor('conflict');
    expect(await repository.propose(change)).toEqual({ kind: 'refused', reason: body.message });
    expect(await repository.head(change.branch)).toBeNull();
  });
});

describe('an incomplete answer', () => {
  test.each(['stalls', 'breaks off', 'is the page of a proxy'] as const)('that %s is a transient fault', async how => {
    const server = createServer((_, response) => {
      if (how === 'is the page of a proxy') {
        response.setHeader('content-type', 'text/html').end('<p>Sign in.</p>');
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"total_count": 1, "jo');
      if (how === 'breaks off') setTimeout(() => response.destroy(), 50);
    });
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const octokit = clientOf({ baseUrl, auth: { token: 'x' } });
    watchRequests(octokit, 500);
    await expect(octokit.rest.repos.get({ owner: 'acme', repo: 'shop' })).rejects.toBeInstanceOf(Transient);
    server.closeAllConnections();
    await new Promise(closed => server.close(closed));
  });
});

describe('an App that midway', () => {
  test.each(['suspended', 'uninstalled'] as const)(
    'was %s can neither read nor write, and the error says so',
    async how => {
      await changeFor('x');
      if (how === 'suspended') fixture.github.suspend(fixture.installationId);
      else fixture.github.uninstall(fixture.installationId);
      const source = () => boundTo(fixture.octokit, { repo: 'other', repositoryId: 2 }).tree(run.headSha);
      const asks = { ...reads, source, ...writes };
      expect(await namesOfErrors(asks)).toEqual(allOf('NoAccess', asks));
      const words = how === 'suspended' ? 'This installation has been suspended' : 'Not Found';
      await expect(repository.jobs()).rejects.toThrow(`GitHub says: ${words}.`);
    },
  );
});

describe('a repository that was deleted, or that the App cannot access', () => {
  test.each([
    ['jobs', () => boundTo(fixture.octokit, { repo: 'gone' }).jobs()],
    ['a head', () => boundTo(fixture.octokit, { repo: 'gone' }).head('main')],
  ])('fails on reading %s, with the reason', async (_, ask) => {
    await expect(ask()).rejects.toMatchObject({
      name: 'NoAccess',
      message: 'The repository acme/gone was deleted, or Nightwatch has no access to it.',
    });
  });
});

describe('a repository that was renamed midway', () => {
  test('is read and written under its old name', async () => {
    fixture.github.rename(shop, 'store');
    const [failed] = await repository.jobs();
    expect(failed?.name).toBe('test');
    const log = await repository.runLog();
    expect(log).toMatchObject({ kind: 'files' });
    expect(await repository.jobLog(failed?.id ?? 0)).toContain('Process completed with exit code 1.');
    expect(await repository.head('main')).toBe(run.headSha);
    const change = await changeFor('renamed');
    expect(await repository.propose(change)).toMatchObject({ kind: 'proposed', proposal: { tree: change.tree } });
    expect(await repository.propose(change)).toMatchObject({ kind: 'proposed', proposal: { tree: change.tree } });
    expect(await fixture.github.pulls('acme/store')).toHaveLength(1);
    await repository.showCheck(runningCheck);
    await repository.showCheck({ ...runningCheck, title: 'Repairing' });
    expect(fixture.github.checkRuns('acme/store').filter(({ name }) => name === 'Nightwatch')).toHaveLength(1);
    await repository.escalate(escalation);
    await repository.escalate(escalation);
    expect(fixture.github.issues('acme/store')).toHaveLength(1);
  });
});

describe('a repository that was archived midway', () => {
  test('is still readable, and refuses the pull request with a reason', async () => {
    fixture.github.archive(shop);
    expect(await repository.jobs()).toHaveLength(1);
    expect(await repository.propose(await changeFor('archived'))).toEqual({
      kind: 'refused',
      reason: 'Repository was archived so is read-only.',
    });
    await expect(repository.showCheck(runningCheck)).rejects.toMatchObject({ status: 403 });
  });
});

/** What each of them throws, by name. */
async function namesOfErrors(asks: Asks): Promise<Record<string, string>> {
  const errors = Object.entries(asks).map(async ([name, ask]) => {
    const error = await ask().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    return [name, error instanceof Error ? error.name : 'nothing'];
  });
  return Object.fromEntries(await Promise.all(errors));
}

function allOf(error: string, asks: Asks): Record<string, string> {
  return Object.fromEntries(Object.keys(asks).map(name => [name, error]));
}

function boundTo(octokit: GitHubFixture['octokit'], changed: Partial<WorkflowRun> = {}): Repository {
  const mirrors = openMirrors({ directory: join(fixture.folder, 'mirrors'), processIdentity: 'test' });
  return githubRepository({ octokit, run: { ...run, ...changed }, mask: secretMasker() }, mirrors);
}

function clientOf(options: object): GitHubFixture['octokit'] {
  return new ProbotOctokit({ ...options, log: silent, retry: { enabled: false }, throttle: { enabled: false } });
}

async function changeFor(name: string): Promise<Change> {
  const files = [{ path: 'a.py', content: `a = '${name}'\n`, executable: false }];
  const tree = await repository.tree(run.headSha);
  if (!tree) throw new Error('The commit cannot be fetched.');
  return {
    branch: `nightwatch/fix-${name}`,
    parent: run.headSha,
    into: 'main',
    files,
    tree: (await tree.with(files)).hash,
    commitMessage: `Fix ${name}\n\nNightwatch-Incident: 1-1`,
    title: `Fix ${name}`,
    body: 'Why.',
    labels: ['nightwatch'],
    isDraft: false,
  };
}
