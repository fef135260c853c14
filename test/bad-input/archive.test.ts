// Log archives that are too large, cut off or bombs, over real HTTP: bounded, and the job's own log is read instead.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import AdmZip from 'adm-zip';
import { openMirrors } from '../../src/adapters/git/mirrors.ts';
import { githubRepository } from '../../src/adapters/github/repository.ts';
import { secretMasker } from '../../src/adapters/secrets/mask.ts';
import type { Configured } from '../../src/incident/incident.ts';
import { emptyLedger } from '../../src/incident/ledger.ts';
import { incidentId } from '../../src/incident/names.ts';
import { type Ports, type Repository, Transient } from '../../src/ports.ts';
import { collect } from '../../src/stages/collect/collect.ts';
import { limits, sampleRun } from '../contracts/store-entries.ts';
import { type GitHubFixture, job, startGitHubFixture, workflow } from '../standins/github/github-fixture.ts';

const megabyte = 1024 * 1024;
/** More of an archive than this is never fetched. */
const most = 64 * megabyte;

let fixture: GitHubFixture;
let storage: Server;
let repository: Repository;
let mirrors: ReturnType<typeof openMirrors>;
let incident: Configured;
/** How the next archive is served, and how much of it was. */
let serve: (response: ServerResponse) => void;
let sent = 0;

beforeAll(async () => {
  fixture = await startGitHubFixture({ runWorkflow: async () => [job({ name: 'test', conclusion: 'failure' })] });
  const files = { '.github/workflows/ci.yml': workflow };
  const headSha = await fixture.github.commit({ repository: 'acme/shop', branch: 'main', files, message: 'CI' });
  await fixture.github.settled();
  const runId = fixture.github.workflowRuns('acme/shop')[0]?.id ?? 0;
  const run = sampleRun({ installationId: fixture.installationId, owner: 'acme', repo: 'shop', runId, headSha });
  incident = { id: incidentId(run), run, limits, ledger: emptyLedger, attempts: [], settings: { enabled: true } };
  mirrors = openMirrors({ directory: join(fixture.folder, 'mirrors'), processIdentity: 'test' });
  repository = githubRepository({ octokit: fixture.octokit, run, mask: secretMasker() }, mirrors);
  storage = createServer((_, response) => serve(response));
  await new Promise<void>(listening => storage.listen(0, '127.0.0.1', listening));
});

afterAll(async () => {
  storage.closeAllConnections();
  await new Promise(closed => storage.close(closed));
  await fixture.stop();
});

const archives: [string, string, () => void][] = [
  ['of 300 MB', 'too large to read', () => streamed(300)],
  ['that never ends', 'too large to read', () => streamed(Number.POSITIVE_INFINITY)],
  [
    'that is a zip bomb of one file',
    'too large to unpack',
    () => whole(zip({ '0_test.txt': Buffer.alloc(300 * megabyte) })),
  ],
  [
    'that is a zip bomb of many files',
    'too large to unpack',
    () =>
      whole(zip(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${at}_a.txt`, Buffer.alloc(megabyte)])))),
  ],
  [
    'that holds an archive',
    'contains no logs',
    () => whole(zip({ 'inner.zip': zip({ '0_test.txt': Buffer.from('x') }) })),
  ],
  ['without files', 'contains no logs', () => whole(zip({}))],
  ['that is not a zip', 'damaged', () => whole(Buffer.from('<html>Oops</html>'))],
  ['that is truncated', 'damaged', () => whole(zip({ '0_test.txt': Buffer.alloc(megabyte) }).subarray(0, 900))],
];

test.each(archives)('an archive %s is %s, and the job’s own log is read instead', async (_, reason, prepare) => {
  prepare();
  redirectOnce();
  expect(await repository.runLog()).toEqual({ kind: 'unavailable', reason: expect.stringContaining(reason) });
  expect(sent).toBeLessThan(most + 32 * megabyte);
  redirectOnce();
  const outcome = await collect(incident, ports());
  if (outcome.kind !== 'next') throw new Error(outcome.kind);
  expect(outcome.incident.evidence).toMatchObject({ logSource: 'job-log', job: { name: 'test' } });
  expect(outcome.incident.evidence.digest).toContain('Process completed with exit code 1.');
});

test('an archive whose download breaks off is a transient fault', async () => {
  sent = 0;
  serve = response => {
    response.writeHead(200, { 'content-length': String(megabyte) });
    response.write(Buffer.alloc(1_000), () => response.destroy());
  };
  redirectOnce();
  await expect(repository.runLog()).rejects.toBeInstanceOf(Transient);
});

test('of an archive of fifty jobs only the files of the jobs picked are unpacked and masked', async () => {
  const jobs = Array.from({ length: 50 }, (_, at) => ({ ...job({ name: `test (${at})`, conclusion: 'failure' }), at }));
  const log = (at: number) => Buffer.from(`error of job ${at}`);
  whole(zip(Object.fromEntries(jobs.map(({ name, at }) => [`${name}/1_Test.txt`, log(at)]))));
  redirectOnce();
  const masked: string[] = [];
  const mask = async (text: string) => {
    masked.push(text);
    return text;
  };
  const counting = githubRepository({ octokit: fixture.octokit, run: incident.run, mask }, mirrors);
  const listed = jobs.map(({ name, at }) => ({
    id: at,
    name,
    conclusion: 'failure',
    url: '',
    startedAt: null,
    steps: [],
  }));
  const repository = { ...counting, jobs: async () => listed, jobAnnotations: async () => [] };
  expect(await collect(incident, { ...ports(), repository })).toMatchObject({ kind: 'next' });
  expect(masked).toEqual(listed.slice(0, 8).map(({ id }) => `error of job ${id}`));
});

test('the tail of a 300 MB job log is read', async () => {
  streamed(300);
  redirectOnce(/\/jobs\/\d+\/logs$/);
  const log = await repository.jobLog(71);
  expect(log?.length).toBe(most);
  expect(sent).toBe(300 * megabyte);
});

function redirectOnce(path = /\/attempts\/1\/logs$/): void {
  const { port } = storage.address() as AddressInfo;
  const headers = { location: `http://127.0.0.1:${port}/archive` };
  fixture.github.injectFault({ path, status: 302, headers, body: '' });
}

/** Writes as long as somebody reads. */
function streamed(megabytes: number): void {
  const chunk = Buffer.alloc(megabyte, 'x\n');
  serve = response => {
    sent = 0;
    let left = megabytes;
    const write = () => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', write);
      }
      response.end();
    };
    write();
  };
}

function whole(body: Buffer): void {
  serve = response => {
    sent = body.length;
    response.end(body);
  };
}

function zip(files: Record<string, Buffer>): Buffer {
  const made = new AdmZip();
  for (const [name, content] of Object.entries(files)) made.addFile(name, content);
  return made.toBuffer();
}

/** Only the repository: `collect` touches nothing else. */
function ports(): Ports {
  const never = async (): Promise<never> => {
    throw new Error('not to be called');
  };
  return {
    repository,
    model: { ask: never },
    sandbox: { prepare: never, open: never },
    clock: { now: () => new Date(0) },
  };
}
