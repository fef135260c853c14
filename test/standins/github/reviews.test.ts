// Reviews as GitHub keeps them: comments and suggestions on the lines that a pull request's diff shows, and on no others.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GitHubFixture, startGitHubFixture } from './github-fixture.ts';

const at = { owner: 'acme', repo: 'shop' };
const suggestion = '```suggestion\nprice = 2\n```';
let fixture: GitHubFixture;
let pull: { owner: string; repo: string; pull_number: number };

beforeAll(async () => {
  fixture = await startGitHubFixture();
  const { github, octokit } = fixture;
  const lines = Array.from({ length: 20 }, (_, index) => `line_${index + 1} = 0`);
  const commit = (branch: string, source: string[]) =>
    github.commit({ repository: 'acme/shop', branch, files: { 'shop.py': `${source.join('\n')}\n` }, message: branch });
  await commit('main', lines);
  await github.settled();
  const { data: main } = await octokit.rest.git.getRef({ ...at, ref: 'heads/main' });
  await octokit.rest.git.createRef({ ...at, ref: 'refs/heads/feature', sha: main.object.sha });
  await commit('feature', lines.with(9, 'price = 1'));
  const { data } = await octokit.rest.pulls.create({ ...at, title: 'Feature', head: 'feature', base: 'main' });
  pull = { ...at, pull_number: data.number };
});
afterAll(async () => {
  await fixture.github.settled();
  await fixture.stop();
});

test('the files of a pull request are listed with their patches', async () => {
  const { data } = await fixture.octokit.rest.pulls.listFiles(pull);
  expect(data).toEqual([expect.objectContaining({ filename: 'shop.py', additions: 1, deletions: 1 })]);
  expect(data[0]?.patch).toContain('+price = 1');
});

test('a suggestion stands on its line, with the part of the diff around it', async () => {
  const comments = [{ path: 'shop.py', line: 10, start_line: 9, body: suggestion }];
  const { pulls } = fixture.octokit.rest;
  const { data: review } = await pulls.createReview({ ...pull, event: 'COMMENT', body: 'Why.', comments });
  expect(review).toMatchObject({ state: 'COMMENTED', user: { login: 'nightwatch[bot]' } });
  const { data: listed } = await pulls.listReviewComments(pull);
  expect(listed).toEqual([
    expect.objectContaining({ pull_request_review_id: review.id, line: 10, start_line: 9, body: suggestion }),
  ]);
  expect(listed[0]?.diff_hunk).toMatch(/^@@ -7,7 \+7,7 @@/);
  const { data: shown } = await pulls.get(pull);
  expect(shown.review_comments).toBe(1);
});

test.each([
  ['a line outside the diff', { path: 'shop.py', line: 2 }],
  ['a first line outside the diff', { path: 'shop.py', line: 10, start_line: 2 }],
  ['a first line after the last', { path: 'shop.py', line: 10, start_line: 11 }],
  ['a file outside the diff', { path: 'README.md', line: 1 }],
])('%s is refused, and no comment of the review is kept', async (_, place) => {
  const { pulls } = fixture.octokit.rest;
  const before = await pulls.listReviews(pull);
  const comments = [
    { path: 'shop.py', line: 10, body: suggestion },
    { ...place, body: suggestion },
  ];
  await expect(pulls.createReview({ ...pull, event: 'COMMENT', comments })).rejects.toMatchObject({ status: 422 });
  expect((await pulls.listReviews(pull)).data).toEqual(before.data);
});

test('a review without an event is pending, and its comments are not shown', async () => {
  const { pulls } = fixture.octokit.rest;
  const before = await pulls.listReviewComments(pull);
  const comments = [{ path: 'shop.py', line: 10, body: suggestion }];
  const { data: review } = await pulls.createReview({ ...pull, comments });
  expect(review.state).toBe('PENDING');
  expect((await pulls.listReviewComments(pull)).data).toEqual(before.data);
});

test('an App cannot approve its own pull request', async () => {
  const { pulls } = fixture.octokit.rest;
  await expect(pulls.createReview({ ...pull, event: 'APPROVE' })).rejects.toMatchObject({ status: 422 });
});
