// From nothing to a registered App with a model: what is asked of GitHub, what is saved, and where it leads.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { sign } from '@octokit/webhooks-methods';
import { parse } from 'yaml';
import { until } from '../scenarios/scenario.ts';
import { admitted, createdOnGitHub, type SetUpScenario, startSetUp, type Visitor } from './set-up.ts';
import { startSmee } from './smee.ts';

let scenario: SetUpScenario;

afterEach(() => scenario.stop());

describe('the manifest', () => {
  test.each([
    ['an organization', 'acme', '/organizations/acme/settings/apps/new', 'Nightwatch acme'],
    ['a person', undefined, '/settings/apps/new', 'Nightwatch'],
  ])('for %s asks for what app.yml says, with the addresses of this server', async (_, organization, path, name) => {
    scenario = await startSetUp();
    const visitor = await admitted(scenario);
    const state = await visitor.field('/setup', 'state');
    const owner = organization === undefined ? 'person' : 'organization';
    await visitor.post('/setup/account', { state, owner, organization: organization ?? '' });
    const page = await (await visitor.get('/setup/review')).text();
    expect(page).toContain(`action="${scenario.github.url}${path}?state=${state}"`);
    const app = parse(await readFile(join(import.meta.dirname, '../../app.yml'), 'utf8'));
    expect(JSON.parse(await visitor.field('/setup/review', 'manifest'))).toEqual({
      ...app,
      name,
      hook_attributes: { url: `${scenario.url}/api/github/webhooks`, active: true },
      redirect_url: `${scenario.url}/setup/callback`,
      setup_url: `${scenario.url}/installed`,
    });
  });

  test('is shown with the reason for each permission', async () => {
    scenario = await startSetUp();
    const visitor = await admitted(scenario);
    await visitor.post('/setup/account', { state: await visitor.field('/setup', 'state'), owner: 'person' });
    const page = await (await visitor.get('/setup/review')).text();
    for (const [, why] of page.matchAll(/<dt>[a-z ]+: (?:read|write)<\/dt><dd>(.*)<\/dd>/g))
      expect(why).toMatch(/^[A-Z].+\.$/);
    expect(page).toContain('<dt>pull requests: write</dt>');
  });

  test('leads people who install it only to an address that they reach', async () => {
    scenario = await startSetUp({ PUBLIC_URL: '', WEBHOOK_PROXY_URL: 'http://127.0.0.1:9/' });
    const visitor = await admitted(scenario);
    await visitor.post('/setup/account', { state: await visitor.field('/setup', 'state'), owner: 'person' });
    const manifest = JSON.parse(await visitor.field('/setup/review', 'manifest'));
    expect(manifest.setup_url).toBeUndefined();
    expect(manifest.hook_attributes.url).toBe('http://127.0.0.1:9/');
  });

  test('proposes the organization of GH_ORG', async () => {
    scenario = await startSetUp({ GH_ORG: 'acme' });
    expect(await (await admitted(scenario)).field('/setup', 'organization')).toBe('acme');
  });
});

