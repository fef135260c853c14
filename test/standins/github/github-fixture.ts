// A local GitHub with an App on it, a place that receives its webhooks, and clients as Probot makes them.
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { RequestError } from '@octokit/request-error';
import { ProbotOctokit } from 'probot';
import { type LocalGitHub, startGitHub } from '../../../src/standins/github/server.ts';
import type { Permissions } from '../../../src/standins/github/state/accounts.ts';
import type { JobResult, RunWorkflow, WorkflowCall } from '../../../src/standins/github/workflows/runner.ts';
import { expectGitHubAnswer } from '../contract.ts';

const run = promisify(execFile);

export const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** Octokit warns of what these tests do on purpose. */
export const silent = { debug() {}, info() {}, warn() {}, error() {} };

export const appId = 4711;
export const webhookSecret = 'a secret for webhooks';

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface GitHubFixture {
  github: LocalGitHub;
  clock: { now(): Date; step(ms: number): void };
  installationId: number;
  /** The App itself. */
  app: InstanceType<typeof ProbotOctokit>;
  /** Its installation at `owner`. */
  octokit: InstanceType<typeof ProbotOctokit>;
  calls: WorkflowCall[];
  received: Received[];
  /** An empty folder, removed by `stop`. */
  folder: string;
  token(): Promise<string>;
  stop(): Promise<void>;
}

export interface GitHubFixtureOptions {
  permissions?: Permissions;
  runWorkflow?: RunWorkflow;
  /** Where the App listens; what it is sent is kept in `received` if left out. */
  webhookUrl?: string;
}

export const workflow = `name: CI
on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: pytest
`;

export async function startGitHubFixture(options: GitHubFixtureOptions = {}): Promise<GitHubFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'local-github-'));
  const calls: WorkflowCall[] = [];
  const clock = steppedClock();
  const runWorkflow = options.runWorkflow ?? (async () => [job({ name: 'test', conclusion: 'success' })]);
  const receiver = await startReceiver();
  const github = await startGitHub({
    dataDirectory: join(folder, 'github'),
    clock,
    async runWorkflow(call) {
      calls.push(call);
      return await runWorkflow(call);
    },
  });
  await github.createRepository({
    owner: 'acme',
    name: 'shop',
    from: { files: { 'README.md': 'Shop\n' } },
    private: true,
  });
  const app = github.registerApp({
    appId,
    slug: 'nightwatch',
    name: 'Nightwatch',
    publicKey,
    webhookUrl: options.webhookUrl ?? receiver.url,
    webhookSecret,
    permissions: options.permissions ?? {
      actions: 'write',
      checks: 'write',
      contents: 'write',
      issues: 'write',
      pull_requests: 'write',
    },
    events: ['workflow_run', 'workflow_job', 'check_run', 'push', 'pull_request', 'issues', 'issue_comment'],
  });
  const installationId = github.install(app, 'acme');
  const client = (auth: object) => {
    const octokit = new ProbotOctokit({
      baseUrl: github.apiUrl,
      auth: { appId, privateKey, ...auth },
      log: silent,
      retry: { enabled: false },
      throttle: { enabled: false },
    });
    octokit.hook.after('request', checkAnswer);
    octokit.hook.error('request', checkError);
    return octokit;
  };
  const octokit = client({ installationId });
  return {
    github,
    clock,
    installationId,
    app: client({}),
    octokit,
    calls,
    received: receiver.received,
    folder,
    async token() {
      const { token } = (await octokit.auth({ type: 'installation', refresh: true })) as { token: string };
      return token;
    },
    async stop() {
      await receiver.stop();
      await github.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Git as a person's shell runs it, with nothing from this machine's settings. */
export async function git(directory: string, ...args: string[]): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    HOME: directory,
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  };
  return (await run('git', args, { cwd: directory, env })).stdout.trim();
}

/** Git's arguments that carry a token the way GitHub's own checkout does. */
export function withToken(token: string): string[] {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return ['-c', `http.extraHeader=Authorization: Basic ${basic}`];
}

/** A finished job with a set-up step and one that runs pytest. */
export function job({ name, conclusion }: Pick<JobResult, 'name' | 'conclusion'>): JobResult {
  const startedAt = new Date('2026-11-01T10:00:00Z');
  const completedAt = new Date('2026-11-01T10:00:05Z');
  const line = (words: string) => `2026-11-01T10:00:01.1234567Z ${words}\n`;
  const end = conclusion === 'success' ? '' : line('##[error]Process completed with exit code 1.');
  const step = { startedAt, completedAt };
  return {
    name,
    conclusion,
    startedAt,
    completedAt,
    runnerName: 'Local runner 1',
    labels: ['ubuntu-latest'],
    steps: [
      { ...step, number: 1, name: 'Set up job', conclusion: 'success', log: line('Current runner version') },
      {
        ...step,
        number: 2,
        name: 'Run tests/unit: all',
        conclusion: conclusion === 'success' ? 'success' : 'failure',
        log: line('##[group]Run pytest') + line('##[endgroup]') + end,
      },
    ],
  };
}

/** Every answer in these tests must be one that GitHub could have given. */
function checkAnswer(
  response: { status: number; data: unknown; url: string },
  { method, url, mediaType }: Requested,
): void {
  // A raw file is no JSON.
  if (mediaType?.format === 'raw') return;
  // Any route of a repository that was renamed may answer with its new address.
  const isFollowed = response.url.includes('/_downloads/') || response.status === 301;
  if (namesRoute({ method, url }) && !isFollowed) expectGitHubAnswer(method, url, response.status, response.data);
}

function checkError(error: unknown, { method, url }: Requested): never {
  const response = error instanceof RequestError ? error.response : undefined;
  if (response && namesRoute({ method, url })) expectGitHubAnswer(method, url, response.status, response.data);
  throw error;
}

/** The later pages of a list come by whole addresses, which name no route. */
function namesRoute({ url }: Requested): boolean {
  return url.startsWith('/');
}

interface Requested {
  mediaType?: { format?: string };
  method: string;
  url: string;
}

function steppedClock() {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    step(ms: number) {
      ahead += ms;
    },
  };
}

async function startReceiver() {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    response.writeHead(202).end();
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    received,
    url: `http://127.0.0.1:${port}/api/github/webhooks`,
    async stop() {
      server.closeAllConnections();
      await new Promise(stopped => server.close(stopped));
    },
  };
}
