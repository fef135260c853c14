import { describe, expect, test } from '@jest/globals';
import { coverageOf, dependsOnChange } from '../../../../src/stages/repair/prove/coverage.ts';
import type { Spectrum } from '../../../../src/suite/spectrum.ts';
import { treeOf } from '../../../suite/tree-of.ts';

const before = 'LIMIT = 3\n\n\ndef f(x):\n    return x\n\n\ndef g(x):\n    return x\n';

/** What is said when the text became that, and the regression test ran these lines of it. */
async function said(after: string, ...lines: number[]) {
  return coverageOf(await changeTo(after), spectrumOf(lines, null));
}

/** Whether tests depend on the text that became that. */
async function depends(after: string, lines: readonly number[], loaded: readonly number[] | null | 'elsewhere') {
  return dependsOnChange(await changeTo(after), spectrumOf(lines, loaded));
}

function spectrumOf(lines: readonly number[], loaded: readonly number[] | null | 'elsewhere'): Spectrum {
  const ran = new Map(lines.map(line => [line, { failed: 0, passed: 1 }]));
  const files = new Map(lines.length > 0 ? [['a.py', ran]] : []);
  const known = loaded === 'elsewhere' ? new Map() : loaded && new Map([['a.py', new Set(loaded)]]);
  return { failed: 0, passed: 1, files, loaded: known };
}

async function changeTo(after: string) {
  using made = treeOf({ 'a.py': before });
  const changed = await made.tree.with([{ path: 'a.py', content: after, executable: false }]);
  const files = [{ path: 'a.py', text: after, executable: false }];
  return { files, diff: await made.tree.diff(changed) };
}

const guarded = before.replace(
  '    return x\n',
  '    if not x:\n        # nothing\n        return None\n    return x\n',
);

describe('a regression test', () => {
  test('that runs a changed function is there, and the changed lines it ran are counted', async () => {
    expect(await said(guarded, 5, 7)).toEqual({ changed: 2, ran: 2, runsChangedFunction: true });
    expect(await said(guarded, 5, 8)).toEqual({ changed: 2, ran: 1, runsChangedFunction: true });
    expect(await said(guarded, 8)).toEqual({ changed: 2, ran: 0, runsChangedFunction: true });
  });

  test.each([
    ['a call', '    return g(\n        x,\n        0,\n    )\n', [5], { changed: 3, ran: 3 }],
    ['a call of which only an argument is reported', '    return g(\n        x,\n        0,\n    )\n', [6], { ran: 3 }],
    [
      'a condition, not its body',
      '    if (\n        x\n        or 1\n    ):\n        return g(\n            x\n        )\n',
      [5],
      { changed: 5, ran: 3 },
    ],
    [
      'a body, not the clause after it',
      '    try:\n        g(\n            x)\n    except E:\n        g(0)\n',
      [6],
      { changed: 5, ran: 2 },
    ],
    [
      'a comprehension',
      '    return [\n        y\n        for y in x\n        if y\n    ]\n',
      [5],
      { changed: 4, ran: 4 },
    ],
    ['a text', '    return """\n    a\n    b"""\n', [5], { changed: 3, ran: 3 }],
  ])('that runs %s of several lines ran all of its lines', async (_, body, lines, counts) => {
    expect(await said(before.replace('    return x\n', body), ...lines)).toMatchObject(counts);
  });

  test('that runs other functions only is not there', async () => {
    expect(await said(guarded, 12)).toEqual({ changed: 2, ran: 0, runsChangedFunction: false });
    expect(await said(guarded)).toMatchObject({ runsChangedFunction: false });
  });

  test('that loads a module runs no function of it, though the heads of all run', async () => {
    expect(await said(guarded, 4, 11)).toEqual({ changed: 2, ran: 0, runsChangedFunction: false });
  });

  test('is not judged by lines that run while modules are imported, nor by words', async () => {
    expect(await said(before.replace('3', '4'), 12)).toBeNull();
    expect(await said(before.replace('def f(x)', 'def f(x=1)'), 12)).toBeNull();
    expect(await said(before.replace('    return x\n', '    # Just that.\n    return x\n'), 12)).toBeNull();
  });
});

test('a changed function that modules run when they are imported is not judged, another is', async () => {
  const change = await changeTo(guarded);
  expect(coverageOf(change, spectrumOf([12], [1, 4]))).toBeNull();
  expect(coverageOf(change, spectrumOf([12], [1, 11]))).toMatchObject({ runsChangedFunction: false });
});

describe("CI's failing tests", () => {
  const atModuleLevel = before.replace('LIMIT = 3', 'LIMIT = 4');

  test.each<[string, Parameters<typeof depends>, boolean | null]>([
    ['that run a changed function depend on it', [guarded, [8], [1]], true],
    ['whose modules run it when they are imported depend on it', [guarded, [], [1, 4]], true],
    ['that run other functions only do not', [guarded, [12], [1, 9]], false],
    ['that run nothing of the file do not', [guarded, [], 'elsewhere'], false],
    ['may, where it is not known what ran on import', [guarded, [12], null], null],
    ['depend on a line of a module that they import', [atModuleLevel, [], [1]], true],
    ['depend on a line of a module that a test imports', [atModuleLevel, [5], 'elsewhere'], true],
    ['do not depend on one of a module that nothing imports', [atModuleLevel, [], 'elsewhere'], false],
    ['may depend on what only loses a line', [before.replace('LIMIT = 3', ''), [], 'elsewhere'], null],
  ])('%s', async (_, given, dependent) => {
    expect(await depends(...given)).toBe(dependent);
  });
});
