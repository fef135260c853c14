// What the port `Repository` promises, held by its GitHub adapter, real Octokit and real git against the local GitHub.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { RequestError } from '@octokit/request-error';
import { ProbotOctokit } from 'probot';
import { openMirrors } from '../../src/adapters/git/mirrors.ts';
import { githubRepository } from '../../src/adapters/github/repository.ts';
import { secretMasker } from '../../src/adapters/secrets/mask.ts';
import type { Change } from '../../src/incident/change.ts';
import type { CheckRunView } from '../../src/incident/report.ts';
import type { WorkflowRun } from '../../src/incident/run.ts';
import { type Repository, Transient, type Tree } from '../../src/ports.ts';
import {
  appId,
  type GitHubFixture,
  job,
  privateKey,
  silent,
  startGitHubFixture,
  workflow,
} from '../standins/github/github-fixture.ts';
import { runningCheck } from './running-check.ts';
import { sampleRun } from './store-entries.ts';

const shop = 'acme/shop';
const token = `ghp_${'aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA3bC5'}`;

let fixture: GitHubFixture;
let run: WorkflowRun;
let repository: Repository;
/** `METHOD /route` whose next answer gets lost after GitHub has done the work. */
let losing: string | undefined;

beforeAll(async () => {
  fixture = await startGitHubFixture({ runWorkflow: async ({ attempt }) => jobs(attempt === 1 ? 2 : 101) });
  const files = {
    '.github/workflows/ci.yml': workflow.replace('[push, pull_request]', '{ push: { branches: [main] } }'),
    'a.py': 'a = 1\n',
    'old.py': 'old\n',
  };
  const headSha = await fixture.github.commit({ repository: shop, branch: 'main', files, message: 'CI' });
  await fixture.github.settled();
  const runId = fixture.github.workflowRuns(shop)[0]?.id ?? 0;
  run = sampleRun({ installationId: fixture.installationId, owner: 'acme', repo: 'shop', runId, headSha });
  fixture.octokit.hook.after('request', (_, { method, url }) => {
    if (losing !== `${method} ${url}`) return;
    losing = undefined;
    throw new RequestError('The connection was lost.', 500, { request: { method: 'GET', url, headers: {} } });
  });
  repository = repositoryOf(run);
});

beforeEach(() => {
  losing = undefined;
});

afterAll(async () => {
  await fixture.github.settled();
  await fixture.stop();
});

describe('settings', () => {
  const name = 'acme/settings';
  const own = () => repositoryOf({ ...run, repo: 'settings' }).settings();
  const keep = async (text: string) => {
    const files = { '.github/nightwatch.yml': text };
    await fixture.github.commit({ repository: name, branch: 'main', files, message: 'Settings' });
  };

  test('are empty where neither the repository nor its owner has any', async () => {
    expect(await repository.settings()).toEqual({ kind: 'content', content: {} });
  });

  test('are those of the default branch, and what is wrong with them where they are no YAML', async () => {
    await fixture.github.createRepository({ owner: 'acme', name: 'settings', from: { files: { a: 'a' } } });
    await keep('attempts: 2\nworkflows: [ci.yml]\n');
    expect(await own()).toEqual({ kind: 'content', content: { attempts: 2, workflows: ['ci.yml'] } });
    await keep('attempts: 2\nattempts: 3\n');
    const problem = expect.stringMatching(/^Map keys must be unique at line 2/);
    expect(await own()).toEqual({ kind: 'malformed', problem });
  });
});

