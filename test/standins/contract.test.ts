// The local GitHub keeps GitHub's contract: every endpoint it serves and every webhook it sends, over real HTTP.
import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalGitHub, startGitHub } from '../../src/standins/github/server.ts';
import type { RunWorkflow } from '../../src/standins/github/workflows/runner.ts';
import { expectGitHubAnswer, expectWebhookPayload } from './contract.ts';

const OWNER = 'octo';
const REPO = 'shop';
const WORKFLOW =
  'name: CI\non: [push, pull_request]\njobs: { test: { runs-on: ubuntu-latest, steps: [{ run: pytest }] } }\n';
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });

const folder = mkdtempSync(join(tmpdir(), 'nightwatch-contract-'));
const received: { event: string; payload: Record<string, unknown> }[] = [];
let receiver: Server;
let github: LocalGitHub;
let installationId: number;
let token: string;
/** The tip of main, whose run has failed. */
let sha: string;

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const event = String(request.headers['x-github-event']);
    received.push({ event, payload: JSON.parse(await text(request)) });
    response.writeHead(202).end();
  });
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  github = await startGitHub({ dataDirectory: folder, runWorkflow: failingTests });
  await github.createRepository({
    owner: OWNER,
    name: REPO,
    from: { files: { 'README.md': 'A shop.\n', '.github/workflows/ci.yml': WORKFLOW } },
    protectedBranches: ['main'],
  });
  const app = github.registerApp({
    appId: 77,
    slug: 'nightwatch',
    name: 'Nightwatch',
    publicKey: KEYS.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    webhookUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    webhookSecret: 'a secret',
    permissions: { actions: 'write', checks: 'write', contents: 'write', issues: 'write', pull_requests: 'write' },
    events: [
      'push',
      'pull_request',
      'workflow_run',
      'workflow_job',
      'check_run',
      'check_suite',
      'issues',
      'issue_comment',
    ],
  });
  installationId = github.install(app, OWNER);
  const answer = await ask('POST /app/installations/{installation_id}/access_tokens', { as: jwt(), status: 201 });
  token = answer.token;
  sha = await github.commit({
    repository: `${OWNER}/${REPO}`,
    branch: 'main',
    files: { 'src/shop.py': 'def price():\n    return None\n' },
    message: 'Forget the price',
  });
  await github.settled();
});
afterAll(async () => {
  await github.settled(); // throws what went wrong in the server
  await github.stop();
  receiver.closeAllConnections();
  await new Promise(resolve => receiver.close(resolve));
  rmSync(folder, { recursive: true });
});

describe('what the App itself may ask', () => {
  test('itself, its installations and the repositories they cover', async () => {
    await ask('GET /app', { as: jwt() });
    await ask('GET /app/installations', { as: jwt() });
    await ask('GET /app/installations/{installation_id}', { as: jwt() });
    await ask('GET /repos/{owner}/{repo}/installation', { as: jwt() });
    await ask('GET /installation/repositories');
    await ask('GET /rate_limit');
  });

  test('a token limited to one repository and fewer permissions', async () => {
    const body = { repositories: [REPO], permissions: { contents: 'read' } };
    await ask('POST /app/installations/{installation_id}/access_tokens', { as: jwt(), status: 201, body });
  });
});

describe('the repository', () => {
  test('itself, its branches, commits and comparisons', async () => {
    await ask('GET /repos/{owner}/{repo}');
    await ask('GET /repos/{owner}/{repo}/branches');
    await ask('GET /repos/{owner}/{repo}/branches/{branch}', { path: { branch: 'main' } });
    await ask('GET /repos/{owner}/{repo}/commits');
    await ask('GET /repos/{owner}/{repo}/commits/{ref}', { path: { ref: sha } });
    await ask('GET /repos/{owner}/{repo}/compare/{basehead}', { path: { basehead: `${sha}~1...main` } });
  });

  test('its contents: a file and a folder', async () => {
    await ask('GET /repos/{owner}/{repo}/contents/{path}', { path: { path: 'src/shop.py' } });
    await ask('GET /repos/{owner}/{repo}/contents/{path}', { path: { path: 'src' } });
    await ask('GET /repos/{owner}/{repo}/contents/{path}', { path: { path: '' } });
  });
});

