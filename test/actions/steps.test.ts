import { expect, test } from '@jest/globals';
import type { LogLine } from '../../src/actions/log-lines.ts';
import { firstFailedStep, linesBySteps } from '../../src/actions/steps.ts';
import type { Job } from '../../src/incident/job.ts';
import { failedJobs, failingJob } from '../../src/stages/collect/failing-job.ts';
import { recordedArchive, recordedJob, step } from '../stages/collect/fixtures.ts';

const whole = recordedArchive().find(file => file.name === '0_test.txt')?.text ?? '';

test('a job log cut by groups and times gives each step what its own file holds', () => {
  const cut = linesBySteps(recordedJob, { whole, steps: new Map() });
  for (const number of [2, 3, 4, 5]) {
    const file = recordedArchive().find(one => one.name.startsWith(`test/${number}_`))?.text ?? '';
    const own = linesBySteps(recordedJob, { whole: null, steps: new Map([[number, file]]) });
    expect(cut.get(number)).toEqual(own.get(number));
  }
});

test('a step file that is missing is cut from the job log, those that are there are kept', () => {
  const lines = linesBySteps(recordedJob, { whole, steps: new Map([[4, 'from its own file']]) });
  expect(lines.get(4)?.map(line => line.text)).toEqual(['from its own file']);
  expect(lines.get(5)?.[0]?.text).toBe('##[group]Run python -m pytest -v --color=yes');
});

test('two steps within one second are told apart by their names', () => {
  const job: Job = { ...recordedJob, steps: [step(1, 'Run a', 'success', 2), step(2, 'Run b', 'failure', 2)] };
  const at = '2026-11-02T09:14:02.1000000Z ';
  const log = `${at}##[group]Run b\n${at}out of b\n`;
  expect([...linesBySteps(job, { whole: log, steps: new Map() }).keys()]).toEqual([2]);
});

test('headings within one second that name no step belong to the steps in their order', () => {
  const job: Job = { ...recordedJob, steps: [step(1, 'Install', 'success', 2), step(2, 'Test', 'failure', 2)] };
  const at = '2026-11-02T09:14:02.1000000Z ';
  const log = `${at}##[group]Run pip\n${at}##[group]Run pytest\n`;
  expect(textsOf(job, log)).toEqual({ 1: ['##[group]Run pip'], 2: ['##[group]Run pytest'] });
});

test('what is printed after a step belongs to it until another begins, even after its job', () => {
  const job: Job = { ...recordedJob, steps: [step(1, 'Test', 'failure', 2)] };
  const log = logOf(['02.1', '##[group]Run pytest'], ['03.0', 'late'], ['09.0', 'Post job cleanup.']);
  expect(textsOf(job, log)).toEqual({ 1: ['##[group]Run pytest', 'late', 'Post job cleanup.'] });
});

const named = (...steps: [name: string, second: number][]): Job => ({
  ...recordedJob,
  steps: steps.map(([name, second], at) => step(at + 1, name, 'success', second)),
});

test.each<[string, Job, string, Record<number, string[]>]>([
  [
    'the end of a step that ends in the second in which the next ones begin',
    named(['Run pytest', 2], ['Post Checkout', 5], ['Checkout', 1], ['Complete job', 5]),
    logOf(
      ['01.5', '##[group]Run actions/checkout@v4'],
      ['02.0', '##[group]Run pytest'],
      ['05.1', '1 failed'],
      ['05.2', '##[error]Process completed with exit code 1.'],
      ['05.3', 'Post job cleanup.'],
      ['05.8', 'Cleaning up orphan processes'],
    ),
    {
      1: ['##[group]Run pytest', '1 failed', '##[error]Process completed with exit code 1.'],
      2: ['Post job cleanup.'],
      3: ['##[group]Run actions/checkout@v4'],
      4: ['Cleaning up orphan processes'],
    },
  ],
  [
    'the first lines of a job, which have no heading',
    named(['Set up job', 2], ['Checkout', 2], ['Test', 2]),
    logOf(
      ['02.1', 'Current runner version'],
      ['02.2', '##[group]Run actions/checkout@v4'],
      ['02.9', '##[group]Run tox'],
    ),
    { 1: ['Current runner version'], 2: ['##[group]Run actions/checkout@v4'], 3: ['##[group]Run tox'] },
  ],
  [
    'the steps of an action, which print headings too',
    named(['Prepare', 2], ['Test', 4]),
    logOf(['02.1', '##[group]Run ./prepare'], ['04.1', '##[group]Run echo a'], ['04.2', '##[group]Run pytest']),
    { 1: ['##[group]Run ./prepare', '##[group]Run echo a'], 2: ['##[group]Run pytest'] },
  ],
  [
    'the steps of an action that begin within its own second',
    named(['Set up job', 2], ['Unpack', 4], ['Test', 7]),
    logOf(
      ['02.1', 'Current runner version'],
      ...[
        ['04.0', 'GROUP Run ./unpack'],
        ['04.1', 'with:'],
        ['04.4', 'GROUP Run actions/download-artifact@v4'],
        ['04.4', 'with:'],
        ['04.8', 'GROUP Run echo path'],
        ['04.9', 'shell: bash'],
        ['05.2', 'GROUP Run tar xzf a.tar.gz'],
        ['05.3', 'shell: bash'],
      ].map(([at = '', text = '']): [string, string] => [at, text]),
      ['07.1', 'GROUP Run pytest'],
      ['07.1', 'shell: bash'],
    ),
    {
      1: ['Current runner version'],
      2: [
        ...['##[group]Run ./unpack', 'with:', '##[group]Run actions/download-artifact@v4', 'with:'],
        ...['##[group]Run echo path', 'shell: bash', '##[group]Run tar xzf a.tar.gz', 'shell: bash'],
      ],
      3: ['##[group]Run pytest', 'shell: bash'],
    },
  ],
  [
    'a group that a command prints',
    named(['Test', 2], ['Upload', 2]),
    logOf(
      ['02.1', '##[group]Run tox'],
      ['02.2', 'GROUP Run unit tests'],
      ['02.3', 'collected 3 items'],
      ['02.9', '##[group]Run up'],
    ),
    { 1: ['##[group]Run tox', '##[group]Run unit tests', 'collected 3 items'], 2: ['##[group]Run up'] },
  ],
  [
    'a step that a person calls like one of the runner',
    named(['Test', 2], ['Post results', 3]),
    logOf(['02.1', '##[group]Run tox'], ['03.1', 'failed'], ['03.2', '##[group]Run ./post.sh']),
    { 1: ['##[group]Run tox', 'failed'], 2: ['##[group]Run ./post.sh'] },
  ],
  [
    'a heading that is late by a second',
    named(['Install', 1], ['Test', 2]),
    logOf(['01.1', '##[group]Run pip'], ['02.2', 'installed'], ['03.1', '##[group]Run tox']),
    { 1: ['##[group]Run pip', 'installed'], 2: ['##[group]Run tox'] },
  ],
])('%s', (_, job, log, expected) => {
  expect(textsOf(job, log)).toEqual(expected);
});