describe('jobs', () => {
  test('come with their steps and times', async () => {
    const found = await repository.jobs();
    expect(found.map(({ name }) => name)).toEqual(['test 0', 'test 1']);
    expect(found[0]).toMatchObject({
      conclusion: 'failure',
      url: expect.stringMatching(/^http/),
      startedAt: new Date('2026-11-01T10:00:00Z'),
      steps: [
        { number: 1, name: 'Set up job', conclusion: 'success', completedAt: new Date('2026-11-01T10:00:05Z') },
        { number: 2, name: 'Run tests/unit: all', conclusion: 'failure' },
      ],
    });
  });

  test('are complete and in order across pages, for the attempt of the incident', async () => {
    await fixture.octokit.rest.actions.reRunWorkflow({ ...at, run_id: run.runId });
    await fixture.github.settled();
    const found = await repositoryOf({ ...run, attempt: 2 }).jobs();
    expect(found.map(({ name }) => name)).toEqual(jobs(101).map(({ name }) => name));
    expect(await repository.jobs()).toHaveLength(2);
  });

  test('have annotations, secrets masked', async () => {
    const [first] = await repository.jobs();
    const notes = await repository.jobAnnotations(first?.id ?? 0);
    expect(notes).toContainEqual(
      expect.objectContaining({ path: '.github', level: 'failure', message: 'Process completed with exit code 1.' }),
    );
    expect(notes.map(({ message }) => message).join()).toContain('the key is <SECRET:1>');
    expect(await repository.jobAnnotations(999_999)).toEqual([]);
  });

  test('of a deleted run are an empty list', async () => {
    expect(await repositoryOf({ ...run, runId: 999_999 }).jobs()).toEqual([]);
    expect(await repositoryOf({ ...run, attempt: 7 }).jobs()).toEqual([]);
  });
});

describe('logs', () => {
  test("come from the run's archive, one file per step, secrets masked", async () => {
    const log = await repository.runLog();
    if (log.kind !== 'files') throw new Error(log.reason);
    const names = log.files.map(({ name }) => name);
    // A job's whole log says the same again, and is left out where its steps are there.
    expect(names).toContain('test 0/2_Run testsunit all.txt');
    expect(names).not.toContain('0_test 0.txt');
    const text = (await Promise.all(log.files.map(file => file.text()))).join('');
    expect(text).toContain('##[group]Run pytest');
    expect(text).toContain('the key is <SECRET:1>');
    expect(text).not.toContain(token);
  });

  test('are also available per job, secrets masked', async () => {
    const [first] = await repository.jobs();
    const log = await repository.jobLog(first?.id ?? 0);
    expect(log).toContain('##[error]Process completed with exit code 1.');
    expect(log).toContain('the key is <SECRET:1>');
    expect(log).not.toContain(token);
  });

  test('that expired or were deleted are a result, not an error', async () => {
    const [first] = await repository.jobs();
    const id = first?.id ?? 0;
    fixture.github.injectFault({ path: /\/logs$/, status: 410, times: 2, body: no('Server Error') });
    expect(await repository.runLog()).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(/no longer/),
    });
    expect(await repository.jobLog(id)).toBeNull();
    expect(await repository.jobLog(999_999)).toBeNull();
    expect(await repositoryOf({ ...run, repo: 'gone' }).runLog()).toMatchObject({ kind: 'unavailable' });
  });

  test('whose URL expired are a result, not an error', async () => {
    fixture.github.injectFault({ path: /_downloads/, status: 403, body: 'The link has expired' });
    expect(await repository.runLog()).toMatchObject({ kind: 'unavailable' });
  });

  test.each(['<html>no zip</html>', ''])('whose archive is not a zip (%j) are a result, not an error', async body => {
    fixture.github.injectFault({ path: /_downloads/, status: 200, body });
    expect(await repository.runLog()).toMatchObject({ kind: 'unavailable', reason: expect.stringMatching(/damaged/) });
  });

  test.each([500, 503, 429])('whose storage answers %s are a transient fault', async status => {
    fixture.github.injectFault({ path: /_downloads/, status });
    await expect(repository.runLog()).rejects.toBeInstanceOf(Transient);
  });
});

