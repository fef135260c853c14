// What changed since CI was green, as places in the files as they are now.
import { expect, test } from '@jest/globals';
import { changedFiles, changedPlacesIn } from '../../src/context/changes.ts';
import { treeOf } from '../suite/tree-of.ts';

async function placesOf(before: Record<string, string>, after: Record<string, string>) {
  using old = treeOf(before);
  using now = treeOf(after);
  using both = treeOf({ ...before, ...after });
  const changes = Object.entries({ ...Object.fromEntries(Object.keys(before).map(path => [path, null])), ...after });
  const to = await both.tree.with(changes.map(([path, content]) => ({ path, content, executable: false })));
  expect(to.hash).toBe(now.tree.hash);
  const from = await both.tree.with(
    Object.keys({ ...before, ...after }).map(path => ({ path, content: before[path] ?? null, executable: false })),
  );
  expect(from.hash).toBe(old.tree.hash);
  return changedPlacesIn(await from.diff(to), new Set(Object.keys(after)));
}

const three = ['def one():\n    return 1\n', 'def two():\n    return 2\n', 'def three():\n    return 3\n'];

test('what was removed is seen at the code on both sides of it', async () => {
  const [one = '', , last = ''] = three;
  const places = await placesOf({ 'a.py': three.join('\n\n') }, { 'a.py': `${one}\n\n${last}` });
  expect(places).toEqual([
    { path: 'a.py', line: 2, isRemoval: true },
    { path: 'a.py', line: 5, isRemoval: true },
  ]);
});

test('what was removed at either end of a file is seen at the end that there is', async () => {
  const [one = '', two = ''] = three;
  expect(await placesOf({ 'a.py': one + two }, { 'a.py': two })).toEqual([{ path: 'a.py', line: 1, isRemoval: true }]);
  expect(await placesOf({ 'a.py': one + two }, { 'a.py': one })).toEqual([{ path: 'a.py', line: 2, isRemoval: true }]);
  expect(await placesOf({ 'a.py': one }, { 'a.py': '' })).toEqual([]);
});

test('a line that was changed is seen at its place, and is no removal', async () => {
  const after = three.join('\n\n').replace('return 2', 'return 4');
  expect(await placesOf({ 'a.py': three.join('\n\n') }, { 'a.py': after })).toEqual([
    { path: 'a.py', line: 6, isRemoval: false },
  ]);
});

test('files that lost something come first, code before data; tests, prose and settings of tools are left out', async () => {
  const names = ['b.py', 'c.json', 'a.py', 'tests/test_a.py', 'README.md', '.github/workflows/ci.yml', 'image.png'];
  const places = names.map(path => ({ path, line: 1, isRemoval: path === 'a.py' || path === 'c.json' }));
  expect(changedFiles(places)).toEqual(['a.py', 'b.py', 'c.json']);
  const many = Array.from({ length: 40 }, (_, at) => ({ path: `m${at}.py`, line: 1, isRemoval: false }));
  expect(changedFiles(many)).toHaveLength(8);
});
