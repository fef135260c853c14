// Comments as GitHub keeps them: made, edited, reacted to, and told to the App.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GitHubFixture, startGitHubFixture } from './github-fixture.ts';

const at = { owner: 'acme', repo: 'shop' };
let fixture: GitHubFixture;
let issueNumber: number;

beforeAll(async () => {
  fixture = await startGitHubFixture();
  const { data } = await fixture.octokit.rest.issues.create({ ...at, title: 'Help' });
  issueNumber = data.number;
});
afterAll(async () => {
  await fixture.github.settled();
  await fixture.stop();
});

test('a comment is edited where it stands', async () => {
  const { issues } = fixture.octokit.rest;
  const { data: made } = await issues.createComment({ ...at, issue_number: issueNumber, body: 'Diagnosed.' });
  await issues.updateComment({ ...at, comment_id: made.id, body: 'Repaired.' });
  const { data: kept } = await issues.getComment({ ...at, comment_id: made.id });
  expect(kept.body).toBe('Repaired.');
  await fixture.github.settled();
  expect(told('issue_comment')).toEqual([
    expect.objectContaining({ action: 'created', comment: expect.objectContaining({ body: 'Diagnosed.' }) }),
    expect.objectContaining({ action: 'edited', changes: { body: { from: 'Diagnosed.' } } }),
  ]);
});

test('a person’s comment is told to the App, which answers with a reaction', async () => {
  const body = '/nightwatch retry';
  const id = fixture.github.comment('acme/shop', { number: issueNumber, login: 'ada', body });
  await fixture.github.settled();
  expect(told('issue_comment').at(-1)).toMatchObject({ comment: { id, body }, sender: { login: 'ada' } });
  const { reactions, issues } = fixture.octokit.rest;
  const first = await reactions.createForIssueComment({ ...at, comment_id: id, content: 'rocket' });
  const second = await reactions.createForIssueComment({ ...at, comment_id: id, content: 'rocket' });
  expect([first.status, second.status, second.data.id]).toEqual([201, 200, first.data.id]);
  const { data } = await issues.getComment({ ...at, comment_id: id });
  expect(data.reactions).toMatchObject({ total_count: 1, rocket: 1 });
  const listed = await reactions.listForIssueComment({ ...at, comment_id: id });
  expect(listed.data.map(({ user, content }) => [user?.login, content])).toEqual([['nightwatch[bot]', 'rocket']]);
});

test('a comment longer than GitHub keeps is refused', async () => {
  const long = { ...at, issue_number: issueNumber, body: 'a'.repeat(65_537) };
  await expect(fixture.octokit.rest.issues.createComment(long)).rejects.toMatchObject({ status: 422 });
});

test('"Re-run" on a check run is told to the App that made it', async () => {
  const { octokit, github } = fixture;
  const { data: ref } = await octokit.rest.git.getRef({ ...at, ref: 'heads/main' });
  const { data: run } = await octokit.rest.checks.create({
    ...at,
    name: 'Nightwatch',
    head_sha: ref.object.sha,
    conclusion: 'success',
  });
  github.rerun('acme/shop', { checkRunId: run.id, login: 'ada' });
  await github.settled();
  expect(told('check_run').at(-1)).toMatchObject({
    action: 'rerequested',
    check_run: { id: run.id },
    sender: { login: 'ada' },
  });
});

function told(event: string): Record<string, unknown>[] {
  const events = fixture.received.filter(({ headers }) => headers['x-github-event'] === event);
  return events.map(({ body }) => JSON.parse(body));
}
