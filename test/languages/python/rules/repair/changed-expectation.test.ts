import { describe, expect, test } from '@jest/globals';
import type { Failure } from '../../../../../src/incident/evidence.ts';
import { changedExpectation } from '../../../../../src/languages/python/rules/repair/since-green/changed-expectation.ts';
import { treeOf } from '../../../../suite/tree-of.ts';

const sha = 'abcdef0123456789';
const path = 'tests/test_it.py';
const frame = { file: path, line: 2, frames: [] };

function failing(name: string): Failure {
  return { testId: `${path}::${name}`, phase: 'call', errorType: 'AssertionError', message: '', ...frame };
}

/** What is said when these files became those, and `test_it` fails. */
async function said(before: Record<string, string>, after: Record<string, string>, ...names: string[]) {
  using old = treeOf(before);
  using now = treeOf(after);
  const diff = await gitDiff(old.tree, after);
  const targets = (names.length > 0 ? names : ['test_it']).map(failing);
  expect(now.tree.hash).not.toBe(old.tree.hash);
  const changed = new Map(
    Object.entries(after).flatMap(([file, text]) => {
      const old = before[file];
      return old === undefined || old === text ? [] : [[file, [old, text] as const]];
    }),
  );
  return changedExpectation(targets, { sha, diff, tests: new Map([[path, after[path] ?? '']]), changed });
}

async function gitDiff(tree: ReturnType<typeof treeOf>['tree'], after: Record<string, string>): Promise<string> {
  const changes = Object.entries(after).map(([file, content]) => ({ path: file, content, executable: false }));
  return await tree.diff(await tree.with(changes));
}

const testOf = (line: string) => ({ [path]: `def test_it():\n    ${line}\n\n\ndef test_other():\n    pass\n` });

describe('a push that changed nothing but an expected value', () => {
  test.each([
    ['on the right', 'assert triple(4) == 12', 'assert triple(4) == 17'],
    ['on the left', 'assert 12 == triple(4)', 'assert 17 == triple(4)'],
    ['a whole list', "assert f(4) == ['a', 1]", "assert f(4) == ['a', 2, 'b']"],
    ['from true to false', 'assert f(4) is True', 'assert f(4) is False'],
    ['by a word', 'assert f(4)', 'assert not f(4)'],
    ['in unittest', 'self.assertEqual(f(4), 12)', 'self.assertEqual(f(4), 17)'],
    ['a tuple', 'assert f(4) == (1, 2)', 'assert f(4) == (1, 3)'],
    ['with brackets round it', 'assert (f(4) == 12)', 'assert (f(4) == 17)'],
    ['in pieces', `assert f(4) == 'a' 'b'`, `assert f(4) == 'a' 'c'`],
    ['with a quote in it', `assert f(4) == 'it\\'s'`, `assert f(4) == 'it\\'s == 3'`],
    ['that becomes negative', 'self.assertEqual(f(4), 12)', 'self.assertEqual(f(4), -12)'],
    ['with a message', `assert f(4) == 12, 'no'`, `assert f(4) == 17, 'no'`],
    ['with a message', `assert f(4) == 12, 'no'`, `assert f(4) == 17, 'yes'`],
    ['as another comparison', 'assert triple(4) == 12', 'assert triple(4) < 12'],
    ['as a sum', 'assert f(4) == 12', 'assert f(4) == 12 + 5'],
    ['by way of a name', "expected = 'a'", "expected = 'b'"],
  ])('is seen: %s', async (_, before, after) => {
    expect(await said(testOf(before), testOf(after))).toContain(`\`${before}\` became \`${after}\``);
  });

  test('is seen in a test file of any name', async () => {
    const file = 'checks/tests_it.py';
    const testIn = (value: number) => ({ [file]: `def test_it():\n    assert f(4) == ${value}\n` });
    using old = treeOf(testIn(12));
    const target = { ...failing('test_it'), testId: `${file}::test_it` };
    const since = { sha, diff: await gitDiff(old.tree, testIn(17)), tests: new Map(Object.entries(testIn(17))) };
    expect(changedExpectation([target], since)).toContain('abcdef0');
    const ofDoctest = { ...target, testId: `${file}::checks.tests_it.test_it` };
    expect(changedExpectation([ofDoctest], since)).toBeNull();
  });

  test.each([
    ['by another name', 'wanted = 12\n    assert f(4) == wanted', 'wanted = 17\n    assert f(4) == wanted'],
    ['as another error', 'with raises(KeyError):\n        f(4)', 'with raises(ValueError):\n        f(4)'],
    ['on several lines', 'assert f(4) == [\n        12,\n    ]', 'assert f(4) == [\n        17,\n    ]'],
  ])('is seen %s', async (_, before, after) => {
    expect(await said(testOf(before), testOf(after))).not.toBeNull();
  });

  test.each([
    ['brackets and quotes', "x = ('a')\ny = [1,\n  2,\n]\n", 'x = "a"\ny = [1, 2]\n'],
    ['the order of imports', 'import os\nimport re\n', 'import re\nimport os\n'],
  ])('is seen beside %s in the code', async (_, old, now) => {
    const [before, after] = [testOf('assert f(4) == 12'), testOf('assert f(4) == 17')];
    expect(await said({ ...before, 'a.py': old }, { ...after, 'a.py': now })).not.toBeNull();
  });

  test('is seen in a parameter', async () => {
    const rows = (value: number) => ({
      [path]: `@pytest.mark.parametrize('x, y', [\n    (1, 3),\n    (4, ${value}),\n])\ndef test_it(x, y):\n    assert f(x) == y\n`,
    });
    expect(await said(rows(12), rows(17), 'test_it[4-17]')).toContain('abcdef0');
  });
});

