import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Hunk, hunksOf, notShownIn, withHunks } from '../../../../src/stages/repair/prove/hunks.ts';
import { treeOf } from '../../../suite/tree-of.ts';

const old = Array.from({ length: 20 }, (_, at) => `line ${at + 1}\n`).join('');

async function hunksBetween(before: string, after: string): Promise<Hunk[]> {
  using made = treeOf({ 'a.py': before });
  const changed = await made.tree.with([{ path: 'a.py', content: after, executable: false }]);
  return hunksOf(await made.tree.diff(changed));
}

describe('a change falls into hunks', () => {
  test.each([
    [
      'lines replaced, added and removed',
      old.replace('line 3\n', 'three\n').replace('line 9\n', 'line 9\nnew\n').replace('line 15\n', ''),
    ],
    ['the first and the last line', old.replace('line 1\n', 'one\n').replace('line 20\n', '')],
    ['lines before all others and after them', `zero\n${old}twenty-one\n`],
    ['a last line that loses its newline', old.trimEnd()],
    ['Windows line ends', old.replace('line 4\n', 'line 4\r\n')],
    ['lines that look like a diff', old.replace('line 2\n', '--- a\n+++ b\n@@ -1 +1 @@\n')],
  ])('from which the new text can be made again: %s', async (_, after) => {
    expect(withHunks(old, await hunksBetween(old, after))).toBe(after);
  });

  test('at every unchanged line, and each can be taken away alone', async () => {
    const hunks = await hunksBetween(
      old,
      old.replace('line 3\n', 'three\n').replace('line 5\n', '').replace('line 6\n', 'six\n'),
    );
    expect(hunks.map(({ start, end, lines }) => [start, end, lines])).toEqual([
      [2, 3, ['three\n']],
      [4, 6, ['six\n']],
    ]);
    expect(withHunks(old, hunks.slice(1))).toBe(old.replace('line 5\nline 6\n', 'six\n'));
    expect(withHunks(old, [])).toBe(old);
  });

  test('in several files, a new one among them', async () => {
    using made = treeOf({ 'a.py': old });
    const changed = await made.tree.with([
      { path: 'a.py', content: old.replace('line 3\n', ''), executable: false },
      { path: 'b.py', content: 'new\n', executable: false },
    ]);
    expect(hunksOf(await made.tree.diff(changed)).map(({ path, lines }) => [path, lines])).toEqual([
      ['a.py', []],
      ['b.py', ['new\n']],
    ]);
  });
});

test('whatever two texts are, git shows how one becomes the other, or the diff is known to show less', async () => {
  const line = fc.constantFrom(
    'x = 1',
    'x = 2',
    '',
    '\ty',
    '--- a/x',
    '+++ b/x',
    '@@ -1 +1 @@',
    '\\ No newline',
    'a\rb',
    'ä',
  );
  const text = fc
    .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('', '\n', '\r\n'))
    .map(([lines, end]) => lines.join('\n') + end);
  await fc.assert(
    fc.asyncProperty(text, text, async (before, after) => {
      using made = treeOf({ 'a.py': before });
      const diff = await made.tree.diff(await made.tree.with([{ path: 'a.py', content: after, executable: false }]));
      expect(notShownIn(diff, [{ path: 'a.py', before, after }])).toEqual([]);
      const other = `${after}one more line\n`;
      expect(notShownIn(diff, [{ path: 'a.py', before, after: other }])).toEqual(['a.py']);
    }),
    { numRuns: 25 },
  );
});

test('a file of very many lines is rebuilt', () => {
  const old = '\n'.repeat(500_000);
  expect(withHunks(old, [{ path: 'a', start: 400_000, end: 400_001, lines: ['x\n'] }])).toBe(
    `${'\n'.repeat(400_000)}x\n${'\n'.repeat(99_999)}`,
  );
});
