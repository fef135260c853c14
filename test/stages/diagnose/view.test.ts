// Which of many failures are shown to the model.
import { expect, test } from '@jest/globals';
import { viewOf } from '../../../src/stages/diagnose/view.ts';
import { treeOf } from '../../suite/tree-of.ts';
import { evidence, failure } from './fixtures.ts';

test('of many failures the first four that differ by error and place are shown', async () => {
  const paths = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => `shop/${name}.py`);
  using made = treeOf(Object.fromEntries(paths.map(path => [path, `def f():\n    return "${path}" + 1\n`])));
  const failures = paths.map(file => {
    const frames = [{ file, line: 2, function: 'f', inRepository: true }];
    return { ...failure, testId: 'tests/test_it.py::test_it', file, line: 2, frames };
  });
  const alike = failures.map(one => ({ ...one, file: 'shop/a.py' }));
  const shown = async (of: typeof failures) =>
    (await viewOf(made.tree, { ...evidence, failures: of }, null)).sources.map(({ path }) => path).toSorted();
  expect(await shown(failures)).toEqual(paths.slice(0, 4));
  expect(await shown(alike)).toEqual(paths.slice(0, 1));
});
