import { expect, test } from '@jest/globals';
import { pathInTree } from '../../../src/stages/diagnose/tree-paths.ts';

const paths = new Set([
  'shop/cart.py',
  'a/settings.py',
  'lib/x.py',
  'src/lib/x.py',
  'one/same.py',
  'two/same.py',
  'backend/app/main.py',
]);

test.each([
  ['shop/cart.py', 'shop/cart.py'],
  ['./shop/cart.py', 'shop/cart.py'],
  ['`shop/cart.py`', 'shop/cart.py'],
  ['shop/cart.py:12', 'shop/cart.py'],
  ['shop\\cart.py', 'shop/cart.py'],
  ['/home/runner/work/shop/shop/shop/cart.py', 'shop/cart.py'],
  ['/__w/shop/shop/shop/cart.py', 'shop/cart.py'],
  ['/github/workspace/shop/cart.py', 'shop/cart.py'],
  ['b/shop/cart.py', 'shop/cart.py'],
  ['a/settings.py', 'a/settings.py'],
  ['lib/x.py', 'lib/x.py'],
  ['cart.py', 'shop/cart.py'],
  ['app/main.py', 'backend/app/main.py'],
  ['same.py', null],
  ['/etc/passwd', null],
  ['/shop/cart.py', null],
  ['../shop/cart.py', null],
  ['shop/../shop/cart.py', null],
  ['/home/runner/work/shop/shop/../cart.py', null],
  ['C:/shop/cart.py', null],
  ['art.py', null],
  ['', null],
  ['nowhere.py', null],
])('%j means %j', (claimed, path) => {
  expect(pathInTree(claimed, paths)).toBe(path);
});
