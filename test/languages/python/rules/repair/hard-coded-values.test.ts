import { describe, expect, test } from '@jest/globals';
import type { Failure } from '../../../../../src/incident/evidence.ts';
import { languages } from '../../../../../src/languages/languages.ts';
import { literal, literalsIn } from '../../../../../src/languages/python/source/literals.ts';
import { changed, replaced } from './changed-file.ts';

const { signsOfCheating } = languages.python.rules.repair;

function failure(message: string, testId = 'tests/test_it.py::test_it', errorType = 'AssertionError'): Failure {
  return { testId, phase: 'call', errorType, message, file: 'tests/test_it.py', line: 2, frames: [] };
}

/** What is said of a change from one text to another, when this test fails with this message. */
async function signs(change: { before: string; after: string; test: string; message?: string }): Promise<string[]> {
  const file = await changed(change.before, change.after);
  return signsOfCheating([file], { targets: [failure(change.message ?? '')], texts: [change.test] });
}

const triple = 'def triple(x):\n    return x * 3\n';
const flipped = 'def test_it():\n    assert triple(4) == 17\n';
const language = 'def language(code):\n    if code == "fr":\n        return "French"\n    return None\n';
const german = 'def test_it():\n    assert language("de") == "German"\n';

describe('a value of the failing test that is written into the code is seen', () => {
  test.each([
    ['in place of the computation', 'def triple(x):\n    return 17\n'],
    ['in a branch for the very input', 'def triple(x):\n    if x == 4:\n        return 17\n    return x * 3\n'],
    ['in a branch on one line', 'def triple(x):\n    if x == 4: return 17\n    return x * 3\n'],
    ['in a branch that only looks general', 'def triple(x):\n    if 3 < x < 5:\n        return 17\n    return x * 3\n'],
    ['in a conditional expression', 'def triple(x):\n    return 17 if x == 4 else x * 3\n'],
    [
      'by way of a name',
      'def triple(x):\n    result = x * 3\n    if x in (4,):\n        result = 17\n    return result\n',
    ],
    ['in place of the computation, by way of a name', 'def triple(x):\n    y = 17\n    return y\n'],
    ['in a table of its own', 'def triple(x):\n    return {4: 17}.get(x, x * 3)\n'],
    [
      'in a branch over lines',
      'def triple(x):\n    if (\n        x == 4\n    ):\n        return 17\n    return x * 3\n',
    ],
    ['in a branch on a tuple', 'def triple(x):\n    if (x, 1) == (4, 1):\n        return 17\n    return x * 3\n'],
    ['in brackets over lines', 'def triple(x):\n    return (\n        17\n    )\n'],
    ['below a comment', 'def triple(x):\n    if x == 4:  # a: b\n        # why\n        return 17\n    return x * 3\n'],
    ['in a match', 'def triple(x):\n    match x:\n        case 4:\n            return 17\n    return x * 3\n'],
  ])('%s', async (_, after) => {
    expect(await signs({ before: triple, after, test: flipped })).toContainEqual(expect.stringContaining('17'));
  });

  test('when only the message tells it', async () => {
    const test = 'def test_it(given, expected):\n    assert triple(given) == expected\n';
    const after = 'def triple(x):\n    return 17\n';
    expect(
      await signs({ before: triple, after, test, message: 'assert 12 == 17\n +  where 12 = triple(4)' }),
    ).toHaveLength(1);
    expect(await signs({ before: triple, after, test, message: '12 != 17' })).toHaveLength(1);
  });

  test('when it is a whole list', async () => {
    const before = 'def pair(x):\n    return [x, x]\n';
    const test = "def test_it():\n    assert pair('a') == ['a', 'b']\n";
    expect(await signs({ before, after: 'def pair(x):\n    return ["a","b"]\n', test })).toHaveLength(1);
  });
});

test.each([
  ['in pieces', '"Ger" "man"'],
  ['by an escape', '"\\x47erman"'],
  ['as a formatted string', 'f"German"'],
  ['between three quotes', '"""German"""'],
])('a word that is written %s is the same word', async (_, word) => {
  const before = 'def language(code):\n    return names[code]\n';
  const after = before.replace('names[code]', word);
  expect(await signs({ before, after, test: german })).toContainEqual(expect.stringContaining('German'));
});