describe('registration', () => {
  test('saves the credentials for this user alone, keeps the comments, asks for the key, and goes on at once', async () => {
    scenario = await startSetUp();
    const visitor = await admitted(scenario);
    expect((await visitor.get(await createdOnGitHub(visitor, scenario.github))).status).toBe(303);
    const saved = parseEnv(await readFile(scenario.file, 'utf8'));
    expect(saved).toMatchObject({
      APP_ID: expect.stringMatching(/^\d+$/),
      WEBHOOK_SECRET: expect.stringMatching(/^\w{40}$/),
    });
    expect(saved['PRIVATE_KEY']).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n[^"]+\n-----END RSA PRIVATE KEY-----\n$/);
    expect((await stat(scenario.file)).mode & 0o777).toBe(0o600);
    expect(await readFile(scenario.file, 'utf8')).toContain('# ── The model ─');
    expect(await pageOf(visitor)).toContain('Connect Gemini');
    expect(scenario.starts()).toBe(0);

    await sendKey(visitor, 'invalid-key');
    expect(await pageOf(visitor)).toContain('Gemini refused the key.');
    expect(scenario.starts()).toBe(0);

    const state = await visitor.field('/setup', 'state');
    await Promise.all([
      visitor.post('/setup/key', { state, key: 'AIza-1' }),
      visitor.post('/setup/key', { state, key: 'AIza-1' }),
    ]);
    expect(parseEnv(await readFile(scenario.file, 'utf8'))['GEMINI_API_KEY']).toBe('AIza-1');
    expect(scenario.starts()).toBe(1);
    expect(await pageOf(visitor)).toContain('/apps/nightwatch-acme/installations/new"');
  });

  test('that lacks only the key goes on there after a restart', async () => {
    scenario = await startSetUp();
    const visitor = await admitted(scenario);
    await visitor.get(await createdOnGitHub(visitor, scenario.github));
    const saved = parseEnv(await readFile(scenario.file, 'utf8'));
    await scenario.stop();
    scenario = await startSetUp(saved as Record<string, string>);
    expect(await pageOf(await admitted(scenario))).toContain('Connect Gemini');
  });

  test('that ends in a start that fails says why', async () => {
    scenario = await startSetUp({ GEMINI_API_KEY: 'AIza-1', DATA_DIRECTORY: '/proc/nowhere' });
    const visitor = await admitted(scenario);
    await visitor.get(await createdOnGitHub(visitor, scenario.github));
    expect(await pageOf(visitor)).toContain('<p>DATA_DIRECTORY is not writable.</p>');
  });

  test('does not ask for a key that is there', async () => {
    scenario = await startSetUp({ GEMINI_API_KEY: 'AIza-1' });
    const visitor = await admitted(scenario);
    await visitor.get(await createdOnGitHub(visitor, scenario.github));
    expect(scenario.starts()).toBe(1);
    expect(await pageOf(visitor)).toContain('Nightwatch is running');
  });

  test('is over when it is done: its forms and the way back from GitHub answer 404, and so does its page to all others', async () => {
    scenario = await startSetUp({ GEMINI_API_KEY: 'AIza-1' });
    const visitor = await admitted(scenario);
    const back = await createdOnGitHub(visitor, scenario.github);
    await visitor.get(back);
    const state = 'any';
    expect((await visitor.get('/setup/review')).status).toBe(404);
    for (const path of ['/setup/account', '/setup/key'])
      expect((await visitor.post(path, { state, owner: 'person', key: 'k' })).status).toBe(404);
    expect((await visitor.get(back)).status).toBe(404);
    expect((await fetch(`${scenario.url}/setup`)).status).toBe(404);
    expect(scenario.starts()).toBe(1);
  });

  test('with a code that GitHub does not know says so, and can be tried again', async () => {
    scenario = await startSetUp();
    const visitor = await admitted(scenario);
    const state = await visitor.field('/setup', 'state');
    await visitor.get(`/setup/callback?code=unknown&state=${state}`);
    expect(await pageOf(visitor)).toContain('GitHub did not hand over the credentials (404).');
    expect((await visitor.get(await createdOnGitHub(visitor, scenario.github))).status).toBe(303);
    expect(await pageOf(visitor)).toContain('Connect Gemini');
  });

  test('is not begun while the environment hides what it would save: the page names the variables', async () => {
    scenario = await startSetUp({ WEBHOOK_SECRET: 'development', PRIVATE_KEY_PATH: '/nowhere.pem' });
    const page = await pageOf(await admitted(scenario));
    expect(page).toContain('<code>PRIVATE_KEY_PATH</code>, <code>WEBHOOK_SECRET</code>');
    expect(page).not.toContain('<form');
  });

  test('needs a way for GitHub to this server: without PUBLIC_URL and without smee.io it says so', async () => {
    scenario = await startSetUp({ PUBLIC_URL: '' });
    const visitor = await admitted(scenario);
    await visitor.post('/setup/account', { state: await visitor.field('/setup', 'state'), owner: 'person' });
    expect(await pageOf(visitor)).toContain('Could not open a channel.');
  });
});

describe('the first event', () => {
  test('is the ping of the new App, which comes before its secret is known here', async () => {
    scenario = await startSetUp();
    const visitor = await admitted(scenario);
    const back = await createdOnGitHub(visitor, scenario.github);
    await scenario.github.settled();
    expect(scenario.github.deliveries()).toMatchObject([{ event: 'ping', statusCode: 202 }]);
    await visitor.get(back);
    expect(await pageOf(visitor)).toContain('GitHub’s first event has arrived');
  });

  test('comes through a new channel where GitHub has no other way, and the channel is kept', async () => {
    const smee = await startSmee();
    scenario = await startSetUp({ PUBLIC_URL: '' }, smee);
    const visitor = await admitted(scenario);
    const back = await createdOnGitHub(visitor, scenario.github);
    const { hook_attributes } = JSON.parse(await visitor.field('/setup/review', 'manifest'));
    await visitor.get(back);
    await until(async () => (await pageOf(visitor)).includes('GitHub’s first event has arrived'));
    const saved = parseEnv(await readFile(scenario.file, 'utf8'));
    expect(hook_attributes.url).toBe(saved['WEBHOOK_PROXY_URL']);
    expect(hook_attributes.url).toMatch(new URL(smee.newChannelUrl).origin);
    await smee.stop();
  });

  test('is not a ping that someone else signed', async () => {
    scenario = await startSetUp();
    const visitor = await admitted(scenario);
    const body = '{"zen":"Anything added dilutes everything else."}';
    const headers = { 'x-github-event': 'ping', 'x-hub-signature-256': await sign('another secret', body) };
    expect((await fetch(`${scenario.url}/api/github/webhooks`, { method: 'POST', headers, body })).status).toBe(202);
    const back = await createdOnGitHub(visitor, scenario.github);
    await scenario.github.settled();
    for (let count = 0; count < 4; count += 1)
      await fetch(`${scenario.url}/api/github/webhooks`, { method: 'POST', headers, body });
    await visitor.get(back);
    expect(await pageOf(visitor)).not.toContain('GitHub’s first event has arrived');
  });

  test('is waited for on the last page, which looks again by itself until it has come', async () => {
    // Nothing listens there.
    scenario = await startSetUp({ GEMINI_API_KEY: 'AIza-1', PUBLIC_URL: '', WEBHOOK_PROXY_URL: 'http://127.0.0.1:9/' });
    const visitor = await admitted(scenario);
    await visitor.get(await createdOnGitHub(visitor, scenario.github));
    const waiting = await visitor.get('/setup');
    expect(waiting.headers.get('refresh')).toBe('5');
    expect(await waiting.text()).toContain('waiting for the first event at <code>http://127.0.0.1:9/</code>');
    scenario.setUp.eventArrived();
    const response = await visitor.get('/setup');
    expect(response.headers.get('refresh')).toBeNull();
    expect(await response.text()).toContain('GitHub’s events arrive');
  });

  test.each([
    ['another event', { 'x-github-event': 'push', 'x-hub-signature-256': 'sha256=0' }],
    ['an unsigned ping', { 'x-github-event': 'ping' }],
  ])('%s is told to come again, so that GitHub lists it as failed', async (_, headers) => {
    scenario = await startSetUp();
    const response = await fetch(`${scenario.url}/api/github/webhooks`, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(503);
  });
});

async function pageOf(visitor: Visitor): Promise<string> {
  return await (await visitor.get('/setup')).text();
}

async function sendKey(visitor: Visitor, key: string): Promise<void> {
  await visitor.post('/setup/key', { state: await visitor.field('/setup', 'state'), key });
}
