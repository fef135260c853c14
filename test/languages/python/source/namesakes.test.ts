// Source files that a test is named after, among the files of a repository.
import { expect, test } from '@jest/globals';
import { languages } from '../../../../src/languages/languages.ts';

const paths = new Set([
  'shop/cart.py',
  'shop/carts.py',
  'shop/smart_cart.py',
  'lib/cart.py',
  'old/cart.py',
  'tests/cart.py',
  'main.py',
]);

test.each([
  ['tests/test_cart.py', ['shop/cart.py', 'lib/cart.py']],
  ['tests/unit/cart_test.py', ['shop/cart.py', 'lib/cart.py']],
  ['test_main.py', ['main.py']],
  ['checks/tests_main.py', ['main.py']],
  ['tests/test_art.py', []],
  ['tests/test_shop.py', []],
])(
  'the source files that %s is named after are %j: same whole name, no test files, two at most',
  (testPath, expected) => {
    expect(languages.python.source.namesakes(testPath, paths)).toEqual(expected);
  },
);
