// Pull requests, issues, labels, comments and check runs: what the App says to people.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectWebhookPayload } from '../contract.ts';
import { type GitHubFixture, startGitHubFixture, workflow } from './github-fixture.ts';

let fixture: GitHubFixture;
const shop = { owner: 'acme', repo: 'shop' };
const fix = { ...shop, title: 'Fix it', head: 'fix', base: 'main', body: 'Here is why.' };

beforeAll(async () => {
  fixture = await startGitHubFixture();
  const repository = 'acme/shop';
  await fixture.github.commit({
    repository,
    branch: 'main',
    files: { '.github/workflows/ci.yml': workflow },
    message: 'CI',
  });
  await fixture.github.commit({ repository, branch: 'fix', files: { 'a.py': 'a = 1\n' }, message: 'Fix' });
});

test('an unknown route is reported by `settled`', async () => {
  await expect(fixture.octokit.request('GET /nothing/of/the/kind')).rejects.toThrow();
  await expect(fixture.github.settled()).rejects.toMatchObject({
    errors: [{ message: 'The local GitHub does not serve GET /api/v3/nothing/of/the/kind' }],
  });
});

afterAll(async () => {
  await fixture.github.settled();
  for (const { headers, body } of fixture.received)
    expectWebhookPayload(String(headers['x-github-event']), JSON.parse(body));
  await fixture.stop();
});