describe('git data', () => {
  test('objects are made and read', async () => {
    const blob = await ask('POST /repos/{owner}/{repo}/git/blobs', { status: 201, body: { content: 'x = 1\n' } });
    await ask('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { path: { file_sha: blob.sha } });
    const commit = await commitOf('read.py');
    await ask('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', { path: { commit_sha: commit.sha } });
    await ask('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', { path: { tree_sha: commit.tree.sha } });
    await ask('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
      path: { tree_sha: `${commit.tree.sha}?recursive=1` },
    });
  });

  test('refs are made, moved, read and listed', async () => {
    await branch('moving');
    const path = { ref: 'heads/moving' };
    await ask('GET /repos/{owner}/{repo}/git/ref/{ref}', { path });
    await ask('GET /repos/{owner}/{repo}/git/matching-refs/{ref}', { path });
    const body = { sha, force: true };
    await ask('PATCH /repos/{owner}/{repo}/git/refs/{ref}', { path, body });
    await ask('DELETE /repos/{owner}/{repo}/git/refs/{ref}', { path, status: 204 });
  });
});

describe('pull requests and issues', () => {
  test('a pull request is opened, read, listed, pushed to and closed', async () => {
    await branch('fix');
    const body = { title: 'Fix', head: 'fix', base: 'main', body: 'A *fix*.' };
    const { number } = await ask('POST /repos/{owner}/{repo}/pulls', { status: 201, body });
    const path = { pull_number: number };
    await ask('GET /repos/{owner}/{repo}/pulls');
    await ask('GET /repos/{owner}/{repo}/pulls/{pull_number}', { path });
    const { sha: next } = await commitOf('next.py', [await tip('fix')]);
    await ask('PATCH /repos/{owner}/{repo}/git/refs/{ref}', { path: { ref: 'heads/fix' }, body: { sha: next } });
    await ask('GET /repos/{owner}/{repo}/issues/{issue_number}', { path: { issue_number: number } });
    await ask('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', { path, body: { state: 'closed' } });
  });

  test('an issue is opened, labelled, commented, listed and closed', async () => {
    const body = { title: 'Help', body: 'A person is needed.', labels: ['nightwatch'] };
    const { number } = await ask('POST /repos/{owner}/{repo}/issues', { status: 201, body });
    const path = { issue_number: number };
    await ask('GET /repos/{owner}/{repo}/issues');
    await ask('GET /repos/{owner}/{repo}/issues/{issue_number}', { path });
    const comment = { body: 'More.' };
    await ask('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { path, status: 201, body: comment });
    await ask('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', { path });
    const label = { name: 'escalation', color: 'd73a4a', description: 'For a person' };
    await ask('POST /repos/{owner}/{repo}/labels', { status: 201, body: label });
    await ask('GET /repos/{owner}/{repo}/labels');
    await ask('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', { path, body: { labels: ['escalation'] } });
    await ask('GET /repos/{owner}/{repo}/issues/{issue_number}/labels', { path });
    await ask('GET /repos/{owner}/{repo}/labels/{name}', { path: { name: 'escalation' } });
    await ask('PATCH /repos/{owner}/{repo}/issues/{issue_number}', { path, body: { state: 'closed' } });
  });
});

describe('checks', () => {
  test('a check run is made, read, filled, completed and listed', async () => {
    const body = { name: 'Nightwatch', head_sha: sha, external_id: 'incident-1', status: 'in_progress' };
    const { id } = await ask('POST /repos/{owner}/{repo}/check-runs', { status: 201, body });
    const path = { check_run_id: id };
    await ask('GET /repos/{owner}/{repo}/check-runs/{check_run_id}', { path });
    const place = { path: 'src/shop.py', start_line: 2, end_line: 2 };
    const annotations = [{ ...place, annotation_level: 'failure', message: 'None', title: 'TypeError' }];
    const output = { title: 'Diagnosed', summary: 'No price.', annotations };
    const actions = [{ label: 'Fix', description: 'Commit the fix', identifier: 'fix' }];
    const done = { conclusion: 'neutral', output, actions };
    await ask('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', { path, body: done });
    await ask('GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations', { path });
    await ask('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', { path: { ref: sha } });
  });
});

describe('people', () => {
  test.each([
    ['the owner', OWNER, 'admin'],
    ['someone who may write', 'ada', 'write'],
    ['someone who may read', 'bob', 'read'],
  ])('%s may do what GitHub says', async (_, username, permission) => {
    github.addCollaborator(`${OWNER}/${REPO}`, { login: 'ada', permission: 'write' });
    github.addCollaborator(`${OWNER}/${REPO}`, { login: 'bob', permission: 'read' });
    const path = { username };
    const said = await ask('GET /repos/{owner}/{repo}/collaborators/{username}/permission', { path });
    expect(said).toMatchObject({ permission, user: { login: username } });
  });

  test('a button that one of them presses is told to the App', async () => {
    const actions = [{ label: 'Go on', description: 'Goes on', identifier: 'go-on' }];
    const body = { name: 'Lint', head_sha: sha, conclusion: 'action_required', actions };
    const { id } = await ask('POST /repos/{owner}/{repo}/check-runs', { status: 201, body });
    github.pressButton({ repository: `${OWNER}/${REPO}`, checkRunId: id, identifier: 'go-on', login: 'ada' });
    await github.settled();
    expect(received.at(-1)).toMatchObject({
      event: 'check_run',
      payload: { action: 'requested_action', requested_action: { identifier: 'go-on' }, sender: { login: 'ada' } },
    });
  });
});

describe('Actions', () => {
  test('runs, attempts, jobs and logs are read', async () => {
    const { workflow_runs: runs } = await ask('GET /repos/{owner}/{repo}/actions/runs');
    const { id, workflow_id } = runs.find((run: { head_sha: string }) => run.head_sha === sha);
    const path = { run_id: id, attempt_number: 1, workflow_id };
    await ask('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', { path });
    await ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}', { path });
    await ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}', { path });
    await ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs', { path });
    const { jobs } = await ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', { path });
    await ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}/logs', { path, status: 302 });
    await ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/logs', { path, status: 302 });
    const job = { job_id: jobs[0].id };
    await ask('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', { path: job });
    await ask('GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs', { path: job, status: 302 });
    const check = { check_run_id: jobs[0].id };
    await ask('GET /repos/{owner}/{repo}/check-runs/{check_run_id}', { path: check });
    await ask('GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations', { path: check });
  });

  test('a run is run again', async () => {
    await branch('again');
    await github.settled();
    const { workflow_runs: runs } = await ask('GET /repos/{owner}/{repo}/actions/runs');
    const { id } = runs.find((run: { head_branch: string }) => run.head_branch === 'again');
    await ask('POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun', { path: { run_id: id }, status: 201 });
    await github.settled();
    const path = { run_id: id, attempt_number: 2 };
    await ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}', { path });
    await ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs', { path });
  });
});

