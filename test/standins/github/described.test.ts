// The local GitHub holds the App to GitHub's own description: a request that GitHub would misread in silence fails by name.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type GitHubFixture, startGitHubFixture } from './github-fixture.ts';

const at = { owner: 'acme', repo: 'shop' };
let fixture: GitHubFixture;
let isStopped: boolean;

beforeEach(async () => {
  fixture = await startGitHubFixture();
  isStopped = false;
});
afterEach(async () => {
  // A violation is thrown again at the end, so that no test can overlook it.
  if (isStopped) return;
  await fixture.stop();
});

test('every request and every webhook is counted, and those as described pass', async () => {
  const before = fixture.github.checks().requests;
  await fixture.octokit.rest.issues.create({ ...at, title: 'Help' });
  await fixture.octokit.rest.git.getRef({ ...at, ref: 'heads/main' });
  await fixture.github.settled();
  const { requests, operations, payloads, violations } = fixture.github.checks();
  // The client asked for a token first.
  expect(requests - before).toBe(3);
  expect([...operations].sort()).toEqual([
    'GET /repos/{owner}/{repo}/git/ref/{ref}',
    'POST /app/installations/{installation_id}/access_tokens',
    'POST /repos/{owner}/{repo}/issues',
  ]);
  // The installation, and the issue.
  expect(payloads).toBe(fixture.github.deliveries().length);
  expect(payloads).toBeGreaterThanOrEqual(2);
  expect(violations).toEqual([]);
});

test.each([
  [
    'a parameter of the query that GitHub does not know',
    'GET /repos/{owner}/{repo}/issues',
    { colour: 'red' },
    'colour',
  ],
  [
    'a value that GitHub does not know',
    'GET /repos/{owner}/{repo}/issues',
    { state: 'shut' },
    '/state must be equal to one',
  ],
  ['a page that is no number', 'GET /repos/{owner}/{repo}/issues', { page: 'last' }, '/page must be integer'],
  ['a field that GitHub does not know', 'POST /repos/{owner}/{repo}/issues', { title: 'Help', urgent: true }, 'urgent'],
  [
    'a field that GitHub does not know, deep inside',
    'POST /repos/{owner}/{repo}/git/trees',
    { tree: [{ path: 'a.py', mode: '100644', type: 'blob', content: '', owner: 'ada' }] },
    'owner',
  ],
])('%s fails the request, and the server at its end', async (_, route, given, word) => {
  const request = fixture.octokit.request(route, { ...at, ...given });
  await expect(request).rejects.toThrow(
    expect.objectContaining({ status: 422, message: expect.stringContaining(word) }),
  );
  expect(fixture.github.checks().violations).toEqual([expect.stringContaining(word)]);
  isStopped = true;
  await expect(fixture.stop()).rejects.toThrow(word);
});

test('a request that GitHub itself refuses misleads no one', async () => {
  const route: string = 'POST /repos/{owner}/{repo}/check-runs';
  const request = fixture.octokit.request(route, { ...at, conclusion: 'success' });
  await expect(request).rejects.toMatchObject({ status: 422 });
  expect(fixture.github.checks().violations).toEqual([]);
});
