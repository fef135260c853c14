import { expect, test } from '@jest/globals';
import { filesOfJob } from '../../src/actions/log-archive.ts';
import type { Job } from '../../src/incident/job.ts';
import { recordedJob } from '../stages/collect/fixtures.ts';

const job = (name: string, id = 1): Job => ({ ...recordedJob, id, name });
const file = (name: string) => ({ name, text: async () => name });

test.each([
  ['a plain name', 'test', ['0_test.txt', 'test/3_Run pytest.txt']],
  ['slashes and colons are lost', 'ci: test / linux', ['0_ci test  linux.txt', 'ci test  linux/3_Run pytest.txt']],
  ['a negative ordinal', 'test', ['-1_test.txt', 'test/3_Run pytest.txt']],
  [
    'a name of a matrix',
    'test (3.11, ubuntu-latest)',
    ['1_test (3.11, ubuntu-latest).txt', 'test (3.11, ubuntu-latest)/3_x.txt'],
  ],
  [
    'a long name is cut at 90 units',
    `long ${'x'.repeat(120)}`,
    [`0_long ${'x'.repeat(85)}.txt`, `long ${'x'.repeat(85)}/3_x.txt`],
  ],
])('%s finds its files', (_, name, [whole, step]) => {
  const files = [file('5_other.txt'), file('other/3_x.txt'), file(whole ?? ''), file(step ?? '')];
  const found = filesOfJob(files, job(name), [job('other', 2), job(name)]);
  expect([found.whole?.name, found.steps.get(3)?.name]).toEqual([whole, step]);
});

test('jobs of one name get the files with their number, in order', () => {
  const twins = [job('test', 1), job('test', 2)];
  const files = [file('0_test.txt'), file('1_test (1).txt'), file('test/3_a.txt'), file('test (1)/3_a.txt')];
  expect(twins.map(twin => filesOfJob(files, twin, twins).whole?.name)).toEqual(['0_test.txt', '1_test (1).txt']);
  expect(twins.map(twin => filesOfJob(files, twin, twins).steps.get(3)?.name)).toEqual([
    'test/3_a.txt',
    'test (1)/3_a.txt',
  ]);
});

test('a job whose name begins like another does not take its files', () => {
  const files = [file('0_test-slow.txt'), file('test-slow/3_a.txt')];
  expect(filesOfJob(files, job('test'), [job('test')])).toEqual({ whole: null, steps: new Map() });
});
