import { expect, test } from '@jest/globals';
import { Evidence } from '../../../src/incident/evidence.ts';
import { collect } from '../../../src/stages/collect/collect.ts';
import { configured, portsServing, recordedArchive, recordedJob, type Served } from './fixtures.ts';

const archive = { kind: 'files', files: recordedArchive() } as const;
const whole = archive.files.find(file => file.name === '0_test.txt')?.text ?? '';

async function evidenceOf(served: Served): Promise<Evidence> {
  const outcome = await collect(configured, portsServing(served));
  if (outcome.kind !== 'next') throw new Error(`stopped: ${JSON.stringify(outcome)}`);
  return Evidence.parse(outcome.incident.evidence);
}

test('the log archive of a failed run becomes evidence', async () => {
  const evidence = await evidenceOf({ jobs: [recordedJob], log: archive });
  expect(evidence).toMatchObject({
    job: { id: 71, name: 'test', step: { name: 'Test', number: 5 } },
    otherFailedJobs: [],
    logSource: 'archive',
    language: 'python',
    languageVersion: '3.11.9',
    failures: [
      {
        testId: 'tests/test_user_service.py::test_unknown_user',
        phase: 'call',
        errorType: 'TypeError',
        message: "'NoneType' object is not subscriptable",
        file: 'shop/user_service.py',
        line: 10,
        frames: [
          { file: 'tests/test_user_service.py', line: 12, function: 'test_unknown_user' },
          { file: 'shop/user_service.py', line: 10, function: 'send_notification' },
        ],
      },
    ],
    commands: [
      { script: 'python -m pip install --upgrade pip\npip install -r requirements.txt', exitCode: null },
      {
        script: 'python -m pytest -v --color=yes',
        shell: '/usr/bin/bash -e {0}',
        env: { STRIPE_KEY: '***' },
        exitCode: 1,
      },
    ],
  });
  expect(evidence.digest).toContain("E       TypeError: 'NoneType' object is not subscriptable");
});

test("the job's own log yields the same evidence if the archive is unavailable or lacks the job", async () => {
  const fromArchive = await evidenceOf({ jobs: [recordedJob], log: archive });
  const expected = { ...fromArchive, logSource: 'job-log' };
  expect(await evidenceOf({ jobs: [recordedJob], jobLogs: { 71: whole } })).toEqual(expected);
  const foreign = { kind: 'files', files: [{ name: '0_lint.txt', text: 'x' }] } as const;
  expect(await evidenceOf({ jobs: [recordedJob], log: foreign, jobLogs: { 71: whole } })).toEqual(expected);
});

test.each(['/5_', '0_test.txt'])("the job's own log is read when one of its files is damaged: %s", async damaged => {
  const files = archive.files.map(({ name, text }) => ({
    name,
    text: async () => (name.includes(damaged) ? null : text),
  }));
  const log = { kind: 'files', files } as const;
  expect(await evidenceOf({ jobs: [recordedJob], log, jobLogs: { 71: whole } })).toMatchObject({
    logSource: 'job-log',
  });
});

test('of fifty failed jobs the first eight are read, each file once', async () => {
  const jobs = Array.from({ length: 50 }, (_, id) => ({ ...recordedJob, id, name: `test (${id})` }));
  const read: string[] = [];
  const files = jobs
    .flatMap(({ name }) => [`${name}/4_Install.txt`, `${name}/5_Test.txt`])
    .map(name => ({
      name,
      text: async () => {
        read.push(name);
        return 'error: a';
      },
    }));
  await evidenceOf({ jobs, log: { kind: 'files', files } });
  expect(read).toEqual(files.slice(0, 16).map(({ name }) => name));
});

test('without any log, the annotations are the evidence', async () => {
  const message = 'The hosted runner lost communication with the server.';
  const annotations = [{ path: '.github', line: 1, level: 'failure', message }];
  const evidence = await evidenceOf({ jobs: [{ ...recordedJob, steps: [] }], annotations });
  expect(evidence).toMatchObject({ logSource: 'none', failures: [], commands: [], job: { step: null } });
  expect(evidence.digest).toContain(message);
});

test('of several failed jobs, the one with failing tests is selected and the others are named', async () => {
  const lint = { ...recordedJob, id: 70, name: 'lint' };
  const files = [...archive.files, { name: 'lint/5_Test.txt', text: 'error: a\nerror: b\n' }];
  const evidence = await evidenceOf({ jobs: [lint, recordedJob], log: { kind: 'files', files } });
  expect(evidence).toMatchObject({ job: { name: 'test' }, otherFailedJobs: ['lint'] });
});

test.each([[[]], [['success', 'cancelled']], [['skipped']]])(
  'jobs that ended %j leave nothing to fix',
  async conclusions => {
    const jobs = conclusions.map(conclusion => ({ ...recordedJob, conclusion }));
    expect(await collect(configured, portsServing({ jobs }))).toMatchObject({ kind: 'stop', code: 'nothing-to-fix' });
  },
);

test('the same failure in another run has the same signature', async () => {
  const later = archive.files.map(file => ({
    ...file,
    text: file.text.replaceAll('T09:14:', 'T21:14:').replaceAll('0x7f2b8c1d5a90', '0x7f0000000000'),
  }));
  const evidence = await evidenceOf({ jobs: [recordedJob], log: { kind: 'files', files: later } });
  expect(evidence.signature).toBe((await evidenceOf({ jobs: [recordedJob], log: archive })).signature);
});