describe('nothing is said', () => {
  test.each([
    ['of another input', 'assert triple(4) == 12', 'assert triple(5) == 12'],
    ['of another input and result', 'assert triple(4) == 12', 'assert triple(5) == 15'],
    ['of another call', 'assert triple(4) == 12', 'assert thrice(4) == 12'],
    ['of one more line', 'assert triple(4) == 12', 'assert triple(4) == 12\n    assert triple(5) == 16'],
    ['of both sides', 'assert 12 == 13', 'assert 14 == 15'],
    ['of another message alone', `assert f(4) == 12, 'no'`, `assert f(4) == 12, 'yes'`],
    ['of another input by a name', 'x = 4\n    assert f(x) == 12', 'x = 5\n    assert f(x) == 12'],
    ['of an input behind the result', 'self.assertEqual(12, f(4))', 'self.assertEqual(12, f(5))'],
    ['of words that look like an assertion', `x = 'assert f(4) == 12'`, `x = 'assert f(4) == 17'`],
  ])('%s', async (_, before, after) => {
    expect(await said(testOf(before), testOf(after))).toBeNull();
  });

  test('when code changed as well, when the test is new, or when another test fails too', async () => {
    const [before, after] = [testOf('assert f(4) == 12'), testOf('assert f(4) == 17')];
    expect(await said({ ...before, 'a.py': 'x = 1\n' }, { ...after, 'a.py': 'x = 2\n' })).toBeNull();
    expect(await said({ 'a.py': 'x = 1\n' }, { 'a.py': 'x = 1\n', ...after })).toBeNull();
    expect(await said(before, after, 'test_it', 'test_other')).toBeNull();
    expect(await said({ ...before, 'README.md': 'old' }, { ...after, 'README.md': 'new' })).not.toBeNull();
  });
});