describe('source', () => {
  test('is the tree of a commit, fetched with the installation token', async () => {
    const tree = await repository.tree(run.headSha);
    expect(await tree?.read('a.py')).toMatchObject({ text: 'a = 1\n' });
  });

  test('of a missing commit or repository is null', async () => {
    expect(await repository.tree('f'.repeat(40))).toBeNull();
    expect(await repositoryOf({ ...run, repositoryId: 404, repo: 'gone' }).tree(run.headSha)).toBeNull();
  });

  test('that is kept is kept by the repository’s id, whatever its name', async () => {
    const before = await repository.tree(run.headSha);
    // GitHub knows no repository of this name: what is found was kept.
    expect((await repositoryOf({ ...run, repo: 'renamed' }).tree(run.headSha))?.hash).toBe(before?.hash);
    expect(await repositoryOf({ ...run, repositoryId: 405, repo: 'renamed' }).tree(run.headSha)).toBeNull();
  });

  test('is a transient fault while GitHub issues no token', async () => {
    const sha = await fixture.github.commit({ repository: shop, branch: 'later', files: { g: 'g' }, message: 'g' });
    fixture.github.injectFault({ method: 'POST', path: '/access_tokens', status: 502 });
    await expect(repository.tree(sha)).rejects.toBeInstanceOf(Transient);
    expect((await repository.tree(sha))?.hash).toMatch(/^[0-9a-f]{40}$/);
  });

  test('a branch has a head, and null when it was deleted', async () => {
    await fixture.github.commit({ repository: shop, branch: 'feature/a#1', files: { f: 'f' }, message: 'f' });
    expect(await repository.head('main')).toBe(run.headSha);
    expect(await repository.head('feature/a#1')).toMatch(/^[0-9a-f]{40}$/);
    expect(await repository.head('feature')).toBeNull();
  });
});

describe('a proposal', () => {
  const routes = {
    ref: 'POST /repos/{owner}/{repo}/git/refs',
    pull: 'POST /repos/{owner}/{repo}/pulls',
    label: 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
  };

  test('is a verified commit with the tested tree on its own branch, and a labelled pull request', async () => {
    const change = await changeFor('whole');
    const proposed = await repository.propose(change);
    if (proposed.kind !== 'proposed') throw new Error(proposed.reason);
    const { proposal } = proposed;
    expect(proposal).toMatchObject({
      branch: change.branch,
      tree: change.tree,
      commit: await repository.head(change.branch),
    });
    const { data: commit } = await fixture.octokit.rest.git.getCommit({ ...at, commit_sha: proposal.commit });
    expect(commit).toMatchObject({
      message: change.commitMessage,
      tree: { sha: change.tree },
      parents: [{ sha: run.headSha }],
      verification: { verified: true },
      author: { name: 'nightwatch[bot]' },
    });
    expect(await pullsOf(change)).toMatchObject([
      {
        number: proposal.number,
        html_url: proposal.url,
        title: 'Fix whole',
        body: 'Why.',
        base: { ref: 'main' },
        labels: [{ name: 'nightwatch' }],
        draft: false,
      },
    ]);
    const published = await repository.tree(proposal.commit);
    expect(published?.hash).toBe(change.tree);
    expect(await published?.read('old.py')).toBeNull();
    expect(await published?.read('run.sh')).toMatchObject({ executable: true, text: 'echo $& ünï\n' });
  });

  test('is idempotent: a second call finds the result of the first', async () => {
    const change = await changeFor('twice');
    const first = await repository.propose(change);
    expect(await repository.propose(change)).toEqual(first);
    expect(await pullsOf(change)).toHaveLength(1);
  });

  test.each(['ref', 'pull', 'label'] as const)(
    'interrupted at its %s, before or after GitHub applied it, is completed by the next call',
    async step => {
      const route = routes[step];
      const path = new RegExp(`${route.split('}').at(-1)}$`);
      for (const how of ['before', 'after'] as const) {
        const change = await changeFor(`${step}-${how}`);
        if (how === 'before') fixture.github.injectFault({ method: 'POST', path, status: 502 });
        else losing = route;
        await expect(repository.propose(change)).rejects.toBeInstanceOf(Transient);
        expect(losing).toBeUndefined();
        expect(await repository.propose(change)).toMatchObject({ kind: 'proposed', proposal: { tree: change.tree } });
        expect(await pullsOf(change)).toMatchObject([{ labels: [{ name: 'nightwatch' }] }]);
      }
    },
  );

  test('made twice concurrently results in one', async () => {
    const change = await changeFor('race');
    const [one, other] = await Promise.all([repository.propose(change), repositoryOf(run).propose(change)]);
    expect(one).toMatchObject({ kind: 'proposed' });
    if (one.kind === 'proposed' && other.kind === 'proposed') expect(one.proposal.number).toBe(other.proposal.number);
    expect(await pullsOf(change)).toHaveLength(1);
  });

  test('that was closed is not reopened', async () => {
    const change = await changeFor('closed');
    const first = await repository.propose(change);
    if (first.kind !== 'proposed') throw new Error(first.reason);
    await fixture.octokit.rest.pulls.update({ ...at, pull_number: first.proposal.number, state: 'closed' });
    expect(await repository.propose(change)).toEqual(first);
    expect(await pullsOf(change)).toMatchObject([{ state: 'closed' }]);
  });

  test('is refused if its branch has different content, which is kept', async () => {
    const change = await changeFor('taken');
    const theirs = await fixture.github.commit({
      repository: shop,
      branch: change.branch,
      files: { theirs: 'x' },
      message: 'Mine',
    });
    expect(await repository.propose(change)).toEqual({
      kind: 'refused',
      reason: `The branch ${change.branch} already exists with different content.`,
    });
    expect(await repository.head(change.branch)).toBe(theirs);
    expect(await pullsOf(change)).toEqual([]);
  });

  test('is refused if GitHub creates a different tree, and leaves no branch', async () => {
    const change = { ...(await changeFor('other-tree')), tree: 'e'.repeat(40) };
    expect(await repository.propose(change)).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/tested tree is eeee/),
    });
    expect(await repository.head(change.branch)).toBeNull();
  });

  test("is refused in GitHub's words if GitHub refuses it", async () => {
    const nowhere = { ...(await changeFor('nowhere')), into: 'no-such-branch' };
    expect(await repository.propose(nowhere)).toEqual({
      kind: 'refused',
      reason: 'Validation Failed: base is invalid',
    });
    const same = { ...(await changeFor('same')), files: [], branch: 'main' };
    expect(await repository.propose(same)).toMatchObject({ kind: 'refused' });
  });

  test.each([
    { path: '/git/blobs', what: 'write files' },
    { path: '/git/trees', what: 'write trees' },
    { path: '/git/refs', what: 'make branches' },
    { path: '/pulls', what: 'open pull requests' },
  ])('is refused if Nightwatch lacks the permission to $what', async ({ path }) => {
    const body = no('Resource not accessible by integration');
    fixture.github.injectFault({ method: 'POST', path, status: 403, body });
    const change = await changeFor(`no-right-${path.slice(-5)}`);
    expect(await repository.propose(change)).toEqual({ kind: 'refused', reason: body.message });
  });

  test('is refused if the repository was deleted', async () => {
    const change = await changeFor('gone');
    expect(await repositoryOf({ ...run, repo: 'gone' }).propose(change)).toEqual({
      kind: 'refused',
      reason: 'Not Found',
    });
  });

  test('succeeds without its label if GitHub refuses it', async () => {
    fixture.github.injectFault({ method: 'POST', path: /\/labels$/, status: 403, body: no('No') });
    expect(await repository.propose(await changeFor('no-label'))).toMatchObject({ kind: 'proposed' });
  });
});

