// A downloaded log stands in for the runner: its jobs, their steps, the one that failed, and the workflow they are of.
import { describe, expect, test } from '@jest/globals';
import { commandsOf } from '../../../src/actions/commands.ts';
import { logLines } from '../../../src/actions/log-lines.ts';
import type { RunWorkflow, WorkflowCall } from '../../../src/standins/github/workflows/runner.ts';
import { readRecordedLog } from '../../../src/standins/recorded-log/recorded-log.ts';
import { recordedRun } from '../../../src/standins/recorded-log/recorded-run.ts';
import { archiveFiles, heading, logText, saved, zipOf } from './logs.ts';

const ci = `
on: push
jobs:
  test:
    steps:
      - uses: actions/checkout@v4
      - run: |
          python -m pip install --upgrade pip
          pip install -r requirements.txt
      - name: Test
        run: python -m pytest -v --color=yes
`;
const lint = 'on: push\njobs:\n  test:\n    steps:\n      - run: ruff check\n';
const sha = '0123456789012345678901234567890123456789';

async function runOf(content: string | Buffer, workflows: Record<string, string>) {
  const file = await saved('log', content);
  const jobs = await readRecordedLog(file);
  return recordedRun(jobs, { file, sha, workflows: new Map(Object.entries(workflows)) });
}

const nothing: RunWorkflow = async () => [];

async function results(content: string | Buffer, text = ci) {
  const run = await runOf(content, { 'ci.yml': text });
  return await run.runner(nothing)({ workflowPath: 'ci.yml', sha, event: 'push' } as WorkflowCall);
}

/** The part of a job's log before its first step. */
const begun = ['Prepare workflow directory', 'Complete job name: test'];

describe('an archive', () => {
  test('gives each step its own log, name and conclusion', async () => {
    const [job] = await results(zipOf(archiveFiles()));
    expect(job?.name).toBe('test');
    expect(job?.steps.map(step => `${step.number} ${step.name}: ${step.conclusion}`)).toEqual([
      '1 Set up job: success',
      '2 Run actions_checkout@v4: success',
      '3 Set up Python: success',
      '4 Install: success',
      '5 Test: failure',
      '9 Post Set up Python: success',
      '10 Post Run actions_checkout@v4: success',
      '11 Complete job: success',
    ]);
    expect(job?.steps[4]?.startedAt.toISOString()).toBe('2026-11-02T09:14:06.033Z');
  });

  test('without logs of steps is cut at the headings, and loses no line', async () => {
    const text = archiveFiles()['0_test.txt'] ?? '';
    const [job] = await results(zipOf({ '0_test.txt': text }));
    expect(job?.steps.find(step => step.conclusion === 'failure')?.name).toBe('Run python -m pytest -v --color=yes');
    const lines = job?.steps.flatMap(step => step.log.split('\n')).filter(line => line !== '');
    expect(lines).toEqual(
      text
        .replace('\uFEFF', '')
        .split('\n')
        .filter(line => line !== ''),
    );
  });

  test('shows the same commands in order either way, also those of an action’s own steps', async () => {
    const action = ['##[group]Run ./.github/actions/setup', '##[endgroup]', ...heading('make deps')];
    const exit = '##[error]Process completed with exit code 2.';
    const steps = [begun, action, [...heading('make test'), exit], ['Post job cleanup.']].map(logText);
    const whole = await readRecordedLog(await saved('log.txt', steps.join('')));
    const names = ['1_Set up job', '2_Set up', '3_Test', '4_Post Set up'];
    const folder = Object.fromEntries(names.map((name, nth) => [`test/${name}.txt`, steps[nth] ?? '']));
    const cut = await readRecordedLog(await saved('log.zip', zipOf(folder)));
    const scripts = (jobs: typeof cut) =>
      jobs.flatMap(job => job.steps.flatMap(step => commandsOf(logLines(step.log))));
    expect(scripts(whole)).toEqual(scripts(cut));
    expect(scripts(cut).map(command => `${command.script}: ${command.exitCode}`)).toEqual([
      'make deps: null',
      'make test: 2',
    ]);
  });

  test('is of the workflow that has its commands, not of another with a job of that name', async () => {
    const run = await runOf(zipOf(archiveFiles()), { '0.yml': '{', 'a.yml': lint, 'b.yml': ci });
    expect(run.path).toBe('b.yml');
    expect(run.failed).toEqual(['test']);
  });

  test('names a job in full, as its log does and its file names do not', async () => {
    const text = logText([
      ...begun.with(1, 'Complete job name: test / linux: 3.11'),
      ...heading('pytest'),
      '##[error]x',
    ]);
    const jobs = await readRecordedLog(await saved('log.zip', zipOf({ '0_test  linux 3.11.txt': text })));
    expect(jobs.map(job => job.name)).toEqual(['test / linux: 3.11']);
  });
});

describe('the failed step', () => {
  test('is not one that the workflow allows to fail', async () => {
    const failed = '##[error]Process completed with exit code 1.';
    const text = logText([...begun, ...heading('mypy .'), failed, ...heading('pytest'), failed]);
    const allowing =
      'jobs:\n  test:\n    steps:\n      - run: mypy .\n        continue-on-error: true\n      - run: pytest\n';
    const [job] = await results(text, allowing);
    expect(job?.steps.map(step => step.conclusion)).toEqual(['success', 'success', 'failure']);
  });

  test('is not made by a group that a command prints', async () => {
    const forged = ['##[group]Run something', 'no script below', '##[endgroup]'];
    const exit = '##[error]Process completed with exit code 1.';
    const [job] = await results(logText([...begun, ...heading('pytest'), ...forged, exit]));
    expect(job?.steps.map(step => step.name)).toEqual(['Set up job', 'Run pytest']);
  });
});

test('only the recorded run is taken from the log: what is pushed later really runs', async () => {
  const run = await runOf(zipOf(archiveFiles()), { 'ci.yml': ci });
  const later = { workflowPath: 'ci.yml', sha: sha.replace('0', 'f'), event: 'push' } as WorkflowCall;
  expect(await run.runner(nothing)(later)).toEqual([]);
});

const passed = logText([...begun, ...heading('pytest'), '1 passed']);
const failed = logText([...begun, ...heading('pytest'), '##[error]Process completed with exit code 1.']);
const files = archiveFiles();

describe('a file that cannot be used gives one sentence', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['a zip cut off', zipOf(files).subarray(0, 2_000), /is an incomplete or damaged zip file/],
    ['a zip of something else', zipOf({ 'readme.txt': 'hello' }), /is a zip file, but holds no log of a job/],
    ['a text that is no log', 'hello\n', /is no log of GitHub Actions/],
    ['a log without its beginning', failed.split('\n').slice(2).join('\n'), /does not name its job/],
    ['a log of a job that passed', passed, /names no failed step: .*\("test"\)/],
    [
      'a log of another repository',
      failed.replace('name: test', 'name: build'),
      /job "build", which no workflow of commit 0123456 has/,
    ],
  ])('%s', async (_, content, words) => {
    await expect(runOf(content, { 'ci.yml': ci })).rejects.toThrow(words);
  });

  test('no file', async () => {
    await expect(readRecordedLog('/nowhere/log.zip')).rejects.toThrow('/nowhere/log.zip cannot be read (ENOENT).');
  });
});
