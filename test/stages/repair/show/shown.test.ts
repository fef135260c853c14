// What the model is shown when it asks: parts of files of the tree, and a sentence for everything else.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { askedPlaces } from '../../../../src/stages/repair/show/places.ts';
import { shownPlaces } from '../../../../src/stages/repair/show/shown.ts';
import { type MadeTree, treeOf } from '../../../suite/tree-of.ts';

const shop = `"""A shop."""

LIMIT = 3


class Shop:
    def sell(self):
        return LIMIT

    def buy(self):
        return 0


class Bank:
    RATES = {
        1: 2,
    }

    def sell(self):
        return 1


def free():
    return None
`;
const long = Array.from({ length: 2_000 }, (_, at) => `def f${at}():\n    return ${at}\n`).join('\n');

const many = Array.from({ length: 30 }, (_, at) => `class C${at}:\n    def run(self):\n        return ${at}\n`).join(
  '\n\n',
);

let made: MadeTree;
let paths: string[];
beforeAll(async () => {
  made = treeOf({
    'shop/shop.py': shop,
    'shop/long.py': long,
    'shop/use.py': 'from shop.shop import *\nborrowed()',
    'shop/many.py': many,
    'lib/long_line.py': `x = [${'1, '.repeat(40_000)}]\n`,
    '.env': 'KEY=1\n',
    '.npmrc': 'x: 1\n',
    '.env.example': 'KEY=\n',
    'keys/server.pem': 'x\n',
    'config/secrets.yml': 'x: 1\n',
    'lib/secrets.py': 'def token(): ...\n',
    'binary.py': 'a\u0000\uFFFFb',
    ...Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`many/m${at}.py`, 'x = 1\n'])),
  });
  paths = (await made.tree.entries()).map(({ path }) => path);
});
afterAll(() => made[Symbol.dispose]());

async function shown(...places: string[]): Promise<string> {
  const target = { tree: made.tree, paths, workDirectory: '/home/runner/work/shop/shop' };
  return await shownPlaces(askedPlaces(places.map(place => `SHOW: ${place}`)), target);
}

describe('asked for', () => {
  test.each([
    ['a file', 'shop/shop.py', ['Its text:', 'LIMIT = 3', 'def free']],
    ['a file by its end', 'shop.py', ['path:\n```\nshop/shop.py\n```\nIts text:']],
    [
      'a file by its path in the container',
      '/home/runner/work/shop/shop/shop/shop.py',
      ['path:\n```\nshop/shop.py\n```\nIts text:'],
    ],
    ['a function', 'shop/shop.py:free', ['Lines 20 to 25', 'def free():\n    return None']],
    [
      'a class',
      'shop/shop.py:Bank',
      ['class Bank:\n    RATES = {\n        1: 2,\n    }\n\n    def sell(self):\n        return 1'],
    ],
    ['a variable', 'shop/shop.py:LIMIT', ['LIMIT = 3']],
    ['a variable of a class', 'shop/shop.py:Bank.RATES', ['RATES = {\n        1: 2,\n    }']],
    ['a name that is only used', 'shop/use.py:borrowed', ['shop/use.py', 'Lines 1 to 2', 'borrowed()']],
    ['a line of a long file', 'shop/long.py:1000', ['Lines 975 to 1025']],
    ['lines', 'shop/shop.py:6-8', ['Lines 6 to 8:\n```\nclass Shop:\n    def sell(self):\n        return LIMIT\n```']],
    ['a long file', 'shop/long.py', ['too long to be shown whole (6000 lines)', '    1 f0', ' 2401 f800']],
    ['a name of an example', '.env.example', ['KEY=']],
    ['a module that is called so', 'lib/secrets.py', ['def token']],
  ])('%s, it shows that', async (_, place, parts) => {
    const text = await shown(place);
    for (const part of parts) expect(text).toContain(part);
    expect(text.length).toBeLessThan(11_000);
  });

  test('a method, it shows that of the class, and of all classes where none is named', async () => {
    const own = await shown('shop/shop.py:Shop.sell');
    expect(own).toContain('return LIMIT');
    expect(own).not.toContain('class Bank');
    const all = await shown('shop/shop.py:sell');
    expect(all).toContain('return LIMIT');
    expect(all).toContain('        return 1\n');
  });
});

test('asked for a name of many, it lists them, and shows the one that is asked for then', async () => {
  const text = await shown('shop/many.py:run');
  expect(text).toContain('Its part:\n```\nrun\n```\nThat is defined 30 times in it.');
  expect(text).toContain('    2 C0.run\n');
  expect(text).not.toContain('return');
  const one = await shown('shop/many.py:C7.run');
  expect(one).toContain('return 7');
  expect(one).not.toContain('return 12');
});

describe('asked for what there is not', () => {
  test.each([
    ['a missing file', 'shop/none.py', 'There is no file shop/none.py.'],
    ['a missing file of a known name', 'core/shop.py', 'Did you mean shop/shop.py?'],
    ['a missing name', 'shop/shop.py:nothing', 'There is no such part in it.'],
    ['a line after the end', 'shop/shop.py:900', 'There is no such part in it.'],
    ['lines in the wrong order', 'shop/shop.py:8-6', 'There is no such part in it.'],
    [
      'a folder',
      'shop',
      'shop is a folder; ask for a file of it: shop/long.py, shop/many.py, shop/shop.py, shop/use.py.',
    ],
    ['a large folder', 'many/', 'and 10 more.'],
    ['a path outside', '../../etc/passwd', 'outside the repository'],
    ['an absolute path', '/etc/passwd', 'outside the repository'],
    ['a drive', 'C:/windows/win.ini', 'There is no file C.'],
    ["git's own folder", '.git/config', 'There is no file .git/config.'],
    ['a file of secrets', '.env', '.env may contain secrets'],
    ['a key', 'keys/server.pem', 'may contain secrets'],
    ['settings of secrets', 'config/secrets.yml', 'may contain secrets'],
  ])('%s, it says so', async (_, place, words) => {
    const text = await shown(place);
    expect(text).toContain(words);
    expect(text).not.toMatch(/KEY=|x: 1/);
  });

  test('forty places, it shows four and says so', async () => {
    const text = await shown(...Array.from({ length: 40 }, (_, at) => `shop/long.py:f${at}`));
    expect(text.match(/^Lines /gm)).toHaveLength(4);
    expect(text).toContain('You asked for 40 places; only the first 4 were looked up.');
  });

  test('more than there is room for, it keeps to its room', async () => {
    const text = await shown('lib/long_line.py:1', 'shop/long.py', 'shop/shop.py');
    expect(text.length).toBeLessThan(11_000);
    expect(text).toContain('shop/shop.py is not shown: the other places took all the room.');
  });
});
