// Logs in every encoding that a program may print: the failures in them are read all the same.
import { expect, test } from '@jest/globals';
import AdmZip from 'adm-zip';
import { unpack } from '../../src/adapters/github/unpack.ts';
import type { RunLog } from '../../src/incident/job.ts';
import { collect } from '../../src/stages/collect/collect.ts';
import { diagnose } from '../../src/stages/diagnose/diagnose.ts';
import { configured, portsServing, recordedJob, recordedLines } from '../stages/collect/fixtures.ts';

const report = `${recordedLines('pytest-tb-auto').join('\n')}\n`;

test.each([
  ['UTF-16, as Windows writes it', Buffer.from(`\ufeff${report}`, 'utf16le')],
  ['UTF-16, big-endian', Buffer.from(`\ufeff${report}`, 'utf16le').swap16()],
  ['latin-1', Buffer.from(report.replaceAll('passed', 'passé passed'), 'latin1')],
  ['UTF-8 with invalid bytes between the lines', Buffer.from(report.replaceAll('\n', '\xff\xfe\n'), 'latin1')],
  ['plain text after a progress bar', Buffer.from(report.replaceAll('\n', '\r\n').replace(/^/, '10%\r50%\r100%\r\n'))],
])('failures are read from %s', async (_, bytes) => {
  expect(await testsIn(bytes)).toEqual(await testsIn(Buffer.from(report)));
});

test('a log without a failing test stops the line with a reason', async () => {
  const lines = ['##[group]Run make', 'cc -c a.c', 'a.c:1: oh no', '##[error]Process completed with exit code 2.'];
  const ports = portsServing({ jobs: [recordedJob], log: await logOf(Buffer.from(lines.join('\n'))) });
  const collected = await collect(configured, ports);
  if (collected.kind !== 'next') throw new Error(collected.kind);
  expect(await diagnose(collected.incident, ports)).toEqual({
    kind: 'stop',
    code: 'unsupported',
    detail: 'The log of step “Test” shows no failing Python test.',
  });
});

async function testsIn(bytes: Buffer): Promise<unknown> {
  const outcome = await collect(configured, portsServing({ jobs: [recordedJob], log: logOf(bytes) }));
  if (outcome.kind !== 'next') throw new Error(outcome.kind);
  const { failures } = outcome.incident.evidence;
  expect(failures.length).toBeGreaterThan(5);
  return failures.map(({ testId, errorType, file, line }) => [testId, errorType, file, line]);
}

function logOf(bytes: Buffer): RunLog {
  const archive = new AdmZip();
  archive.addFile('test/5_Test.txt', bytes);
  return unpack(archive.toBuffer());
}
