// Spectrum-based fault localisation on small spectra: lines that failing and passing tests ran, and the functions that they rank.
import { expect, test } from '@jest/globals';
import { executedFunctions } from '../../../src/stages/reproduce/executed.ts';
import type { Ran } from '../../../src/suite/spectrum.ts';
import { treeOf } from '../../suite/tree-of.ts';

const source = 'def one():\n    return 1\n\n\ndef two():\n    x = 2\n    return x\n\n\ntop = one()\n';

async function ranked(files: Record<string, Record<number, readonly [number, number]>>, failed = 4) {
  using made = treeOf({ 'a.py': source, 'tests/test_a.py': source, 'checks.py': source });
  const ranOf = (lines: Record<number, readonly [number, number]>) =>
    new Map(
      Object.entries(lines).map(([line, [red, green]]): [number, Ran] => [
        Number(line),
        { failed: red, passed: green },
      ]),
    );
  const spectrum = {
    failed,
    passed: 9,
    files: new Map(Object.entries(files).map(([path, lines]) => [path, ranOf(lines)])),
    loaded: null,
  };
  return await executedFunctions(spectrum, made.tree, new Set(['checks.py']));
}

test('what fewer passing tests execute comes first, with its score', async () => {
  expect(await ranked({ 'a.py': { 2: [4, 5], 6: [4, 0] } })).toEqual([
    { file: 'a.py', function: 'two', line: 5, score: 1 },
    { file: 'a.py', function: 'one', line: 1, score: 2 / 3 },
  ]);
});

test('a function scores by its most suspicious line', async () => {
  expect(await ranked({ 'a.py': { 6: [4, 5], 7: [1, 0] } })).toMatchObject([{ function: 'two', score: 2 / 3 }]);
  expect(await ranked({ 'a.py': { 6: [1, 0], 7: [4, 0] } })).toMatchObject([{ function: 'two', score: 1 }]);
});

test.each([
  ['that no failing test executes', { 'a.py': { 2: [0, 3] } }],
  ['of which only the head is executed, as on import', { 'a.py': { 1: [4, 0], 5: [4, 0] } }],
  ['around a line of the module', { 'a.py': { 10: [4, 0] } }],
  ['of a test file', { 'tests/test_a.py': { 2: [4, 0] } }],
  ['of a test file that only the run names as one', { 'checks.py': { 2: [4, 0] } }],
  ['of a file that is not in the tree', { 'gone.py': { 2: [4, 0] } }],
] as const)('a function is not suspected: one %s', async (_, files) => {
  expect(await ranked(files)).toEqual([]);
});
