// What is no secret stays readable: at most one ordinary line of a log in 1,000 and one source file in 500 is touched.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { maskerOnThisThread } from '../../../src/adapters/secrets/scan.ts';
import { ordinaryLines } from './ordinary-lines.ts';

const mask = maskerOnThisThread();
const root = join(import.meta.dirname, '../../..');

function filesBelow(folder: string, names: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(path => names.test(path))
    .map(path => join(root, folder, path))
    .filter(path => statSync(path).isFile() && statSync(path).size < 300_000)
    .sort();
}

test('of ordinary lines, one by one and as a log, at most one in 1,000 is touched', () => {
  const lines = ordinaryLines(25);
  expect(lines.length).toBeGreaterThan(2_000);
  const touched = lines.filter(line => mask(line) !== line);
  expect(touched.length <= lines.length / 1_000 ? [] : touched).toEqual([]);
  const log = lines.map(line => `2026-11-02T09:14:07.2904078Z ${line}`).join('\n');
  expect(mask(log).match(/<SECRET:/g)?.length ?? 0).toBeLessThanOrEqual(lines.length / 1_000);
});

test('of the recorded logs, no line is touched', () => {
  const logs = filesBelow('test/fixtures/logs', /\.txt$/).map(path => readFileSync(path, 'utf8'));
  expect(logs.flatMap(log => log.split('\n')).length).toBeGreaterThan(2_000);
  for (const log of logs) expect(mask(log)).toBe(log);
});

test('of source files, at most one in 500 is touched', () => {
  // Other people's, which are on every machine that runs this test: every sixth file.
  const all = filesBelow('node_modules', /\.(?:ts|mjs|js|py)$/).filter(path => !/\.min\.js$/.test(path));
  const files = [...all.filter((_, at) => at % 6 === 0), ...filesBelow('src', /\.(?:ts|py)$/)];
  expect(files.length).toBeGreaterThan(1_500);
  const touched = files.filter(path => {
    const text = readFileSync(path, 'utf8');
    return mask(text) !== text;
  });
  expect(touched.length <= files.length / 500 ? [] : touched).toEqual([]);
});