test('of a job without steps the log is kept', () => {
  const job: Job = { ...recordedJob, steps: [] };
  expect(textsOf(job, logOf(['02.1', 'The runner has received a shutdown signal.']))).toEqual({
    0: ['The runner has received a shutdown signal.'],
  });
});

test('the first failed step in time is the one, whatever fails after it', () => {
  const steps = [step(7, 'Upload', 'failure', 9), step(5, 'Test', 'failure', 6), step(4, 'Install', 'success', 5)];
  expect(firstFailedStep({ ...recordedJob, steps })?.name).toBe('Test');
});

test('a step that ran out of time has failed', () => {
  const steps = [step(1, 'Install', 'success', 2), step(2, 'Test', 'timed_out', 3)];
  expect(firstFailedStep({ ...recordedJob, steps })?.name).toBe('Test');
});

test('of two failed steps within one second the one with the lower number is the first', () => {
  const steps = [step(3, 'Upload', 'failure', 6), step(2, 'Test', 'failure', 6)];
  expect(firstFailedStep({ ...recordedJob, steps })?.name).toBe('Test');
});

test('of a job that ran out of time the cancelled step is the one; a lost runner leaves none', () => {
  const steps = [step(1, 'Install', 'success', 2), step(2, 'Test', 'cancelled', 3)];
  expect(firstFailedStep({ ...recordedJob, conclusion: 'timed_out', steps })?.name).toBe('Test');
  expect(firstFailedStep({ ...recordedJob, steps })).toBeNull();
});

test('only failed and timed-out jobs count', () => {
  const jobs = ['success', 'failure', 'cancelled', 'timed_out', 'skipped', null].map(conclusion => ({
    ...recordedJob,
    conclusion,
  }));
  expect(failedJobs(jobs).map(job => job.conclusion)).toEqual(['failure', 'timed_out']);
});

test.each([
  [
    'a failing test beats a denser log',
    [
      { failures: 0, density: 0.9 },
      { failures: 2, density: 0.1 },
    ],
    1,
  ],
  [
    'the denser log wins',
    [
      { failures: 1, density: 0.1 },
      { failures: 1, density: 0.2 },
    ],
    1,
  ],
  [
    'the first wins when all is equal',
    [
      { failures: 1, density: 0.2 },
      { failures: 1, density: 0.2 },
    ],
    0,
  ],
])('%s', (_, weights, chosen) => {
  const candidates = weights.map((weight, id) => ({ ...weight, job: { ...recordedJob, id } }));
  expect(failingJob(candidates)?.job.id).toBe(chosen);
});

/** Lines with their seconds, and below each heading of a step what the runner prints there; `GROUP` is a command's own group. */
function logOf(...lines: [second: string, text: string][]): string {
  return lines
    .map(([second, text]) => [`2026-11-02T09:14:${second}000000Z `, text] as const)
    .flatMap(([at, text]) => (text.startsWith('##[group]Run ') ? [at + text, `${at}##[endgroup]`] : [at + text]))
    .join('\n')
    .replaceAll('GROUP ', '##[group]');
}

/** Each step's lines without the ends of groups, cut from the job's log. */
function textsOf(job: Job, log: string): Record<number, string[]> {
  const lines = linesBySteps(job, { whole: log, steps: new Map() });
  const texts = (own: readonly LogLine[]) => own.map(({ text }) => text).filter(text => text !== '##[endgroup]');
  return Object.fromEntries([...lines].map(([number, own]) => [number, texts(own)]));
}
