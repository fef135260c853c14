// What makes an environment another one.
import { expect, test } from '@jest/globals';
import { environmentKey } from '../../../src/adapters/docker/setup/environment-key.ts';
import type { TreeEntry } from '../../../src/incident/source.ts';
import type { Tree } from '../../../src/ports.ts';
import { reproduction } from '../../contracts/store-entries.ts';

const recipe = { ...reproduction.recipe, setup: [] };
const plain: TreeEntry = { path: 'requirements.txt', kind: 'file', bytes: 4, hash: 'a'.repeat(40) };
const source: TreeEntry = { ...plain, path: 'shop.py' };

/** Knows its entries and nothing else: a key that read files would throw. */
const keyOf = (entries: readonly TreeEntry[], hash = 'tree') =>
  environmentKey({
    baseImage: 'sha256:1',
    recipe,
    tree: { hash, entries: async () => entries } as Partial<Tree> as Tree,
    workDirectory: '/w',
  });

test('a key is made of git’s hashes, without reading a file', async () => {
  const key = await keyOf([plain, source]);
  expect(await keyOf([plain, source])).toBe(key);
  expect(await keyOf([{ ...plain, hash: 'b'.repeat(40) }, source])).not.toBe(key);
  expect(await keyOf([{ ...plain, kind: 'executable' }, source])).not.toBe(key);
});

test('a file that set-up does not read changes nothing, in whatever tree', async () => {
  expect(await keyOf([plain, { ...source, hash: 'b'.repeat(40) }], 'other')).toBe(await keyOf([plain, source]));
});

test.each(['symlink', 'submodule'] as const)('of an input that is a %s the whole tree counts', async kind => {
  expect(await keyOf([{ ...plain, kind }], 'one')).not.toBe(await keyOf([{ ...plain, kind }], 'other'));
});
