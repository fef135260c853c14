// What runs outside of all tests, as far as that is known.
import { afterAll, expect, test } from '@jest/globals';
import { hookedContainer } from './hooked-container.ts';

const container = await hookedContainer();
afterAll(async () => await container[Symbol.asyncDispose]());

const shop = `
def table():
    return {1: 2}

TABLE = table()

def price(count):
    return TABLE[count]
`;
const files = {
  'shop.py': shop,
  'unused.py': 'LIMIT = 3\n',
  'tests/__init__.py': '',
  'tests/test_a.py':
    'import unittest, shop\nclass Prices(unittest.TestCase):\n    def test_one(self): self.assertEqual(shop.price(1), 2)\n',
  'tests/test_b.py':
    'import subprocess, sys\ndef test_two(): subprocess.run([sys.executable, "-c", "import shop"], check=True)\n',
};

test.each(['python -m pytest tests/test_a.py', 'python -m unittest tests.test_a'])(
  '`%s` tells the functions that ran on import, and the files that were imported',
  async command => {
    const { spectrum, run } = await container.run(files, command, { coverage: true });
    expect(run.void).toBeNull();
    expect([...(spectrum?.loaded?.keys() ?? [])].filter(path => !path.startsWith('tests/'))).toEqual(['shop.py']);
    expect([...(spectrum?.loaded?.get('shop.py') ?? [])]).toEqual([2]);
    expect([...(spectrum?.files.get('shop.py')?.keys() ?? [])]).toEqual([8]);
  },
);

test.each([
  ['a test starts a process', 'python -m pytest tests/test_b.py'],
  ['another tracer is at work', 'python -m coverage run -m pytest tests/test_a.py'],
  [
    'something of the repository was imported before',
    'python -c "import shop, sys, unittest; unittest.main(module=None, argv=[sys.argv[0], \'tests.test_a\'])"',
  ],
])('it is not known where %s', async (_, command) => {
  const { spectrum, run } = await container.run(files, command, { coverage: true });
  expect(run.void).toBeNull();
  expect(spectrum?.passed).toBe(1);
  expect(spectrum?.loaded).toBeNull();
});
