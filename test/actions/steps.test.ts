import { expect, test } from '@jest/globals';
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

test('what is printed a whole second after a step, or after its job, belongs to no step', () => {
  const job: Job = { ...recordedJob, steps: [step(1, 'Test', 'failure', 2)] };
  const at = (time: string) => `2026-11-02T09:14:${time}0000Z `;
  const log = `${at('02.100')}##[group]Run pytest\n${at('02.999')}late\n${at('03.000')}too late\n`;
  expect(textsOf(job, log)).toEqual({ 1: ['##[group]Run pytest', 'late'] });
  const cleanup = `${at('02.100')}##[group]Run pytest\n${at('02.200')}Post job cleanup.\n${at('02.200')}git config\n`;
  expect(textsOf(job, cleanup)).toEqual({ 1: ['##[group]Run pytest'] });
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

/** Each step's lines, cut from the job's log. */
function textsOf(job: Job, log: string): Record<number, string[]> {
  const lines = linesBySteps(job, { whole: log, steps: new Map() });
  return Object.fromEntries([...lines].map(([number, own]) => [number, own.map(({ text }) => text)]));
}
