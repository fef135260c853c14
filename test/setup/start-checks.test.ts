// What is looked at when normal work begins: each answer of GitHub, Gemini and the engine has a line that says what to do.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { ProbotOctokit } from 'probot';
import { checkEngine } from '../../src/adapters/docker/check-engine.ts';
import { checkKey } from '../../src/adapters/gemini/check-key.ts';
import { checkApp, checkWebhook } from '../../src/adapters/github/check-app.ts';
import { reportChecks } from '../../src/setup/start-checks.ts';
import { type LocalGemini, startGemini } from '../../src/standins/gemini/server.ts';
import {
  appId,
  type GitHubFixture,
  privateKey,
  silent,
  startGitHubFixture,
} from '../standins/github/github-fixture.ts';

/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9';

describe('the App', () => {
  let fixture: GitHubFixture;
  beforeAll(async () => {
    fixture = await startGitHubFixture({ webhookUrl: 'https://nightwatch.test/api/github/webhooks' });
  });
  afterAll(() => fixture.stop());

  test('that GitHub knows is named, with its page', async () => {
    expect(await checkApp(client(fixture.github.apiUrl, { appId, privateKey }))).toEqual({
      isGood: true,
      words: `signed in as Nightwatch (${fixture.github.url}/apps/nightwatch).`,
    });
  });

  test.each([
    { appId: 1, privateKey },
    { appId, privateKey: otherKey() },
  ])('that GitHub does not know is a wrong id or key', async auth => {
    const { isGood, words } = await checkApp(client(fixture.github.apiUrl, auth));
    expect({ isGood, words }).toEqual({
      isGood: false,
      words: 'GitHub refused the credentials. Check APP_ID and PRIVATE_KEY.',
    });
  });

  test('cannot be looked at while GitHub is away', async () => {
    expect((await checkApp(client(nowhere, { appId, privateKey }))).words).toMatch(/^GitHub did not answer\. Check /);
  });

  test.each([
    ['https://nightwatch.test/api/github/webhooks', true, /^GitHub sends events to https:\/\/nightwatch\.test\/api/],
    [undefined, true, /^GitHub sends events to https:\/\/nightwatch\.test\/api/],
    [
      'https://smee.io/abc',
      false,
      /, and this server gets them at https:\/\/smee\.io\/abc\. Change the App's webhook URL\.$/,
    ],
  ])('has its webhook compared with the address of this server, %s', async (ours, isGood, words) => {
    expect(await checkWebhook(client(fixture.github.apiUrl, { appId, privateKey }), ours)).toEqual({
      isGood,
      words: expect.stringMatching(words),
    });
  });

  test('without a webhook secret is told to set one', async () => {
    fixture.github.injectFault({ path: '/app/hook/config', status: 200, body: { url: 'https://nightwatch.test/' } });
    expect(await checkWebhook(client(fixture.github.apiUrl, { appId, privateKey }), undefined)).toEqual({
      isGood: false,
      words: expect.stringContaining('WEBHOOK_SECRET'),
    });
  });
});

describe('Gemini’s key', () => {
  let gemini: LocalGemini;
  beforeAll(async () => {
    gemini = await startGemini({ answers: () => ({ text: '' }) });
  });
  afterAll(() => gemini.stop());

  test.each([
    ['that is good', { apiKey: 'AIza-1', model: 'gemini-3.8-flash' }, 'gemini-3.8-flash is available.'],
    [
      'that is refused',
      { apiKey: 'invalid', model: 'gemini-3.8-flash' },
      /^Gemini refused the key\. Check GEMINI_API_KEY/,
    ],
    ['for no such model', { apiKey: 'AIza-1', model: 'gpt-1' }, 'Gemini has no model gpt-1. Check GEMINI_MODEL.'],
    [
      'at no address',
      { apiKey: 'AIza-1', model: 'gemini-3.8-flash', baseUrl: nowhere },
      /^Gemini did not answer\. Check the network/,
    ],
  ])('%s is told', async (_, options, words) => {
    const found = await checkKey({ baseUrl: gemini.url, ...options });
    expect(found.words).toMatch(words);
    expect(found.isGood).toBe(words === 'gemini-3.8-flash is available.');
  });
});

describe('the engine', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nightwatch-engine-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('that is not there is an error that says what to do, and that incidents wait', async () => {
    const { isGood, words } = await checkEngine(new Docker({ socketPath: join(folder, 'none.sock') }));
    expect(isGood).toBe(false);
    expect(words).toMatch(
      /^no Docker engine answers \(connect ENOENT .*\)\. Start it, or set DOCKER_HOST\. Until then incidents wait\.$/,
    );
  });

  test('that never answers is given up', async () => {
    const socketPath = join(folder, 'silent.sock');
    const server = createServer(() => {});
    await new Promise<void>(listening => server.listen(socketPath, listening));
    const { isGood } = await checkEngine(new Docker({ socketPath, timeout: 200 }));
    expect(isGood).toBe(false);
    server.close();
  });
});

test('each check is one line, an error where something is missing, whichever comes last', async () => {
  const lines: string[] = [];
  const late = new Promise<{ isGood: boolean; words: string }>(found =>
    setImmediate(() => found({ isGood: true, words: 'Docker 27 answers.' })),
  );
  await reportChecks(
    { Engine: late, Model: Promise.resolve({ isGood: false, words: 'Gemini refused the key.' }) },
    { info: (_, words) => lines.push(`info ${words}`), error: (_, words) => lines.push(`error ${words}`) },
  );
  expect(lines).toEqual(['error Model: Gemini refused the key.', 'info Engine: Docker 27 answers.']);
});

function client(baseUrl: string, auth: object): InstanceType<typeof ProbotOctokit> {
  return new ProbotOctokit({ baseUrl, auth, log: silent, retry: { enabled: false }, throttle: { enabled: false } });
}

function otherKey(): string {
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem' })
    .toString();
}
