// Every regular expression of the product takes linear time, or its reader limits what it reads. Text from outside (logs, files,
// answers, names) reaches most of them, so none is exempt because of where it is.
import { beforeAll, expect, test } from '@jest/globals';
import { bounded } from './bounded.ts';
import { constructed, literals, type Pattern } from './collect.ts';
import { hashOf, objection, remembered } from './verdict.ts';

const known = remembered();
let made: Pattern[];

beforeAll(async () => {
  made = await constructed();
});

test('every literal is linear', () => {
  const patterns = literals();
  expect(patterns.length).toBeGreaterThan(500);
  expect(objections(patterns)).toEqual([]);
});

test('every pattern that is put together is linear', () => {
  expect(made.length).toBeGreaterThan(5);
  expect(objections(made)).toEqual([]);
});

test('every reason names a pattern that is there', () => {
  const patterns = [...literals(), ...made];
  expect(bounded.filter(reason => !patterns.some(pattern => isMeant(reason, pattern)))).toEqual([]);
});

test.each(['^(a|a)*$', '(?:uv +)+run', '\\s+$', '.*x.*y', '/heads/.*$'])('/%s/ is refused', source => {
  expect(objection({ file: 'example.ts', source, flags: '' })).toMatch(/polynomial|exponential/);
});

test.each(['^a+b', '^[a-z]+:\\d+$', '\\bcode: \\d{1,9}'])('/%s/ is not', source => {
  expect(objection({ file: 'example.ts', source, flags: '' })).toBeNull();
});

function objections(patterns: readonly Pattern[]): string[] {
  const unknown = patterns.filter(
    pattern => !known.has(hashOf(pattern)) && !bounded.some(reason => isMeant(reason, pattern)),
  );
  return unknown.flatMap(pattern => objection(pattern) ?? []);
}

function isMeant([file, start]: (typeof bounded)[number], pattern: Pattern): boolean {
  return pattern.file.startsWith(file) && pattern.source.startsWith(start);
}
