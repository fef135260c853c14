import { describe, expect, test } from '@jest/globals';
import { diffLines, parsedDiff } from '../../src/text/diff.ts';

/** Each as git 2 writes it. */
const heads: [string, string[], { oldPath: string | null; newPath: string | null; isBinary?: boolean }][] = [
  ['a change', ['diff --git a/x.py b/x.py', 'index 1..2 100644', '--- a/x.py', '+++ b/x.py'], same('x.py')],
  [
    'a path with a space, which git ends with a tab',
    ['diff --git a/a b.py b/a b.py', '--- a/a b.py\t', '+++ b/a b.py\t'],
    same('a b.py'),
  ],
  [
    'a path that holds “ b/”',
    ['diff --git a/x b/y.py b/x b/y.py', 'old mode 100644', 'new mode 100755'],
    same('x b/y.py'),
  ],
  [
    'a quoted path: bytes in octal, quotes, tabs and backslashes',
    [String.raw`diff --git "a/\303\244\"\t\\.py" "b/\303\244\"\t\\.py"`, 'old mode 100644', 'new mode 100755'],
    same('ä"\t\\.py'),
  ],
  [
    'a quoted path in the lines of a change',
    [
      String.raw`diff --git "a/\303\244.py" "b/\303\244.py"`,
      String.raw`--- "a/\303\244.py"`,
      String.raw`+++ "b/\303\244.py"`,
    ],
    same('ä.py'),
  ],
  [
    'a new file',
    ['diff --git a/x.py b/x.py', 'new file mode 100644', '--- /dev/null', '+++ b/x.py'],
    { oldPath: null, newPath: 'x.py' },
  ],
  [
    'a new empty file',
    ['diff --git a/x.py b/x.py', 'new file mode 100644', 'index 0..e'],
    { oldPath: null, newPath: 'x.py' },
  ],
  [
    'a deleted file',
    ['diff --git a/x.py b/x.py', 'deleted file mode 100644', '--- a/x.py', '+++ /dev/null'],
    { oldPath: 'x.py', newPath: null },
  ],
  [
    'a mere rename, one of its paths quoted',
    [
      String.raw`diff --git a/old name.py "b/n\303\244w.py"`,
      'similarity index 100%',
      'rename from old name.py',
      String.raw`rename to "n\303\244w.py"`,
    ],
    { oldPath: 'old name.py', newPath: 'näw.py' },
  ],
  [
    'a copy',
    ['diff --git a/a.py b/b.py', 'similarity index 100%', 'copy from a.py', 'copy to b.py'],
    { oldPath: 'a.py', newPath: 'b.py' },
  ],
  [
    'a binary file',
    ['diff --git a/x.png b/x.png', 'index 1..2 100644', 'Binary files a/x.png and b/x.png differ'],
    { ...same('x.png'), isBinary: true },
  ],
  [
    'a binary patch',
    ['diff --git a/x.png b/x.png', 'index 1..2 100644', 'GIT binary patch', 'delta 6', 'Nc${NkU|;|M0RR92', ''],
    { ...same('x.png'), isBinary: true },
  ],
];

test.each(heads)('the head of %s', (_, lines, { isBinary = false, ...paths }) => {
  expect(parsedDiff(`${lines.join('\n')}\n`)).toEqual([{ ...paths, isBinary, hunks: [] }]);
});

describe('lines have both numbers', () => {
  test.each<[string, string[], [string, number, number, string][]]>([
    [
      'in a hunk amid a file',
      ['@@ -3,3 +4,3 @@ def f():', ' a', '-b', '+c', ' d'],
      [
        ['context', 3, 4, 'a'],
        ['removed', 4, 5, 'b'],
        ['added', 5, 5, 'c'],
        ['context', 5, 6, 'd'],
      ],
    ],
    ['in a new file', ['@@ -0,0 +1 @@', '+a'], [['added', 1, 1, 'a']]],
    ['in a file that becomes empty', ['@@ -1 +0,0 @@', '-a'], [['removed', 1, 1, 'a']]],
    ['where nothing around is shown', ['@@ -3,0 +4 @@', '+a'], [['added', 4, 4, 'a']]],
    [
      'in two hunks',
      ['@@ -1 +1 @@', '-a', '+b', '@@ -9 +9 @@', '-c', '+d'],
      [
        ['removed', 1, 1, 'a'],
        ['added', 2, 1, 'b'],
        ['removed', 9, 9, 'c'],
        ['added', 10, 9, 'd'],
      ],
    ],
    [
      'where they look like a diff themselves',
      ['@@ -1 +1,3 @@', '--- a/x', '+++ b/y', '+@@ -1 +1 @@', '+a\rdiff --git a/z b/z'],
      [
        ['removed', 1, 1, '-- a/x'],
        ['added', 2, 1, '++ b/y'],
        ['added', 2, 2, '@@ -1 +1 @@'],
        ['added', 2, 3, 'a\rdiff --git a/z b/z'],
      ],
    ],
  ])('%s', (_, rows, expected) => {
    const [file, ...more] = parsedDiff(`diff --git a/x b/x\n--- a/x\n+++ b/x\n${rows.join('\n')}\n`);
    const lines = file?.hunks.flatMap(hunk => hunk.lines) ?? [];
    expect(lines.map(line => [line.kind, line.old, line.new, line.text])).toEqual(expected);
    expect(more).toEqual([]);
  });
});

test('a last line without a line feed is told on either side', () => {
  const none = '\\ No newline at end of file';
  const rows = ['@@ -1,2 +1,2 @@', ' a', '-b', none, '+b\r', none];
  const [file] = parsedDiff(`diff --git a/x b/x\n--- a/x\n+++ b/x\n${rows.join('\n')}\n`);
  expect(file?.hunks[0]?.lines.map(line => [line.text, line.isTerminated])).toEqual([
    ['a', true],
    ['b', false],
    ['b\r', false],
  ]);
});

test('added and removed lines of several files, those of a deleted one under its old path', () => {
  const changed = 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n';
  const deleted = 'diff --git a/y b/y\ndeleted file mode 100644\n--- a/y\n+++ /dev/null\n@@ -1 +0,0 @@\n-c\n';
  expect(diffLines(changed + deleted)).toEqual({
    added: [{ path: 'x', number: 1, text: 'b' }],
    removed: [
      { path: 'x', number: 1, text: 'a' },
      { path: 'y', number: 1, text: 'c' },
    ],
  });
});

test.each(['', 'no diff at all\n+a\n-b'])('a text without files is an empty diff: %j', text => {
  expect(parsedDiff(text)).toEqual([]);
});

function same(path: string) {
  return { oldPath: path, newPath: path };
}