describe('the check run', () => {
  const note = { path: 'a.py', line: 3, level: 'failure', title: 'Diagnosis', message: 'Here.' } as const;
  const done: CheckRunView = {
    ...runningCheck,
    status: 'completed',
    conclusion: 'action_required',
    title: 'Stopped',
    text: 'Why',
    annotations: [note],
  };

  test('is created once and then updated', async () => {
    await repository.showCheck(runningCheck);
    expect(ours()).toMatchObject([{ headSha: run.headSha, status: 'in_progress', conclusion: null, annotations: [] }]);
    await repository.showCheck({ ...runningCheck, title: 'Repairing' });
    await repository.showCheck(done);
    expect(ours()).toMatchObject([
      { title: 'Stopped', text: 'Why', status: 'completed', conclusion: 'action_required' },
    ]);
  });

  test('gets its annotations once, however often it is updated', async () => {
    await repository.showCheck(done);
    await repository.showCheck({ ...done, title: 'Stopped again' });
    expect(ours()).toMatchObject([
      { title: 'Stopped again', annotations: [{ path: 'a.py', start_line: 3, end_line: 3, message: 'Here.' }] },
    ]);
    const other = { ...done, externalId: 'nightwatch-2-1' };
    await repository.showCheck(other);
    await repository.showCheck(other);
    expect(ours().map(({ annotations }) => annotations.length)).toEqual([1, 1]);
  });

  test('whose first response was lost is found again', async () => {
    const view = { ...runningCheck, externalId: 'nightwatch-3-1' };
    losing = 'POST /repos/{owner}/{repo}/check-runs';
    await expect(repository.showCheck(view)).rejects.toBeInstanceOf(Transient);
    await repository.showCheck(view);
    expect(ours().filter(({ externalId }) => externalId === view.externalId)).toHaveLength(1);
  });

  function ours() {
    return fixture.github.checkRuns(shop).filter(({ name }) => name === 'Nightwatch');
  }
});