describe('refusals', () => {
  test('have GitHub’s error form', async () => {
    await ask('GET /app', { as: 'Bearer nonsense', status: 401 });
    await ask('GET /repos/{owner}/{repo}', { path: { repo: 'nowhere' }, status: 404 });
    await ask('POST /repos/{owner}/{repo}/git/refs', { status: 422, body: { ref: 'refs/heads/main', sha } });
    await ask('POST /repos/{owner}/{repo}/check-runs', { status: 422, body: {} });
    await ask('POST /repos/{owner}/{repo}/issues', { status: 422, body: { title: 7 } });
    const body = { title: 'None', head: 'nowhere', base: 'main' };
    await ask('POST /repos/{owner}/{repo}/pulls', { status: 422, body });
    await ask('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { path: { file_sha: '0'.repeat(40) }, status: 404 });
  });

  test.each<[string, string, Question]>([
    ['a ref', 'GET /repos/{owner}/{repo}/git/ref/{ref}', { path: { ref: 'heads/no' } }],
    ['a file', 'GET /repos/{owner}/{repo}/contents/{path}', { path: { path: 'no' } }],
    ['a commit', 'GET /repos/{owner}/{repo}/commits/{ref}', { path: { ref: 'no' }, status: 422 }],
    ['a comparison', 'GET /repos/{owner}/{repo}/compare/{basehead}', { path: { basehead: 'no...main' } }],
    ['a label', 'GET /repos/{owner}/{repo}/labels/{name}', { path: { name: 'no' } }],
    ['a run', 'GET /repos/{owner}/{repo}/actions/runs/{run_id}', { path: { run_id: 1 } }],
  ])('%s that is not there', async (_, route, question) => {
    await ask(route, { status: 404, ...question });
  });

  test('a label that is taken, a ref that would lose commits, a body of the wrong form', async () => {
    await ask('POST /repos/{owner}/{repo}/labels', { status: 201, body: { name: 'taken', color: 'ffffff' } });
    await ask('POST /repos/{owner}/{repo}/labels', { status: 422, body: { name: 'taken', color: 'ffffff' } });
    await branch('kept');
    const backwards = { path: { ref: 'heads/kept' }, status: 422, body: { sha } };
    await ask('PATCH /repos/{owner}/{repo}/git/refs/{ref}', backwards);
    await ask('POST /repos/{owner}/{repo}/git/blobs', { status: 422, body: [] });
  });

  test('nobody may write, and a token only what it was given', async () => {
    const body = { title: 'Help' };
    await ask('POST /repos/{owner}/{repo}/issues', { as: '', status: 401, body });
    const limits = { repositories: [REPO], permissions: { contents: 'write' } };
    const weak = await ask('POST /app/installations/{installation_id}/access_tokens', {
      as: jwt(),
      status: 201,
      body: limits,
    });
    await ask('POST /repos/{owner}/{repo}/issues', { as: `token ${weak.token}`, status: 403, body });
  });

  test('a log that has expired', async () => {
    await branch('forgotten');
    await github.settled();
    const { workflow_runs: runs } = await ask('GET /repos/{owner}/{repo}/actions/runs');
    const { id } = runs.find((run: { head_branch: string }) => run.head_branch === 'forgotten');
    github.expireLogs(id);
    await ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}/logs', { path: { run_id: id }, status: 410 });
  });

  test('an internal error too', async () => {
    github.injectFault({ method: 'GET', path: '/rate_limit', status: 500 });
    await ask('GET /rate_limit', { status: 500 });
  });
});

