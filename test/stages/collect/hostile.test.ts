// Logs are written by whoever pushes: none may hold up the line.
import { expect, test } from '@jest/globals';
import { Evidence } from '../../../src/incident/evidence.ts';
import { collect } from '../../../src/stages/collect/collect.ts';
import { configured, portsServing, recordedJob } from './fixtures.ts';

const megabyte = 1024 * 1024;
const report = '=================================== FAILURES ===================================\n';

const many = (line: (index: number) => string, count: number) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

const logs: [string, string][] = [
  ['one line of 50 MB', 'x'.repeat(50 * megabyte)],
  ['one line of 50 MB with carriage returns', 'x\r'.repeat(25 * megabyte)],
  ['binary', Buffer.from(Array.from({ length: 5 * megabyte }, (_, index) => (index * 7919) % 256)).toString('utf8')],
  [
    '200,000 failures',
    `${report}${many(index => `____ test_${index} ____\nE   ValueError: ${index}\na.py:${index + 1}: ValueError`, 200_000)}\n=== short test summary info ===\n${many(index => `FAILED tests/a.py::test_${index} - ValueError: ${index}`, 200_000)}`,
  ],
  [
    '50,000 failures of one name',
    `${report}${many(index => `____ test ____\nE   ValueError: ${index}`, 50_000)}\n=== short test summary info ===\n${many(index => `FAILED tests/a${index}.py::test - ValueError`, 50_000)}`,
  ],
  ...[
    '_ ',
    '_',
    '= ',
    '=',
    '[',
    ' - ',
    '::',
    'E ',
    'File "',
    'a.py:1: ',
    '!',
    '#',
    '\u001b[',
    '\u001b[1m',
    '0x',
    '1s ',
    'FAILED ',
    '##[group]Run ',
    'ERROR at setup of ',
  ].flatMap((piece): [string, string][] => [
    [`5 MB of ${JSON.stringify(piece)} in one line`, `${report}${piece.repeat((5 * megabyte) / piece.length)}`],
    [
      `5 MB of ${JSON.stringify(piece)} in lines of 4,000`,
      `${report}${many(() => piece.repeat(4000 / piece.length), 1250)}`,
    ],
  ]),
];

test.each(logs)('%s is read in seconds', async (_, text) => {
  // Ten times the usual, against work that grows faster than its input. Time of the processor, not of the clock: other work on this machine is no fault of the reader.
  const started = process.cpuUsage();
  const log = { kind: 'files', files: [{ name: 'test/5_Test.txt', text }] } as const;
  const outcome = await collect(configured, portsServing({ jobs: [recordedJob], log }));
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1e6).toBeLessThan(80);
  if (outcome.kind !== 'next') throw new Error('stopped');
  const evidence = Evidence.parse(outcome.incident.evidence);
  expect(evidence.digest.length).toBeLessThan(16_500);
  expect(evidence.failures.length).toBeLessThanOrEqual(500);
  expect(JSON.stringify(evidence).length).toBeLessThan(3 * megabyte);
});