describe('an escalation', () => {
  const escalation = {
    marker: '<!-- nightwatch:f00d:1 -->',
    title: 'CI fails on main: it is flaky',
    body: 'Look here.',
    labels: ['nightwatch'],
  };

  test('is one issue with a hidden marker, found again', async () => {
    const first = await repository.escalate(escalation);
    expect(first).toEqual({ number: expect.any(Number), url: expect.stringMatching(/\/issues\/\d+$/) });
    expect(await repository.escalate({ ...escalation, title: 'Another title' })).toEqual(first);
    expect(issuesWith(escalation.marker)).toMatchObject([
      { state: 'open', title: escalation.title, labels: [{ name: 'nightwatch' }] },
    ]);
  });

  test('of another failure is another issue', async () => {
    const first = await repository.escalate(escalation);
    const other = await repository.escalate({ ...escalation, marker: '<!-- nightwatch:beef:1 -->' });
    expect(other.number).not.toBe(first.number);
  });

  test('that was closed stays closed', async () => {
    const first = await repository.escalate(escalation);
    await fixture.octokit.rest.issues.update({ ...at, issue_number: first.number, state: 'closed' });
    expect(await repository.escalate(escalation)).toEqual(first);
    expect(issuesWith(escalation.marker)).toMatchObject([{ state: 'closed' }]);
  });

  test('is found beyond the first page, and never mistaken for a pull request', async () => {
    const marker = '<!-- nightwatch:old:1 -->';
    const first = await repository.escalate({ ...escalation, marker });
    const later = { ...at, title: 'Later', labels: ['nightwatch'] };
    await Promise.all(Array.from({ length: 100 }, () => fixture.octokit.rest.issues.create(later)));
    const change = await changeFor('quotes-marker');
    await repository.propose({ ...change, body: marker });
    expect(await repository.escalate({ ...escalation, marker })).toEqual(first);
  });

  test('whose first response was lost is found again', async () => {
    const marker = '<!-- nightwatch:lost:1 -->';
    losing = 'POST /repos/{owner}/{repo}/issues';
    await expect(repository.escalate({ ...escalation, marker })).rejects.toBeInstanceOf(Transient);
    await repository.escalate({ ...escalation, marker });
    expect(issuesWith(marker)).toHaveLength(1);
  });

  function issuesWith(marker: string) {
    return fixture.github.issues(shop).filter(({ body }) => body?.includes(marker));
  }
});

