// A run that lists the tests names those that the same command runs, and runs none of them.
import { afterAll, expect, test } from '@jest/globals';
import { hookedContainer } from './hooked-container.ts';

const container = await hookedContainer();
afterAll(async () => await container[Symbol.asyncDispose]());

const suite = `
import os, unittest

class Prices(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("RAN")
    def test_one(self): print("RAN")
    @unittest.skip("slow")
    def test_two(self): pass
    def test_many(self):
        for value in range(3):
            with self.subTest(value=value): print("RAN")
`;
const functions = `
import pytest
@pytest.fixture
def shop(): print("RAN")
@pytest.mark.parametrize("value", [object(), object()], ids=lambda each: hex(id(each)))
def test_values(shop, value): print("RAN")
`;
const files = {
  'tests/__init__.py': '',
  'tests/test_a.py': suite,
  'tests/test_b.py': functions,
  'shop.py':
    '"""\n>>> 1 + 1\n2\n"""\nimport doctest, sys\nif __name__ == "__main__": sys.exit(doctest.testmod().failed)\n',
};

test.each([
  'pytest -s',
  'pytest -s -k "not two" --maxfail=1',
  'pytest -s tests/test_a.py && python -m pytest -s tests/test_b.py',
  'python -m coverage run -m pytest && python -m coverage report --fail-under=1',
  'python -m unittest tests.test_a',
  'python -m unittest discover && python shop.py',
])('`%s`', async command => {
  const whole = await container.run(files, command);
  const { listed, output } = await container.run(files, command, { listsOnly: true });
  const functionsOf = (ids: Iterable<string>) => Array.from(ids, id => id.replace(/\[.*/, '')).sort();
  expect(whole.run.void).toBeNull();
  expect(functionsOf(listed ?? [])).toEqual(functionsOf(whole.run.outcomes.keys()));
  expect(output).not.toContain('RAN');
});
