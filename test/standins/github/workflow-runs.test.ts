// A push makes CI run: what the App hears, and what it then reads of runs, jobs, logs and checks.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verify } from '@octokit/webhooks-methods';
import AdmZip from 'adm-zip';
import { expectWebhookPayload } from '../contract.ts';
import { type GitHubFixture, job, startGitHubFixture, webhookSecret, workflow } from './github-fixture.ts';

let fixture: GitHubFixture;
let sha: string;
let runId: number;
let hold: Promise<void> = Promise.resolve();
const shop = { owner: 'acme', repo: 'shop' };

beforeAll(async () => {
  let results = [
    job({ name: 'test (3.11)', conclusion: 'failure' }),
    job({ name: 'lint: all/of it', conclusion: 'success' }),
  ];
  fixture = await startGitHubFixture({
    async runWorkflow({ attempt }) {
      await hold;
      if (attempt > 1) results = [job({ name: 'test (3.11)', conclusion: 'success' })];
      return results;
    },
  });
  sha = await fixture.github.commit({
    repository: 'acme/shop',
    branch: 'main',
    files: { '.github/workflows/ci.yml': workflow, 'other.yml': 'a: b' },
    message: 'Add CI\n\nAt last.',
  });
  await fixture.github.settled();
  runId = fixture.github.workflowRuns('acme/shop')[0]?.id ?? 0;
});

afterAll(async () => {
  await fixture.stop();
});

describe('the App hears', () => {
  test('of the push, the run and its jobs, in order, signed with its secret', async () => {
    const told = fixture.received.map(({ headers, body }) => {
      const { action } = JSON.parse(body);
      return action ? `${headers['x-github-event']}.${action}` : headers['x-github-event'];
    });
    expect(told).toEqual([
      'installation.created',
      'push',
      'workflow_run.requested',
      'workflow_run.in_progress',
      'workflow_job.completed',
      'check_run.completed',
      'workflow_job.completed',
      'check_run.completed',
      'workflow_run.completed',
    ]);
    for (const { headers, body } of fixture.received) {
      expect(await verify(webhookSecret, body, String(headers['x-hub-signature-256']))).toBe(true);
      expect(headers.connection).toBe('close');
      expect(headers['user-agent']).toMatch(/^GitHub-Hookshot\//);
    }
  });

  test('what GitHub would have said', () => {
    for (const { headers, body } of fixture.received)
      expectWebhookPayload(String(headers['x-github-event']), JSON.parse(body));
  });

  test('the conclusion, the commit and who pushed', () => {
    const { body } = fixture.received.at(-1) ?? { body: '{}' };
    expect(JSON.parse(body)).toMatchObject({
      workflow_run: {
        id: runId,
        name: 'CI',
        path: '.github/workflows/ci.yml',
        conclusion: 'failure',
        run_attempt: 1,
        head_sha: sha,
        head_branch: 'main',
        display_title: 'Add CI',
        actor: { login: 'acme' },
      },
      installation: { id: fixture.installationId },
      repository: { full_name: 'acme/shop', default_branch: 'main' },
    });
  });

  test('the same again when a delivery is repeated', async () => {
    const last = fixture.github.deliveries().at(-1);
    const again = await fixture.github.redeliver(last?.id ?? 0);
    expect(again).toMatchObject({ redelivery: true, statusCode: 202, guid: last?.guid });
    const [first, second] = fixture.received.slice(-2);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['x-github-delivery']).toBe(first?.headers['x-github-delivery']);
  });
});

