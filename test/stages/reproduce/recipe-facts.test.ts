// What a recipe is made from: which paths of the tree count, and which files are read.
import { expect, test } from '@jest/globals';
import type { Tree } from '../../../src/ports.ts';
import { recipeFacts } from '../../../src/stages/reproduce/recipe-facts.ts';
import { evidence, sampleRun } from '../../contracts/store-entries.ts';
import { tree } from '../diagnose/fixtures.ts';

const run = sampleRun();

/** Every file's text names its path. */
function treeWith(paths: readonly string[], submodules: readonly string[] = []): Tree {
  const entry = (kind: 'file' | 'submodule') => (path: string) => ({ path, kind, bytes: 1, hash: '' });
  return {
    ...tree,
    entries: async () => [...paths.map(entry('file')), ...submodules.map(entry('submodule'))],
    read: async path => (paths.includes(path) ? { path, text: `text of ${path}`, executable: false } : null),
  };
}

test('workflows, actions and manifests are read, other files are only listed, and submodules do not count', async () => {
  const workflows = ['.github/workflows/ci.yml', '.github/workflows/called.yaml'];
  const actions = ['.github/actions/install/action.yml', 'tools/setup/action.yaml'];
  const wanted = [...workflows, ...actions, 'pyproject.toml', 'api/setup.py'];
  const others = ['api/code.py', '.github/workflows/old/ci.yml', '.github/dependabot.yml'];
  const facts = await recipeFacts({ run, evidence }, treeWith([...wanted, ...others], ['vendor/setup.py']));
  expect(facts.paths).toEqual([...wanted, ...others]);
  expect([...facts.texts.keys()].toSorted()).toEqual(wanted.toSorted());
  expect(facts.workflow).toBe('text of .github/workflows/ci.yml');
});

test('of more than a hundred manifests those nearest to the root are read', async () => {
  const deep = Array.from({ length: 100 }, (_, index) => `a/b/c${index}/setup.py`);
  const facts = await recipeFacts({ run, evidence }, treeWith([...deep, 'setup.py']));
  expect([...facts.texts.keys()]).toEqual(['setup.py', ...deep.slice(0, 99)]);
});

test('a workflow that is gone is null', async () => {
  expect((await recipeFacts({ run, evidence }, treeWith(['setup.py']))).workflow).toBeNull();
});
