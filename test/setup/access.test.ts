// Only whoever has the link from the log gets in, and no page of another site does anything in their name.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { admitted, createdOnGitHub, type SetUpScenario, startSetUp, Visitor } from './set-up.ts';

let scenario: SetUpScenario;

beforeEach(async () => {
  scenario = await startSetUp();
});

afterEach(() => scenario.stop());

describe('the link', () => {
  test('lets in one browser, with a cookie that no script and no other site gets, and leaves the address', async () => {
    const { pathname, search } = new URL(scenario.setUp.link);
    const response = await new Visitor(scenario.url).get(pathname + search);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/setup']);
    expect(response.headers.get('set-cookie')).toMatch(/; Path=\/setup; HttpOnly; SameSite=Strict$/);
  });

  test('is worth nothing to the second one', async () => {
    const { pathname, search } = new URL(scenario.setUp.link);
    const first = await admitted(scenario);
    const second = new Visitor(scenario.url);
    expect((await second.get(pathname + search)).headers.get('set-cookie')).toBeNull();
    expect((await second.get('/setup')).status).toBe(403);
    expect((await first.get('/setup')).status).toBe(200);
  });

  test('cannot be guessed, and neither can the cookie', async () => {
    const visitor = new Visitor(scenario.url);
    await visitor.get('/setup?token=guess');
    for (const headers of [{}, { cookie: 'nightwatch-setup=guess' }, { cookie: 'nightwatch-setup=' }])
      expect((await visitor.get('/setup', headers)).status).toBe(403);
  });
});

describe('without the cookie', () => {
  test.each(['/setup', '/setup/review', '/setup/callback?code=1&state=2&again=yes'])('%s shows nothing', async path => {
    expect((await new Visitor(scenario.url).get(path)).status).toBe(403);
  });

  test.each(['/setup/account', '/setup/key'])('a form to %s does nothing', async path => {
    const response = await new Visitor(scenario.url).post(path, { owner: 'person', key: 'AIza' });
    expect(response.status).toBe(403);
    expect(existsSync(scenario.file)).toBe(false);
  });
});

describe('a page of another site', () => {
  test('cannot plant an App of its own: its code brings a state that no page of ours gave out', async () => {
    const visitor = await admitted(scenario);
    const attacker = await createdOnGitHub(visitor, scenario.github, 'attacker');
    const code = new URL(attacker, scenario.url).searchParams.get('code');
    for (const state of ['', '&state=', '&state=guess'])
      expect((await visitor.get(`/setup/callback?code=${code}${state}`)).status).toBe(403);
    expect(parseEnv(await readFile(scenario.file, 'utf8'))['APP_ID']).toBe('');
  });

  test.each([
    ['of its own', 'https://evil.example'],
    ['that hides itself', 'null'],
    ['on another port of this machine', 'http://127.0.0.1:1'],
    ['left out', ''],
  ])('cannot send a form in the visitor’s name: an origin %s is refused', async (_, origin) => {
    const visitor = await admitted(scenario);
    const state = await visitor.field('/setup', 'state');
    expect((await visitor.post('/setup/account', { state, owner: 'person' }, { origin })).status).toBe(403);
    expect(existsSync(scenario.file)).toBe(false);
  });

  test('cannot send a form without the state of a page', async () => {
    const visitor = await admitted(scenario);
    expect((await visitor.post('/setup/account', { owner: 'person' })).status).toBe(403);
    expect(existsSync(scenario.file)).toBe(false);
  });

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1:1', 'nightwatch.internal:3000'])(
    'cannot reach it under a name of its own: %s is told the right address, and nothing else',
    async host => {
      const { pathname, search } = new URL(scenario.setUp.link);
      expect(await statusAt(host, pathname + search)).toBe(421);
      // The link is still good: no one was let in.
      expect((await (await admitted(scenario)).get('/setup')).status).toBe(200);
    },
  );

  test('cannot frame a page or run anything on it', async () => {
    const policy = (await (await admitted(scenario)).get('/setup')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`form-action 'self' ${scenario.github.url}`);
    expect(policy).not.toContain('unsafe');
  });
});

test('GitHub leads back with a code that works once', async () => {
  const visitor = await admitted(scenario);
  const back = await createdOnGitHub(visitor, scenario.github);
  // A strict cookie does not come along from GitHub; the browser then comes again by itself.
  const withoutCookie = await new Visitor(scenario.url).get(back);
  expect(withoutCookie.headers.get('refresh')).toBe(`0; url=${back}&again=yes`);
  expect((await visitor.get(back)).status).toBe(303);
  expect((await visitor.get(back)).status).toBe(404);
});

/** `fetch` sets Host itself. */
function statusAt(host: string, path: string): Promise<number | undefined> {
  return new Promise((answered, failed) => {
    request(new URL(path, scenario.url), { headers: { host } }, response => {
      response.resume();
      answered(response.statusCode);
    })
      .on('error', failed)
      .end();
  });
}
