import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { unpack } from '../../../src/adapters/github/unpack.ts';
import { writeArchive } from '../../../src/measure/bench/distil/archive.ts';
import { madeLog, testStep } from '../../../src/measure/bench/distil/log-maker.ts';

test('a made log is as long as asked for, and the same every time', () => {
  const bytes = 200_000;
  const made = madeLog(bytes).map(({ log }) => log);
  const length = made.reduce((sum, log) => sum + Buffer.byteLength(log), 0);
  expect(Math.abs(length - bytes)).toBeLessThan(bytes / 20);
  expect(madeLog(bytes).map(({ log }) => log)).toEqual(made);
});

test('every line of it has the runner’s time, and its test step one failure', () => {
  const log = madeLog(50_000).find(({ number }) => number === testStep)?.log ?? '';
  const lines = log.trimEnd().split('\n');
  expect(lines.filter(line => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z( |$)/.test(line))).toEqual([]);
  expect(lines.filter(line => / FAILED /.test(line))).toHaveLength(1);
});

test('its archive is one that is read as GitHub’s are', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'nightwatch-bench-test-'));
  try {
    const { file } = await writeArchive(join(directory, 'one.zip'), 1);
    const log = unpack(await readFile(file));
    expect(log.kind).toBe('files');
    expect((await stat(file)).size).toBeLessThan(500_000);
  } finally {
    await rm(directory, { recursive: true });
  }
});
