// What a regression test looks like with its expectations turned.
import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { canary } from '../../../../../src/languages/python/rules/guard/canary.ts';

const inTest = (...body: string[]) => `def test_it():\n${body.map(line => `    ${line}\n`).join('')}`;

test.each([
  ['assert price(3) == 5', 'assert price(3) == (5 * 2 + 1)'],
  ['assert 5 == price(3)', 'assert (5 * 2 + 1) == price(3)'],
  ['assert price(3) == -1.5, "why"', 'assert price(3) == -(1.5 * 2 + 1), "why"'],
  ["assert name() == 'ada'", "assert name() == ('ada' + (('ada')[-1:] or \"-\"))"],
  [`assert name() == rb"a"`, `assert name() == (rb"a" + ((rb"a")[-1:] or b"-"))`],
  ['assert name() == "a" "b"', 'assert name() == ("a" "b" + (("a" "b")[-1:] or "-"))'],
  ['assert both() == (1, "b")', 'assert both() == ((1 * 2 + 1), "b")'],
  ['assert table() == {"a": [1]}', 'assert table() == {("a" + (("a")[-1:] or "-")): [1]}'],
  ['assert is_open() == True', 'assert is_open() == False'],
  ['assert names() == []', 'assert names() == object()'],
  ['assert name() == None', 'assert name() == object()'],
  ['assert price(1) == price(2)', 'assert price(1) == object()'],
  ['assert name() == f"a{x}"', 'assert name() == object()'],
  ['assert ratio() == pytest.approx(0.1, rel=1e-3)', 'assert ratio() == pytest.approx((0.1 * 2 + 1), rel=1e-3)'],
  ['assert (price(3) == 5)', 'assert (price(3) == (5 * 2 + 1))'],
  ['assert price(3) == 5 and name()', 'assert price(3) == (5 * 2 + 1) and name()'],
  ['assert price(3) == 5 or name()', 'assert not (price(3) == 5 or name())'],
  ['assert price(1) == price(2) == 3', 'assert not (price(1) == price(2) == 3)'],
  ['assert "a" in names()', 'assert not ("a" in names())'],
  ['assert name() is None', 'assert not (name() is None)'],
  ['assert not name()', 'assert not (not name())'],
  ['assert all(x == 1 for x in some())', 'assert not (all(x == 1 for x in some()))'],
  ['self.assertEqual(price(3), 5)', 'self.assertEqual(price(3), (5 * 2 + 1))'],
  ['self.assertEqual([1], some(2), "why")', 'self.assertEqual([(1 * 2 + 1)], some(2), "why")'],
  ['self.assertAlmostEqual(price(3), 5.1, places=2)', 'self.assertAlmostEqual(price(3), (5.1 * 2 + 1), places=2)'],
  ['self.assertEqual(a(), b())', 'self.assertEqual(a(), object())'],
  ['self.assertTrue(is_open())', 'self.assertFalse(is_open())'],
  ['self.assertIsNone(name())', 'self.assertIsNotNone(name())'],
  ['self.assertIn("a", names())', 'self.assertNotIn("a", names())'],
])('%s turns into %s', (before, after) => {
  expect(canary(inTest(before))).toBe(inTest(after));
});

test('an error that is expected ends the test, whatever the name of what expects it', () => {
  const source = [
    'from pytest import raises as refuses',
    '',
    inTest(
      'with refuses(ValueError, match="a") as info, open(x):',
      '    price(None)',
      'assert "a" in str(info.value)',
      'self.assertRaises(ValueError, price, None, tax=1)',
      'with self.assertRaisesRegex(ValueError, "a"):',
      '    price(None)',
    ),
  ].join('\n');
  expect(canary(source)).toBe(
    [
      'from pytest import raises as refuses',
      '',
      inTest(
        'with __import__("contextlib").nullcontext() as info, open(x):',
        '    price(None)',
        'assert not ("a" in str(info.value))',
        '(lambda *given, **named: given[1](*given[2:], **named))(ValueError, price, None, tax=1)',
        'with __import__("contextlib").nullcontext():',
        '    price(None)',
      ),
    ].join('\n'),
  );
});

test.each([
  [
    'a helper’s assertion',
    inTest('check(price(3), 5)'),
    inTest('check(price(3), 5)', 'raise AssertionError("canary")'),
  ],
  [
    'a warning',
    inTest('with warns(X):', '    f()'),
    inTest('with warns(X):', '    f()', 'raise AssertionError("canary")'),
  ],
  ['a line', 'def test_it(): check(price(3))\n', 'def test_it(): check(price(3)); raise AssertionError("canary")\n'],
  [
    'a method',
    'class Prices:\n    async def test_it(self):\n        await check()\n\n    def other(self):\n        pass\n',
    'class Prices:\n    async def test_it(self):\n        await check()\n        raise AssertionError("canary")\n\n    def other(self):\n        pass\n',
  ],
])('where nothing can be turned, the test fails at its end: %s', (_, before, after) => {
  expect(canary(before)).toBe(after);
});

const honest = `
import asyncio, math, unittest
from contextlib import contextmanager

@contextmanager
def raises(error):
    try:
        yield
    except error:
        return
    raise AssertionError(f"no {error}")

class pytest:
    raises = staticmethod(raises)

def price(x):
    if x is None:
        raise ValueError("none")
    return x + 2

class Same(unittest.TestCase):
    def runTest(self):
        pass

self = Same()
`;
const passing = [
  'assert price(3) == 5',
  'assert [price(3), "é"] == [5, "é"]',
  'assert price(-1.5) == 0.5 and price(0)',
  'assert price(1) == price(2) - 1',
  'assert {"a": price(1)} == {"a": 3}',
  'assert price(1) in (3, 4)',
  'assert math.isclose(price(0.1), 2.1)',
  'for x, y in [(1, 3), (2, 4)]: assert price(x) == y',
  'with pytest.raises(ValueError): price(None)',
  'self.assertEqual(price(3), 5)',
  'self.assertCountEqual([price(3)], [5])',
  'self.assertDictEqual({1: price(3)}, {1: 5})',
  'self.assertRaises(ValueError, price, None)',
  'self.assertRaisesRegex(ValueError, "no", price, x=None)',
  'self.assertAlmostEqual(price(1e9), 1e9 + 2, places=3)',
  'self.assertGreater(price(3), 4)',
  'async def main(): assert price(3) == 5\n    asyncio.run(main())',
];

const any = (equality: string) => `class Any(int):\n    def __eq__(self, other): return ${equality}\n`;
const cheating = [
  `${any('True')}\n${inTest('assert Any() == 5')}`,
  `${any('isinstance(other, int)')}\n${inTest('assert Any() == 5')}`,
];

/** The sources that end without an error, by a real Python. */
function green(sources: readonly string[]): string[] {
  const words = ['run', '--rm', '--interactive', '--network', 'none', 'python:3.11-slim', 'python', '-c', program];
  return JSON.parse(execFileSync('docker', words, { input: JSON.stringify(sources), encoding: 'utf8' }));
}

const program = `
import json, sys

def is_green(source):
    try:
        exec(source, {})
        return True
    except Exception:
        return False

print(json.dumps([source for source in json.load(sys.stdin) if is_green(source)]))
`;

test('a test that passes is red as a canary, unless it compares with nothing', () => {
  const whole = (source: string) => `${honest}\n${source}\ntest_it()\n`;
  const tests = [...passing.map(statement => inTest(statement)), ...cheating];
  expect(green(tests.map(whole))).toEqual(tests.map(whole));
  expect(green(tests.map(source => whole(canary(source))))).toEqual(cheating.map(source => whole(canary(source))));
});