describe('the App reads', () => {
  test('the run, by itself, by its attempt and in lists', async () => {
    const { data } = await fixture.octokit.rest.actions.getWorkflowRun({ ...shop, run_id: runId });
    const attempt = await fixture.octokit.rest.actions.getWorkflowRunAttempt({
      ...shop,
      run_id: runId,
      attempt_number: 1,
    });
    expect(attempt.data).toEqual(data);
    const list = await fixture.octokit.rest.actions.listWorkflowRunsForRepo({
      ...shop,
      head_sha: sha,
      status: 'failure',
      branch: 'main',
    });
    expect(list.data.workflow_runs).toEqual([data]);
    const ofFile = await fixture.octokit.rest.actions.listWorkflowRuns({
      ...shop,
      workflow_id: 'ci.yml',
      event: 'push',
    });
    expect(ofFile.data.workflow_runs).toEqual([data]);
  });

  test('its jobs with their steps, page by page', async () => {
    const jobs = await fixture.octokit.paginate(fixture.octokit.rest.actions.listJobsForWorkflowRun, {
      ...shop,
      run_id: runId,
      per_page: 1,
    });
    expect(jobs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['test (3.11)', 'failure'],
      ['lint: all/of it', 'success'],
    ]);
    expect(jobs[0]?.steps?.[1]).toMatchObject({ number: 2, name: 'Run tests/unit: all', conclusion: 'failure' });
    const ofAttempt = { ...shop, run_id: runId, attempt_number: 1 };
    const again = await fixture.octokit.rest.actions.listJobsForWorkflowRunAttempt(ofAttempt);
    expect(again.data.jobs).toEqual(jobs);
    const one = await fixture.octokit.rest.actions.getJobForWorkflowRun({ ...shop, job_id: jobs[0]?.id ?? 0 });
    expect(one.data).toEqual(jobs[0]);
  });

  test('the log archive: one file a job, one a step, the same lines twice', async () => {
    const { data } = await fixture.octokit.rest.actions.downloadWorkflowRunLogs({ ...shop, run_id: runId });
    const zip = new AdmZip(Buffer.from(data as ArrayBuffer));
    expect(
      zip
        .getEntries()
        .map(({ entryName }) => entryName)
        .sort(),
    ).toEqual([
      '0_test (3.11).txt',
      '1_lint allof it.txt',
      'lint allof it/1_Set up job.txt',
      'lint allof it/2_Run testsunit all.txt',
      'test (3.11)/1_Set up job.txt',
      'test (3.11)/2_Run testsunit all.txt',
    ]);
    const whole = zip.readAsText('0_test (3.11).txt').replaceAll('\ufeff', '');
    const steps = ['1_Set up job', '2_Run testsunit all'].map(name => zip.readAsText(`test (3.11)/${name}.txt`));
    expect(steps.join('').replaceAll('\ufeff', '')).toBe(whole);
  });

  test("a job's own log, and its errors as annotations of its check run", async () => {
    const { data } = await fixture.octokit.rest.checks.listForRef({ ...shop, ref: 'main', check_name: 'test (3.11)' });
    const check = data.check_runs[0];
    expect(check).toMatchObject({ app: { slug: 'github-actions' }, conclusion: 'failure' });
    const id = Number(check?.id);
    const log = await fixture.octokit.rest.actions.downloadJobLogsForWorkflowRun({ ...shop, job_id: id });
    expect(String(log.data)).toContain('##[error]Process completed with exit code 1.\n');
    const annotations = await fixture.octokit.rest.checks.listAnnotations({ ...shop, check_run_id: id });
    expect(annotations.data).toMatchObject([
      { path: '.github', start_line: 4, annotation_level: 'failure', message: 'Process completed with exit code 1.' },
    ]);
  });

  test('a log only as long as its link is good', async () => {
    const token = await fixture.token();
    const response = await fetch(`${fixture.github.apiUrl}/repos/acme/shop/actions/runs/${runId}/logs`, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
    });
    expect(response.status).toBe(302);
    const link = String(response.headers.get('location'));
    expect((await fetch(link)).status).toBe(200);
    fixture.clock.step(61_000);
    expect((await fetch(link)).status).toBe(403);
  });
});

test('expired logs are gone, until a re-run makes new ones', async () => {
  fixture.github.expireLogs(runId);
  const logs = () => fixture.octokit.rest.actions.downloadWorkflowRunLogs({ ...shop, run_id: runId });
  await expect(logs()).rejects.toMatchObject({ status: 410 });
  await fixture.octokit.rest.actions.reRunWorkflow({ ...shop, run_id: runId });
  await fixture.github.settled();
  const { data } = await fixture.octokit.rest.actions.getWorkflowRun({ ...shop, run_id: runId });
  expect(data).toMatchObject({ run_attempt: 2, conclusion: 'success', triggering_actor: { login: 'nightwatch[bot]' } });
  expect((await logs()).status).toBe(200);
  const ofFirst = { ...shop, run_id: runId, attempt_number: 1 };
  expect((await fixture.octokit.rest.actions.getWorkflowRunAttempt(ofFirst)).data.conclusion).toBe('failure');
  const firstLogs = fixture.octokit.rest.actions.downloadWorkflowRunAttemptLogs(ofFirst);
  await expect(firstLogs).rejects.toMatchObject({ status: 410 });
  const latest = await fixture.octokit.rest.checks.listForRef({ ...shop, ref: sha, check_name: 'test (3.11)' });
  expect(latest.data.check_runs.map(({ conclusion }) => conclusion)).toEqual(['success']);
});

