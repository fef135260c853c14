import { expect, test } from '@jest/globals';
import { combinationOfJob } from '../../src/actions/job-name.ts';

const matrix = { python: [3.1, 3.2], os: ['linux', 'mac'], exclude: [{ python: 3.2, os: 'mac' }] };
const given = `\${{ fromJSON(needs.plan.outputs.pythons) }}`;

test.each<[string, { name?: string; matrix?: Record<string, unknown> }, unknown]>([
  ['test', {}, {}],
  ['tests', {}, null],
  ['lint', {}, null],
  ['Unit tests', { name: 'Unit tests' }, {}],
  ['test', { name: 'Unit tests' }, null],
  ['test (3.2, linux)', { matrix }, { python: 3.2, os: 'linux' }],
  ['Unit tests (3.1, mac)', { name: 'Unit tests', matrix }, { python: 3.1, os: 'mac' }],
  ['mac, 3.1', { name: `\${{ matrix.os }}, \${{ matrix.python }}`, matrix }, { python: 3.1, os: 'mac' }],
  [
    'py3.2 of main',
    { name: `py\${{ matrix.python }} of \${{ github.ref_name }}`, matrix },
    { python: 3.2, os: 'linux' },
  ],
  ['py4', { name: `py\${{ matrix.python }}`, matrix }, {}],
  ['test (a)', { matrix: { include: [{ os: 'b' }, { os: 'a' }] } }, { os: 'a' }],
  ['test (3.9)', { matrix: { python: given } }, { python: '3.9' }],
  ['test (3.9, mac)', { matrix: { python: given, os: ['mac'] } }, { python: '3.9', os: 'mac' }],
])('the combination of a job that is called %j, of %j', (jobName, { name = null, matrix: own = {} }, expected) => {
  expect(combinationOfJob({ key: 'test', name, matrix: own }, jobName)).toEqual(expected);
});

test('an excluded combination does not lend its further values to a job', () => {
  const wide = { os: ['linux', 'mac'], exclude: [{ os: 'mac' }], include: [{ os: 'mac', arch: 'arm' }] };
  const job = { key: 'test', name: `on \${{ matrix.os }}`, matrix: wide };
  expect(combinationOfJob(job, 'on mac')).toEqual({ os: 'mac', arch: 'arm' });
});