describe('code that the failing test does not run', () => {
  const [before, after] = [testOf('assert f(4) == 12'), testOf('assert f(4) == 17')];
  const code = (f: number, g: number) => `def f(x):\n    return x + ${f}\n\n\ndef g(x):\n    return x + ${g}\n`;
  const known = { imported: new Map([['a.py', code(8, 1)]]), ran: new Map([['a.py', new Set(['f'])]]) };
  const saidOf = async (old: Record<string, string>, now: Record<string, string>) => {
    using then = treeOf({ ...before, ...old });
    const diff = await gitDiff(then.tree, { ...after, ...now });
    const changed = new Map(Object.entries(now).map(([file, text]) => [file, [old[file] ?? '', text] as const]));
    return changedExpectation([failing('test_it')], {
      sha,
      diff,
      tests: new Map(Object.entries(after)),
      changed,
      ...known,
    });
  };

  test('does not matter', async () => {
    expect(await saidOf({ 'a.py': code(8, 1) }, { 'a.py': code(8, 2) })).not.toBeNull();
    expect(await saidOf({ 'b.py': code(8, 1) }, { 'b.py': code(9, 1) })).not.toBeNull();
  });

  test('matters where it does run, or runs on import', async () => {
    expect(await saidOf({ 'a.py': code(8, 1) }, { 'a.py': code(9, 1) })).toBeNull();
    expect(await saidOf({ 'a.py': `${code(8, 1)}Y = 1\n` }, { 'a.py': `${code(8, 1)}Y = 2\n` })).toBeNull();
    expect(await saidOf({ 'a.py': `${code(8, 1)}Y = g(1)\n` }, { 'a.py': `${code(8, 2)}Y = g(1)\n` })).toBeNull();
  });
});

describe('a push that changed nothing but what a test depends on', () => {
  const usingIt = {
    [path]:
      'from tests.cases import EXPECTED, check\n\n\ndef test_it(wanted):\n    check(f(4), wanted, EXPECTED, "cases.json")\n',
  };
  const code = { 'shop/a.py': 'def f(x):\n    """Three times."""\n    return x * 3\n' };
  const fixture = (value: number) => ({
    'tests/conftest.py': `@pytest.fixture\ndef wanted():\n    return ${value}\n\n\n@pytest.fixture\ndef other():\n    return 1\n`,
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['a fixture', fixture(12), fixture(17)],
    ['a constant', { 'tests/cases.py': 'EXPECTED = 12\n' }, { 'tests/cases.py': 'EXPECTED = 17\n' }],
    [
      'a helper',
      { 'tests/cases.py': 'def check(a, b, *_):\n    assert a == b\n' },
      { 'tests/cases.py': 'def check(a, b, *_):\n    assert a == b + 5\n' },
    ],
    ['a data file of the tests', { 'tests/cases.json': '[\n  12\n]\n' }, { 'tests/cases.json': '[\n  17\n]\n' }],
    ['a data file elsewhere', { 'shop/cases.json': '[\n  12\n]\n' }, { 'shop/cases.json': '[\n  17\n]\n' }],
    [
      'a fixture beside a docstring',
      { ...fixture(12), ...code },
      { ...fixture(17), 'shop/a.py': code['shop/a.py'].replace('Three', '3') },
    ],
  ])('is seen: %s', async (_, before, after) => {
    expect(await said({ ...usingIt, ...before }, { ...usingIt, ...after })).toContain('for a person to decide');
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    [
      'of another fixture',
      fixture(12),
      { 'tests/conftest.py': fixture(12)['tests/conftest.py'].replace('return 1\n', 'return 2\n') },
    ],
    ['of more cases', { 'tests/cases.json': '[\n  12\n]\n' }, { 'tests/cases.json': '[\n  12,\n  17\n]\n' }],
    [
      'of more in a helper',
      { 'tests/cases.py': 'def check(*_):\n    pass\n' },
      { 'tests/cases.py': 'def check(*_):\n    pass\n    more()\n' },
    ],
    ['of data that no test names', { 'shop/rates.json': '12\n' }, { 'shop/rates.json': '17\n' }],
    [
      'of a dependency',
      { ...fixture(12), 'requirements.txt': 'a==1\n' },
      { ...fixture(17), 'requirements.txt': 'a==2\n' },
    ],
    [
      'of code',
      { ...fixture(12), ...code },
      { ...fixture(17), 'shop/a.py': code['shop/a.py'].replace('x * 3', 'x * 2') },
    ],
  ])('nothing is said %s', async (_, before, after) => {
    expect(await said({ ...usingIt, ...before }, { ...usingIt, ...after })).toBeNull();
  });

  test('nothing is said of a new test', async () => {
    const old = { ...usingIt, [path]: 'def test_old():\n    pass\n', ...fixture(12) };
    expect(await said(old, { ...usingIt, ...fixture(17) })).toBeNull();
  });
});
