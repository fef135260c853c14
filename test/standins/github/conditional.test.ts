// What has not changed is not sent again, and not counted against the rate limit.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GitHubFixture, startGitHubFixture } from './github-fixture.ts';

let fixture: GitHubFixture;

beforeAll(async () => {
  fixture = await startGitHubFixture();
});
afterAll(() => fixture.stop());

test('an answer that has not changed is a 304, and costs nothing; one that has is sent', async () => {
  const authorization = `token ${await fixture.token()}`;
  const ask = async (etag = '') => {
    const headers = { authorization, 'if-none-match': etag };
    const response = await fetch(`${fixture.github.apiUrl}/repos/acme/shop/issues`, { headers });
    const rate = await fetch(`${fixture.github.apiUrl}/rate_limit`, { headers: { authorization } });
    const { used } = JSON.parse(await rate.text()).rate;
    return { status: response.status, body: await response.text(), etag: response.headers.get('etag') ?? '', used };
  };
  const first = await ask();
  const same = await ask(first.etag);
  await fixture.octokit.rest.issues.create({ owner: 'acme', repo: 'shop', title: 'Help' });
  const changed = await ask(first.etag);
  expect([first.status, same.status, changed.status]).toEqual([200, 304, 200]);
  expect(same).toMatchObject({ body: '', etag: first.etag });
  // The look at the rate limit itself is counted here.
  expect(same.used - first.used).toBe(1);
  expect(JSON.parse(changed.body)).toHaveLength(1);
});