describe('a transient fault is reported', () => {
  const calls: Record<string, () => Promise<unknown>> = {
    jobs: () => repository.jobs(),
    runLog: () => repository.runLog(),
    head: () => repository.head('main'),
    escalate: () => repository.escalate({ marker: '<!-- x -->', title: 'T', body: 'B', labels: ['nightwatch'] }),
  };

  test.each(Object.keys(calls))('by %s, for a server error', async name => {
    for (const status of [500, 502, 503]) {
      fixture.github.injectFault({ path: /\/repos\/acme/, status });
      await expect(calls[name]?.()).rejects.toMatchObject({ name: 'Transient', cause: { status } });
    }
  });

  test('for 429, with the time that GitHub names', async () => {
    fixture.github.injectFault({
      path: /\/jobs$/,
      status: 429,
      headers: { 'retry-after': '900' },
      body: no('Slow down'),
    });
    expect(await secondsUntilRetry(repository.jobs())).toBeCloseTo(900, -2);
  });

  test('for a spent primary rate limit, until its reset', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.round(Date.now() / 1000) + 1800) };
    fixture.github.injectFault({ path: /\/jobs$/, status: 403, headers, body: no('API rate limit exceeded') });
    expect(await secondsUntilRetry(repository.jobs())).toBeCloseTo(1800, -2);
  });

  test('for a secondary rate limit, waiting a minute if GitHub names no time: the primary reset does not apply', async () => {
    const headers = {
      'x-ratelimit-remaining': '4000',
      'x-ratelimit-reset': String(Math.round(Date.now() / 1000) + 3000),
    };
    const body = no('You have exceeded a secondary rate limit. Please wait a few minutes.');
    fixture.github.injectFault({ path: /\/jobs$/, status: 403, headers, body });
    expect(await secondsUntilRetry(repository.jobs())).toBeCloseTo(60, -2);
  });

  test('for a lost connection', async () => {
    const octokit = new ProbotOctokit({
      baseUrl: `http://127.0.0.1:${await closedPort()}/api/v3`,
      auth: { token: 'x' },
      log: silent,
      retry: { enabled: false },
      throttle: { enabled: false },
    });
    await expect(boundTo(run, octokit).jobs()).rejects.toBeInstanceOf(Transient);
  });

  test('for a failed token request', async () => {
    fixture.github.injectFault({ method: 'POST', path: /\/access_tokens$/, status: 503 });
    const octokit = new ProbotOctokit({
      baseUrl: fixture.github.apiUrl,
      auth: { appId, privateKey, installationId: fixture.installationId },
      log: silent,
      retry: { enabled: false },
      throttle: { enabled: false },
    });
    await expect(boundTo(run, octokit).jobs()).rejects.toBeInstanceOf(Transient);
  });

  test('but not for a missing permission, which a retry cannot fix', async () => {
    fixture.github.injectFault({
      path: /\/jobs$/,
      status: 403,
      body: no('Resource not accessible by integration'),
    });
    await expect(repository.jobs()).rejects.toMatchObject({
      name: 'NoAccess',
      message: 'GitHub says: Resource not accessible by integration.',
    });
  });
});

const at = { owner: 'acme', repo: 'shop' };

function repositoryOf(bound: WorkflowRun): Repository {
  return boundTo(bound, fixture.octokit);
}

function boundTo(bound: WorkflowRun, octokit: GitHubFixture['octokit']): Repository {
  const mirrors = openMirrors({ directory: join(fixture.folder, 'mirrors'), processIdentity: 'test' });
  return githubRepository({ octokit, run: bound, mask: secretMasker() }, mirrors);
}

/** A refusal in GitHub's form. */
function no(message: string) {
  return { message, documentation_url: 'https://docs.github.com/rest' };
}

/** A failed job with a secret in its log, and others that went well. */
function jobs(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const made = job({ name: `test ${index}`, conclusion: index === 0 ? 'failure' : 'success' });
    const leak = `2026-11-01T10:00:02.0000000Z ##[error]the key is ${token}\n`;
    return { ...made, steps: made.steps.map(step => ({ ...step, log: `${leak}${step.log}` })) };
  });
}

/** A change whose expected tree git made in the mirror. */
async function changeFor(name: string): Promise<Change> {
  const files = [
    { path: 'a.py', content: `a = '${name}'\n`, executable: false },
    { path: 'run.sh', content: 'echo $& ünï\n', executable: true },
    { path: 'old.py', content: null, executable: false },
  ];
  const before = (await repository.tree(run.headSha)) as Tree;
  return {
    branch: `nightwatch/fix-${name}`,
    parent: run.headSha,
    into: 'main',
    files,
    tree: (await before.with(files)).hash,
    commitMessage: `Fix ${name}\n\nNightwatch-Incident: 1-1`,
    title: `Fix ${name}`,
    body: 'Why.',
    labels: ['nightwatch'],
    isDraft: false,
  };
}

async function pullsOf({ branch }: Change) {
  const { data } = await fixture.octokit.rest.pulls.list({ ...at, head: `acme:${branch}`, state: 'all' });
  return data;
}

async function secondsUntilRetry(asked: Promise<unknown>): Promise<number> {
  const error = await asked.catch((thrown: unknown) => thrown);
  if (!(error instanceof Transient) || !error.retryAt) throw new Error(`No time to come back: ${error}`);
  return (error.retryAt.getTime() - Date.now()) / 1000;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise(closed => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