describe('webhooks', () => {
  test('every payload is one that GitHub could have sent', async () => {
    await branch('told');
    const body = { title: 'Told', head: 'told', base: 'main' };
    await ask('POST /repos/{owner}/{repo}/pulls', { status: 201, body });
    const { sha: next } = await commitOf('told-more.py', [await tip('told')]);
    await ask('PATCH /repos/{owner}/{repo}/git/refs/{ref}', { path: { ref: 'heads/told' }, body: { sha: next } });
    const check = { name: 'Told', head_sha: sha, conclusion: 'success' };
    await ask('POST /repos/{owner}/{repo}/check-runs', { status: 201, body: check });
    await ask('POST /repos/{owner}/{repo}/issues', { status: 201, body: { title: 'Told' } });
    await github.settled();
    expect([...new Set(received.map(nameOf))].sort()).toEqual([
      'check_run completed',
      'check_run created',
      'check_run requested_action',
      'installation created',
      'issue_comment created',
      'issues opened',
      'pull_request opened',
      'pull_request synchronize',
      'push',
      'workflow_job completed',
      'workflow_run completed',
      'workflow_run in_progress',
      'workflow_run requested',
    ]);
    const problems = received.flatMap(({ event, payload }) => problem(() => expectWebhookPayload(event, payload)));
    expect([...new Set(problems)]).toEqual([]);
  });
});

