// Which files of a tree can be edited at all.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type EditTarget, edited } from '../../../../src/stages/repair/edit/edited.ts';
import { type MadeTree, treeOf } from '../../../suite/tree-of.ts';

let made: MadeTree;
let target: EditTarget;
beforeAll(async () => {
  made = treeOf({
    'plain.py': 'x = 1\n',
    'crlf.py': 'x = 1\r\ny = 2\r\n',
    'cr.py': '# a comment\rx = 1\nx = 1\n',
    'nul.py': 'y = "\0"\nx = 1\n',
  });
  const paths = (await made.tree.entries()).map(({ path }) => path);
  target = { tree: made.tree, paths, workDirectory: '/w' };
});
afterAll(() => made[Symbol.dispose]());

const editOf = (path: string) => [{ path, search: 'x = 1\n', replace: 'x = 2\n', line: null }];

test.each([
  ['plain.py', 'x = 2\n'],
  ['/w/plain.py', 'x = 2\n'],
  ['crlf.py', 'x = 2\r\ny = 2\r\n'],
])('%s can be', async (path, text) => {
  expect(await edited(editOf(path), target)).toMatchObject({ kind: 'edited', files: [{ text }] });
});

test.each(['cr.py', 'nul.py'])('%s cannot: git, Python and a browser disagree about its lines', async path => {
  const result = await edited(editOf(path), target);
  expect(result).toMatchObject({ kind: 'refused', gate: 'does-not-apply' });
  expect(JSON.stringify(result)).toContain('cannot be edited');
});
