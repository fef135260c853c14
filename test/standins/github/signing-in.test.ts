// How an App signs in to the local GitHub, and what it may see.
import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ProbotOctokit } from 'probot';
import { appId, type GitHubFixture, privateKey, silent, startGitHubFixture } from './github-fixture.ts';

let fixture: GitHubFixture;

beforeAll(async () => {
  fixture = await startGitHubFixture();
});

afterAll(async () => {
  await fixture.stop();
});

/** What an App says about itself, by the current clock; times are seconds from now. */
function statement({ iat = -30, exp = 300, iss = appId }: { iat?: number; exp?: number; iss?: number }): string {
  const now = Math.floor(fixture.clock.now().getTime() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: now + iat, exp: now + exp, iss })}`;
  return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`;
}

const shop = { owner: 'acme', repo: 'shop' };

describe('an App', () => {
  test('reads about itself and its installation', async () => {
    const { data } = await fixture.app.rest.apps.getAuthenticated();
    expect(data).toMatchObject({ id: appId, slug: 'nightwatch', permissions: { checks: 'write', metadata: 'read' } });
    const installation = await fixture.app.rest.apps.getRepoInstallation(shop);
    const byId = await fixture.app.rest.apps.getInstallation({ installation_id: fixture.installationId });
    expect(byId.data).toEqual(installation.data);
    const installations = await fixture.app.paginate(fixture.app.rest.apps.listInstallations);
    expect(installations.map(({ account }) => account && 'login' in account && account.login)).toEqual(['acme']);
  });

  test('with the key of another is not believed', async () => {
    const { privateKey: another } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const impostor = new ProbotOctokit({
      baseUrl: fixture.github.apiUrl,
      auth: { appId, privateKey: another },
      log: silent,
      retry: { enabled: false },
    });
    await expect(impostor.rest.apps.getAuthenticated()).rejects.toMatchObject({
      status: 401,
      response: { data: { message: 'A JSON web token could not be decoded', status: '401' } },
    });
  });

  test.each([
    ['is good for twenty minutes', { exp: 1200 }, "'Expiration time' claim ('exp') is too far in the future"],
    ['has expired', { exp: -1 }, /must be a numeric value representing the future time/],
    ['was made two minutes from now', { iat: 120 }, /^'Issued at' claim \('iat'\)/],
    ['names another App', { iss: 1 }, 'Integration not found'],
  ])('is not believed when its statement %s', async (_, claims, message) => {
    const response = await fetch(`${fixture.github.apiUrl}/app`, {
      headers: { authorization: `Bearer ${statement(claims)}` },
    });
    const answer = (await response.json()) as { message: string };
    expect([401, 404]).toContain(response.status);
    expect(answer.message).toMatch(message);
  });

  test('cannot read a repository without an installation token', async () => {
    const { token } = (await fixture.app.auth({ type: 'app' })) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${fixture.github.apiUrl}/repos/acme/shop/issues`, { headers })).status).toBe(403);
  });
});

describe('an installation token', () => {
  test('is never that of another GitHub in the same process, asked for at the same moment', async () => {
    const another = await startGitHubFixture();
    try {
      const both = await Promise.all([fixture, another].map(({ octokit }) => octokit.rest.repos.get(shop)));
      expect(both.map(({ status }) => status)).toEqual([200, 200]);
    } finally {
      await another.stop();
    }
  });

  test('reaches the repositories of its owner and no others', async () => {
    await fixture.github.createRepository({
      owner: 'others',
      name: 'secret',
      from: { files: { a: 'a' } },
      private: true,
    });
    const repositories = await fixture.octokit.paginate(fixture.octokit.rest.apps.listReposAccessibleToInstallation);
    expect(repositories.map(({ full_name: name }) => name)).toEqual(['acme/shop']);
    await expect(fixture.octokit.rest.repos.get({ owner: 'others', repo: 'secret' })).rejects.toMatchObject({
      status: 404,
    });
  });

  test('is refused an hour later', async () => {
    const token = await fixture.token();
    const get = () =>
      fetch(`${fixture.github.apiUrl}/repos/acme/shop`, { headers: { authorization: `Bearer ${token}` } });
    expect((await get()).status).toBe(200);
    fixture.clock.step(3_601_000);
    const late = await get();
    expect(late.status).toBe(401);
    expect(await late.json()).toMatchObject({ message: 'Bad credentials', status: '401' });
  });

  test('is had again by an App whose clock is an hour behind, as Octokit corrects itself by the date header', async () => {
    fixture.clock.step(3_600_000);
    expect(await fixture.token()).toMatch(/^ghs_\w{36}$/);
  });

  test('can be given less than the App has, and then does less', async () => {
    const { data } = await fixture.app.rest.apps.createInstallationAccessToken({
      installation_id: fixture.installationId,
      permissions: { issues: 'read' },
      repositories: ['shop'],
    });
    expect(data).toMatchObject({ permissions: { issues: 'read' }, repository_selection: 'selected' });
    const response = await fetch(`${fixture.github.apiUrl}/repos/acme/shop/issues`, {
      method: 'POST',
      headers: { authorization: `token ${data.token}` },
      body: JSON.stringify({ title: 'Hello' }),
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ message: 'Resource not accessible by integration' });
  });

  test('cannot be given more than the App has', async () => {
    const wish = { installation_id: fixture.installationId, permissions: { administration: 'write' as const } };
    await expect(fixture.app.rest.apps.createInstallationAccessToken(wish)).rejects.toMatchObject({ status: 422 });
  });
});

test('a private repository is invisible without authentication', async () => {
  expect((await fetch(`${fixture.github.apiUrl}/repos/acme/shop`)).status).toBe(404);
});

test('every answer carries the rate limit and a request id', async () => {
  const { headers } = await fixture.octokit.rest.repos.get(shop);
  expect(headers).toMatchObject({ 'x-ratelimit-limit': '5000', 'x-ratelimit-resource': 'core' });
  expect(headers['x-github-request-id']).toBeTruthy();
  const { data } = await fixture.octokit.rest.rateLimit.get();
  expect(data.rate.remaining).toBe(5000 - data.rate.used);
});