interface Question {
  /** The authorization header; the installation's token by default. */
  as?: string;
  /** Values of the route's placeholders beyond owner, repo and installation. */
  path?: Record<string, string | number>;
  body?: object;
  status?: number;
}

/** Asks, checks the status and the answer against the contract, and gives the answer: parsed JSON of the promised form. */
async function ask(route: string, { as = `token ${token}`, path, body, status = 200 }: Question = {}) {
  const [method = '', template = ''] = route.split(' ');
  const values: Record<string, string | number> = {
    owner: OWNER,
    repo: REPO,
    installation_id: installationId,
    ...path,
  };
  const url = github.apiUrl + template.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const headers = { authorization: as, 'content-type': 'application/json' };
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    ...(body && { body: JSON.stringify(body) }),
  });
  const said = await response.text();
  if (response.status !== status) throw new Error(`${route}: expected ${status}, got ${response.status}: ${said}`);
  const answer = said ? JSON.parse(said) : undefined;
  expectGitHubAnswer(method, template, status, answer);
  return answer;
}

/** A new commit that adds one file; on main by default. */
async function commitOf(file: string, parents = [sha]) {
  const tree = [{ path: file, mode: '100644', type: 'blob', content: `# ${file}\n` }];
  const { tree: base } = await ask('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
    path: { commit_sha: parents[0] ?? '' },
  });
  const made = await ask('POST /repos/{owner}/{repo}/git/trees', { status: 201, body: { base_tree: base.sha, tree } });
  const body = { message: `Add ${file}`, tree: made.sha, parents };
  return await ask('POST /repos/{owner}/{repo}/git/commits', { status: 201, body });
}

/** A new branch, one commit ahead of main. */
async function branch(name: string): Promise<void> {
  const { sha: tipSha } = await commitOf(`${name}.py`);
  await ask('POST /repos/{owner}/{repo}/git/refs', { status: 201, body: { ref: `refs/heads/${name}`, sha: tipSha } });
}

async function tip(name: string): Promise<string> {
  const ref = await ask('GET /repos/{owner}/{repo}/git/ref/{ref}', { path: { ref: `heads/${name}` } });
  return ref.object.sha;
}

function nameOf({ event, payload }: (typeof received)[number]): string {
  return typeof payload['action'] === 'string' ? `${event} ${payload['action']}` : event;
}

function problem(attempt: () => void): string[] {
  try {
    attempt();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** How an App says who it is: docs, "Generating a JSON Web Token for a GitHub App". */
function jwt(): string {
  const now = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: 'RS256', typ: 'JWT' },
    { iat: now - 60, exp: now + 500, iss: '77' },
  ];
  const unsigned = parts.map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `Bearer ${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(KEYS.privateKey, 'base64url')}`;
}

const failingTests: RunWorkflow = async () => {
  const startedAt = new Date('2026-01-02T03:04:05Z');
  const completedAt = new Date('2026-01-02T03:04:25Z');
  const line = (words: string) => `2026-01-02T03:04:06.0000000Z ${words}\n`;
  const times = { startedAt, completedAt };
  const log = line('##[group]Run pytest') + line('##[endgroup]') + line('##[error]Process completed with exit code 1.');
  return [
    {
      name: 'test',
      conclusion: 'failure',
      ...times,
      runnerName: 'local',
      labels: ['ubuntu-latest'],
      steps: [
        { number: 1, name: 'Set up job', conclusion: 'success', ...times, log: line('Ready') },
        { number: 2, name: 'Run pytest', conclusion: 'failure', ...times, log },
      ],
    },
  ];
};