describe('a pull request', () => {
  test('is opened once, tells the App and runs CI', async () => {
    const { data } = await fixture.octokit.rest.pulls.create({ ...fix, draft: true });
    expect(data).toMatchObject({
      number: 1,
      state: 'open',
      draft: true,
      mergeable: true,
      user: { login: 'nightwatch[bot]' },
      head: { label: 'acme:fix' },
      commits: 1,
      changed_files: 1,
      additions: 1,
    });
    await expect(fixture.octokit.rest.pulls.create(fix)).rejects.toMatchObject({
      status: 422,
      response: { data: { errors: [{ message: 'A pull request already exists for acme:fix.' }] } },
    });
    await fixture.github.settled();
    expect(fixture.calls.at(-1)).toMatchObject({ event: 'pull_request', ref: 'refs/heads/fix', sha: data.head.sha });
    const runs = await fixture.octokit.rest.actions.listWorkflowRunsForRepo({ ...shop, event: 'pull_request' });
    expect(runs.data.workflow_runs).toMatchObject([{ pull_requests: [{ number: 1 }], display_title: 'Fix it' }]);
  });

  test('opened twice at once is opened once', async () => {
    await fixture.github.commit({ repository: 'acme/shop', branch: 'race', files: { r: 'r' }, message: 'Race' });
    const open = () => fixture.octokit.rest.pulls.create({ ...fix, head: 'race' });
    const outcomes = await Promise.allSettled([open(), open()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('between a branch and itself, or from nowhere, is refused', async () => {
    await expect(fixture.octokit.rest.pulls.create({ ...fix, head: 'main' })).rejects.toMatchObject({
      response: { data: { errors: [{ message: 'No commits between main and main' }] } },
    });
    await expect(fixture.octokit.rest.pulls.create({ ...fix, head: 'nowhere' })).rejects.toMatchObject({
      status: 422,
      response: { data: { message: 'Validation Failed', errors: [{ field: 'head', code: 'invalid' }] } },
    });
  });

  test('follows its branch', async () => {
    const sha = await fixture.github.commit({
      repository: 'acme/shop',
      branch: 'fix',
      files: { 'b.py': 'b' },
      message: 'More',
    });
    const { data } = await fixture.octokit.rest.pulls.get({ ...shop, pull_number: 1 });
    expect(data).toMatchObject({ head: { sha }, commits: 2 });
    expect(
      fixture.github
        .deliveries()
        .filter(({ event }) => event === 'pull_request')
        .map(({ action }) => action),
    ).toEqual(['opened', 'opened', 'synchronize']);
  });

  test('is found by its head, changed, and closed', async () => {
    const byHead = await fixture.octokit.rest.pulls.list({ ...shop, head: 'acme:fix' });
    expect(byHead.data.map(({ number }) => number)).toEqual([1]);
    await fixture.octokit.rest.pulls.update({ ...shop, pull_number: 1, title: 'Better', state: 'closed' });
    expect((await fixture.octokit.rest.pulls.list({ ...shop, head: 'acme:fix' })).data).toEqual([]);
    const all = await fixture.octokit.rest.pulls.list({ ...shop, head: 'acme:fix', state: 'all' });
    expect(all.data).toMatchObject([{ title: 'Better', state: 'closed' }]);
  });
});

describe('an issue', () => {
  test('carries labels, comments, and is found by them', async () => {
    const { data } = await fixture.octokit.rest.issues.create({
      ...shop,
      title: 'Help',
      body: 'Look here',
      labels: ['nightwatch'],
    });
    expect(data).toMatchObject({ state: 'open', labels: [{ name: 'nightwatch' }], user: { login: 'nightwatch[bot]' } });
    await fixture.octokit.rest.issues.createComment({ ...shop, issue_number: data.number, body: 'More' });
    const comments = await fixture.octokit.rest.issues.listComments({ ...shop, issue_number: data.number });
    expect(comments.data.map(({ body }) => body)).toEqual(['More']);
    await fixture.octokit.rest.issues.addLabels({ ...shop, issue_number: data.number, labels: ['ci'] });
    const found = await fixture.octokit.rest.issues.listForRepo({
      ...shop,
      labels: 'ci,nightwatch',
      creator: 'nightwatch[bot]',
    });
    expect(found.data.map(({ number }) => number)).toEqual([data.number]);
    const one = await fixture.octokit.rest.issues.get({ ...shop, issue_number: data.number });
    expect(one.data).toEqual(found.data[0]);
    const closed = await fixture.octokit.rest.issues.update({ ...shop, issue_number: data.number, state: 'closed' });
    expect(closed.data).toMatchObject({ state: 'closed', state_reason: 'completed', comments: 1 });
  });

  test('list goes on over pages', async () => {
    for (const n of [1, 2, 3, 4, 5])
      await fixture.octokit.rest.issues.create({ ...shop, title: `Page ${n}`, labels: ['page'] });
    const issues = await fixture.octokit.paginate(fixture.octokit.rest.issues.listForRepo, {
      ...shop,
      labels: 'page',
      per_page: 2,
    });
    expect(issues.map(({ title }) => title)).toEqual(['Page 5', 'Page 4', 'Page 3', 'Page 2', 'Page 1']);
  });

  test('a label is made once', async () => {
    await fixture.octokit.rest.issues.createLabel({ ...shop, name: 'flaky', color: 'ff0000' });
    await expect(fixture.octokit.rest.issues.createLabel({ ...shop, name: 'Flaky' })).rejects.toMatchObject({
      status: 422,
      response: { data: { errors: [{ resource: 'Label', code: 'already_exists', field: 'name' }] } },
    });
    const labels = await fixture.octokit.paginate(fixture.octokit.rest.issues.listLabelsForRepo, shop);
    expect(labels.map(({ name }) => name)).toContain('flaky');
  });
});

describe('a check run', () => {
  const annotation = {
    path: 'a.py',
    start_line: 1,
    end_line: 1,
    annotation_level: 'failure' as const,
    message: 'Here',
  };

  test('moves from queued to a verdict, gathering annotations', async () => {
    const { data: branch } = await fixture.octokit.rest.repos.getBranch({ ...shop, branch: 'main' });
    const { data } = await fixture.octokit.rest.checks.create({
      ...shop,
      name: 'Nightwatch',
      head_sha: branch.commit.sha,
      external_id: 'incident-1',
      status: 'in_progress',
      output: { title: 'Reading', summary: 'The log', annotations: [annotation] },
    });
    expect(data).toMatchObject({ status: 'in_progress', conclusion: null, app: { slug: 'nightwatch' } });
    const id = Number(data.id);
    expect((await fixture.octokit.rest.checks.get({ ...shop, check_run_id: id })).data).toEqual(data);
    const done = await fixture.octokit.rest.checks.update({
      ...shop,
      check_run_id: id,
      conclusion: 'neutral',
      output: { title: 'Done', summary: 'A verdict', annotations: [annotation, annotation] },
    });
    expect(done.data).toMatchObject({ status: 'completed', conclusion: 'neutral', output: { annotations_count: 3 } });
    const found = await fixture.octokit.rest.checks.listForRef({ ...shop, ref: branch.commit.sha, app_id: 4711 });
    expect(found.data).toMatchObject({ total_count: 1, check_runs: [{ id, external_id: 'incident-1' }] });
  });

  test.each([
    ['51 annotations', { output: { title: 't', summary: 's', annotations: Array(51).fill(annotation) } }],
    ['an unknown conclusion', { conclusion: 'marvellous' }],
    ['an end without a conclusion', { status: 'completed' }],
    ['an output without a summary', { output: { title: 't' } }],
    ['four buttons', { actions: Array(4).fill({ label: 'l', description: 'd', identifier: 'i' }) }],
    ['a commit that is not there', { head_sha: '1'.repeat(40) }],
  ])('with %s is refused', async (_, wrong) => {
    const { data: branch } = await fixture.octokit.rest.repos.getBranch({ ...shop, branch: 'main' });
    const body = { name: 'Nightwatch', head_sha: branch.commit.sha, ...wrong };
    const request = fixture.octokit.request('POST /repos/{owner}/{repo}/check-runs', { ...shop, ...body } as never);
    await expect(request).rejects.toMatchObject({ status: 422 });
  });

  test("of Actions is not the App's to change", async () => {
    await fixture.github.settled();
    const { data } = await fixture.octokit.rest.checks.listForRef({ ...shop, ref: 'main', check_name: 'test' });
    const update = { ...shop, check_run_id: Number(data.check_runs[0]?.id), conclusion: 'success' as const };
    await expect(fixture.octokit.rest.checks.update(update)).rejects.toMatchObject({ status: 403 });
  });
});

describe('an injected fault', () => {
  test('delays one request', async () => {
    fixture.github.injectFault({ method: 'GET', path: /\/rate_limit$/, delayMs: 30 });
    const start = performance.now();
    await fixture.octokit.rest.rateLimit.get();
    expect(performance.now() - start).toBeGreaterThanOrEqual(29);
  });

  test('answers the next requests with an error, then no more', async () => {
    fixture.github.injectFault({
      path: '/repos/acme/shop',
      times: 2,
      status: 403,
      headers: { 'retry-after': '1' },
      body: { message: 'You have exceeded a secondary rate limit', documentation_url: 'https://docs.github.com' },
    });
    const get = () => fixture.octokit.rest.repos.get(shop);
    await expect(get()).rejects.toMatchObject({ status: 403, response: { headers: { 'retry-after': '1' } } });
    await expect(get()).rejects.toMatchObject({ status: 403 });
    expect((await get()).status).toBe(200);
  });
});