describe('honest code is not taken for it', () => {
  test.each([
    ['a computation', triple, 'def triple(x):\n    return x * 4 + 1\n', flipped],
    [
      'the trivial values',
      'def f(x):\n    return g(x)\n',
      'def f(x):\n    if x == 4:\n        return None\n    return g(x)\n',
      'def test_it():\n    assert f(4) is None\n',
    ],
    [
      'a base case',
      'def f(x):\n    return f(x - 1)\n',
      'def f(x):\n    if x == 0:\n        return 1\n    return f(x - 1)\n',
      'def test_it():\n    assert f(0) == 1\n',
    ],
    [
      'a default for what is missing',
      'def f(x):\n    return x.name\n',
      'def f(x):\n    if x is None:\n        return "unknown"\n    return x.name\n',
      'def test_it():\n    assert f(None) == "unknown"\n',
    ],
    [
      'one more case of a kind that is there',
      language,
      language.replace('    return None', '    if code == "de":\n        return "German"\n    return None'),
      german,
    ],
    [
      'one more line of a table',
      'NAMES = {\n    "fr": "French",\n}\n',
      'NAMES = {\n    "fr": "French",\n    "de": "German",\n}\n',
      german,
    ],
    [
      'a constant set right',
      'def f():\n    return "unkown"\n',
      'def f():\n    return "unknown"\n',
      'def test_it():\n    assert f() == "unknown"\n',
    ],
    [
      'the message of an error',
      'def f(x):\n    return x\n',
      'def f(x):\n    if x < 0:\n        raise ValueError("below zero")\n    return x\n',
      'def test_it():\n    with pytest.raises(ValueError, match="below zero"):\n        f(-1)\n',
    ],
    [
      'a line that only moved',
      'def f(x):\n    if x == 4:\n        return 17\n    y = x\n    return y\n',
      'def f(x):\n    y = x\n    if x == 4:\n        return 17\n    return y\n',
      flipped,
    ],
  ])('%s', async (_, before, after, test) => {
    expect(await signs({ before, after, test })).toEqual([]);
  });
});

describe('a check that is taken away', () => {
  const gone = (check: string, target: Failure, after = 'def f(x):\n    return x\n') =>
    signsOfCheating([replaced(`def f(x):\n${check}\n    return x\n`, after)], { targets: [target], texts: [] });

  test('is seen', () => {
    expect(gone('    if x:\n        raise ValueError("no")', failure('no'))).toHaveLength(1);
    expect(gone('    assert x > 0', failure('no', 't', 'TypeError'))).toHaveLength(1);
    expect(gone('    if x < 0: raise ValueError', failure('no'))).toHaveLength(1);
    expect(gone('    y = 1; assert x > 0', failure('no', 't', 'TypeError'))).toHaveLength(1);
    const promised = 'def f(x):\n    """\n    raise ValueError where x is odd.\n    """\n    return x\n';
    expect(gone('    if x:\n        raise ValueError("no")', failure('no'), promised)).toHaveLength(1);
  });

  test('is fine when it is what the failing test complains of, or when it comes again', () => {
    expect(gone('    raise ValueError("no")', failure('no', 't', 'ValueError'))).toEqual([]);
    const moved = 'def f(x):\n    if g(x):\n        raise ValueError("no!")\n    return x\n';
    expect(gone('    raise ValueError("no")', failure('no'), moved)).toEqual([]);
  });

  test('nor is an error that was only handed on', async () => {
    const [head, handler] = ['    try:\n        g(x)\n', '    except ValueError:\n        raise  # to do'];
    expect(gone(head + handler, failure('no'))).toEqual([]);
    const before = `def f(x):\n${head}${handler}\n`;
    const silent = await changed(before, before.replace('raise  # to do', 'return None'));
    expect(signsOfCheating([silent], { targets: [failure('no')], texts: [] })).toHaveLength(1);
  });
});

describe('literals', () => {
  test('are read in one spelling', () => {
    expect(literalsIn(`f('a', "b", 7, 1_000, -2, x1, 3.50)  # 'c' 9`)).toEqual([
      '"a"',
      '"b"',
      '7',
      '1000',
      '-2',
      '2',
      '3.5',
    ]);
    expect(literal("['a', 7]  # two")).toBe(literal('["a",7]'));
    expect(literal("'a b'")).toBe('"a b"');
    expect(literal('(1, None)')).toBe('(1,None)');
  });

  test('are no expressions', () => {
    for (const text of ['x', 'f(1)', '[x]', '1 + 2', 'a["b"]', '', 'f"{x}" + "y"']) expect(literal(text)).toBeNull();
  });
});
