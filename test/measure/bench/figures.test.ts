import { expect, test } from '@jest/globals';
import { atLeast, below, remark, rounded } from '../../../src/measure/bench/figure.ts';
import { percentile } from '../../../src/measure/bench/intake/percentile.ts';
import { svgOf } from '../../../src/measure/bench/plot.ts';
import { tableText } from '../../../src/measure/bench/table.ts';
import { measuredTokens } from '../../../src/measure/bench/tokens.ts';

test('a figure is met at its target where it shall be high, and only below it where it shall be low', () => {
  expect([0.79, 0.8].map(value => atLeast('x', value, { target: 0.8, unit: '' }).met)).toEqual([false, true]);
  expect([49.9, 50].map(value => below('x', value, { target: 50, unit: ' ms' }).met)).toEqual([true, false]);
});

test('what was not measured is never met', () => {
  expect(below('x', Number.NaN, { target: 3, unit: ' s' }).met).toBe(false);
  expect(atLeast('x', Number.NaN, { target: 3, unit: ' s' }).met).toBe(false);
});

test('figures have three digits that mean something', () => {
  expect([0.12345, 2.71728, 47.08, 1234.5].map(rounded)).toEqual(['0.123', '2.72', '47.1', '1235']);
});

test('a percentile is a value that was measured', () => {
  const numbers = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0.5, 0.99, 1].map(share => percentile(numbers, share))).toEqual([50, 99, 100]);
  expect(percentile([7], 0.01)).toBe(7);
  expect(() => percentile([], 0.5)).toThrow('no numbers');
});

test('the table says of every figure with a target whether it was met', () => {
  const figures = [
    atLeast('speed', 0.9, { target: 0.8, unit: '' }),
    remark('  of', '9 to 10'),
    below('memory', 600, { target: 500, unit: ' MB' }),
    { what: 'tokens', figure: 'not measured', target: '< 25000', met: null },
  ];
  expect(
    tableText(figures)
      .split('\n')
      .map(line => line.trim().split(/ {2,}/)),
  ).toEqual([
    ['what', 'figure', 'target'],
    ['speed', '0.9', '≥ 0.8', 'met'],
    ['of', '9 to 10'],
    ['memory', '600 MB', '< 500 MB', 'MISSED'],
    ['tokens', 'not measured', '< 25000', 'NOT MEASURED'],
  ]);
});

test('a plot is SVG with its lines and words', async () => {
  const points = [1, 10, 100].map(size => ({ size, ms: size * 2, of: 'grep' }));
  const axes = { x: { field: 'size', title: 'megabytes' }, y: { field: 'ms', title: 'milliseconds' } };
  const svg = await svgOf({ name: 'time', title: 'How it grows', ...axes, series: 'of', points });
  expect(svg).toMatch(/^<svg /);
  for (const word of ['How it grows', 'megabytes', 'milliseconds', 'grep']) expect(svg).toContain(word);
});

test('tokens count all prompts of a case that came to the line, and no others', () => {
  const result = (name: string, verdict: string, tokens: Record<string, number[]>) => ({ name, verdict, tokens });
  const results = [
    result('a', 'verified', { diagnose: [1_000], repair: [2_000, 3_000] }),
    result('b', 'missed', { diagnose: [30_000] }),
    result('c', 'verified', { diagnose: [8_000] }),
    result('d', 'invalid', {}),
    result('e', 'broken', { diagnose: [9] }),
  ];
  const { figures } = measuredTokens({ at: '2026-11-01', folder: 'cases', results });
  expect(figures[0]).toMatchObject({ figure: '8000', met: true });
  expect(figures[1]?.figure).toContain('3 incidents');
  expect(measuredTokens({ at: '', folder: '', results: [] }).figures[0]?.met).toBeNull();
});