test('a run still going on has no log yet, cannot be run again, and does not hold up the push', async () => {
  const held = Promise.withResolvers<void>();
  hold = held.promise;
  const branch = 'slow';
  await fixture.github.commit({ repository: 'acme/shop', branch, files: { slow: 'yes' }, message: 'Slow' });
  const slow = async () =>
    (await fixture.octokit.rest.actions.listWorkflowRunsForRepo({ ...shop, branch })).data.workflow_runs[0];
  const run_id = Number((await slow())?.id);
  expect(await slow()).toMatchObject({ status: expect.stringMatching(/queued|in_progress/), conclusion: null });
  await expect(fixture.octokit.rest.actions.downloadWorkflowRunLogs({ ...shop, run_id })).rejects.toMatchObject({
    status: 404,
  });
  await expect(fixture.octokit.rest.actions.reRunWorkflow({ ...shop, run_id })).rejects.toMatchObject({ status: 403 });
  held.resolve();
  await fixture.github.settled();
  expect(await slow()).toMatchObject({ status: 'completed' });
});

test('a commit that says [skip ci] runs nothing', async () => {
  const before = fixture.calls.length;
  await fixture.github.commit({
    repository: 'acme/shop',
    branch: 'quiet',
    files: { q: 'q' },
    message: 'Docs [skip ci]',
  });
  await fixture.github.settled();
  expect(fixture.calls.length).toBe(before);
});

test('a failing runner ends the run, and is reported by `settled`', async () => {
  hold = Promise.reject(new Error('no Docker'));
  await fixture.github.commit({ repository: 'acme/shop', branch: 'broken', files: { b: 'b' }, message: 'Broken' });
  await expect(fixture.github.settled()).rejects.toMatchObject({ errors: [{ message: 'no Docker' }] });
  hold = Promise.resolve();
  const { data } = await fixture.octokit.rest.actions.listWorkflowRunsForRepo({ ...shop, branch: 'broken' });
  expect(data.workflow_runs).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
});

test('a file that is no workflow makes a failed run without jobs', async () => {
  await fixture.github.commit({
    repository: 'acme/shop',
    branch: 'main',
    files: { '.github/workflows/bad.yml': 'on: [' },
    message: 'Break CI',
  });
  await fixture.github.settled();
  const bad = await fixture.octokit.rest.actions.listWorkflowRuns({ ...shop, workflow_id: 'bad.yml' });
  expect(bad.data.workflow_runs).toMatchObject([{ conclusion: 'failure', event: 'push' }]);
  const id = bad.data.workflow_runs[0]?.id ?? 0;
  expect(
    (await fixture.octokit.rest.actions.listJobsForWorkflowRun({ ...shop, run_id: Number(id) })).data.jobs,
  ).toEqual([]);
});

test('a run can be started of a workflow that no push triggers', async () => {
  const path = '.github/workflows/nightly.yml';
  const schedule = "on: { schedule: [{ cron: '0 3 * * *' }] }\njobs: {}\n";
  const files = { [path]: schedule };
  const head = await fixture.github.commit({ repository: 'acme/shop', branch: 'main', files, message: 'x [skip ci]' });
  await fixture.github.startRun({ repository: 'acme/shop', branch: 'main', path });
  await fixture.github.settled();
  const last = fixture.github.workflowRuns('acme/shop').at(-1);
  expect(last).toMatchObject({ headSha: head, event: 'push', workflow: { path } });
  const other = fixture.github.startRun({ repository: 'acme/shop', branch: 'main', path: 'other.yml' });
  await expect(other).rejects.toThrow('main has no workflow other.yml');
});
