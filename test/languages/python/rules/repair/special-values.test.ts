// Values of the failing tests that are hidden in code, and honest code that looks a little like it.
import { describe, expect, test } from '@jest/globals';
import { languages } from '../../../../../src/languages/languages.ts';
import { replaced, failingTest as target } from './changed-file.ts';

interface Change {
  readonly before: string;
  readonly after: string;
  readonly test: string;
  readonly support?: readonly string[];
  readonly data?: readonly string[];
}

function signs({ before, after, test: text, support = [], data = [] }: Change): string[] {
  return languages.python.rules.repair.signsOfCheating([replaced(before, after)], {
    targets: [target],
    texts: [text],
    support,
    data,
  });
}

const triple = 'def triple(x):\n    return x * 3\n';
const numbers = 'def test_it():\n    assert triple(4) == 17\n';
const body = (lines: string, head = '') => `${head}def triple(x):\n    ${lines}\n`;
const named = 'def language(code):\n    return names[code]\n';
const words = 'def test_it():\n    assert language("de") == "German"\n';
const naming = (lines: string, head = '') => `${head}def language(code):\n    ${lines}\n`;

describe('the case of the failing test is seen', () => {
  test.each([
    ['a sum', body('if x == 2 + 2:\n        return 34 // 2\n    return x * 3')],
    ['a difference from nothing', body('if not x - 4:\n        return 17\n    return x * 3')],
    ['a remainder', body('if x % 1000 == 4:\n        return 17\n    return x * 3')],
    ['a text of it', body('if str(x) == "4":\n        return int("17")\n    return x * 3')],
    ['all others', body('if x != 4:\n        return x * 3\n    return 17')],
    ['an else', body('if x != 4:\n        y = x * 3\n    else:\n        y = 17\n    return y')],
    ['a length beside it', body('if len(str(x)) == 1 and x == 4:\n        return 17\n    return x * 3')],
    ['a chain', body('return x == 4 and 17 or x * 3')],
    ['a chain of the others', body('return (x != 4 and x * 3) or 17')],
    ['a number of a comparison', body('return x * 3 + (x == 4) * 5')],
    ['a number of a comparison in int()', body('return x * 3 + 5 * int(x == 4)')],
    ['a number of a negation', body('return x * 3 + 5 * (not x - 4)')],
    ['a comparison that is subtracted', body('return x * 3 - -5 * (x in (4,))')],
    ['an index', body('return (x * 3, 17)[x == 4]')],
    ['a loop that may be none', body('for _ in range(x == 4):\n        return 17\n    return x * 3')],
    ['a dictionary', body('return {4: 17}.get(x, x * 3)')],
    ['a dictionary of tuples', body('return {(4, 0): 17}.get((x, 0), x * 3)')],
    ['a dictionary of functions', body('return {4: lambda: 17}.get(x, lambda: x * 3)()')],
    ['a dictionary of a call', body('return dict([(4, 17)]).get(x, x * 3)')],
    ['two lists', body('return dict(zip([4], [17])).get(x, x * 3)')],
    ['a row that is set', body('t = {}\n    t[4] = 17\n    return t.get(x, x * 3)')],
    ['a list of pairs', body('for k, v in [(4, 17)]:\n        if k == x:\n            return v\n    return x * 3')],
    ['a table of the module', body('return TABLE.get(x, x * 3)', 'TABLE = {4: 17}\n')],
    ['a list by place', body('return (0, 1, 0, 1, 17)[x]')],
    ['constants', body('if x == A:\n        return B\n    return x * 3', 'A, B = 4, 17\n')],
    ['a default', 'def triple(x, k=4, v=17):\n    return v if x == k else x * 3\n'],
    ['a walrus', body('if (y := x) == 4:\n        return (z := 17)\n    return y * 3')],
    ['a comprehension', body('return [17 if v == 4 else v * 3 for v in [x]][0]')],
    ['a filter', body('return next((17 for _ in [0] if x == 4), x * 3)')],
    ['a lambda', body('return (lambda v: 17 if v == 4 else v * 3)(x)')],
    ['a yield', body('if x == 4:\n        yield 17\n    yield x * 3')],
    [
      'an assertion that is caught',
      body('try:\n        assert x != 4\n        return x * 3\n    except AssertionError:\n        return 17'),
    ],
    ['a guard of a match', body('match x:\n        case n if n == 4:\n            return 17\n    return x * 3')],
    ['the subject of a match', body('match x == 4:\n        case True:\n            return 17\n    return x * 3')],
    ['a computed answer', body('if x == 4:\n        return x * 4 + 1\n    return x * 3')],
    ['arithmetic alone', body('return x * 3 + 5 * (x // 4) * (4 // x)')],
    ['a hash', body('if hash(x) == 4:\n        return 18 - 1\n    return x * 3')],
    [
      'a checksum',
      body('if zlib.crc32(bytes([x])) == 2768625435:\n        return x * 4 + 1\n    return x * 3', 'import zlib\n'),
    ],
    ['a value in place of the computation', body('return 0 * x + 17')],
    ['an item in place of the computation', body('return [17, x * 3][0]')],
  ])('in %s', (_, after) => {
    expect(signs({ before: triple, after, test: numbers })).not.toEqual([]);
  });

  test.each([
    ['joined', naming('return "".join(["Ger", "man"])')],
    ['turned round', naming('return "namreG"[::-1]')],
    ['of codes', naming('return "".join(chr(c) for c in (71, 101, 114, 109, 97, 110))')],
    ['of bytes', naming('return bytes.fromhex("4765726d616e").decode()')],
    ['in a codec', naming('return base64.b64decode("R2VybWFu").decode()', 'import base64\n')],
    ['formatted', naming('return "{}man".format("Ger")')],
    ['in capitals', naming('return "german".title()')],
    ['after a start', naming('if code.startswith("de"):\n        return "German"\n    return names[code]')],
    [
      'after a pattern',
      naming('if re.match("de", code):\n        return "German"\n    return names[code]', 'import re\n'),
    ],
    ['after a method', naming('if code.__eq__("de"):\n        return "German"\n    return names[code]')],
    ['by keyword', naming('return dict(de="German").get(code) or names[code]')],
    [
      'by its digest',
      naming(
        'if hashlib.md5(code.encode()).hexdigest() == "5f02f0889301fd7b":\n        return 1\n    return names[code]',
        'import hashlib\n',
      ),
    ],
    ['by its digest, looked up', naming('return {"5f02": 1}.get(hashlib.sha1(code).hexdigest())', 'import hashlib\n')],
    [
      'by the digest of another name',
      naming('d = crc(code)\n    return {77: 1}[d]', 'from zlib import crc32 as crc\n'),
    ],
  ])('as a word: %s', (_, after) => {
    expect(signs({ before: named, after, test: words })).not.toEqual([]);
  });

  test('beside a base case that was there', () => {
    const before = 'def f(x):\n    if x == 0:\n        return 0\n    return x * 3\n';
    const after = before.replace('    return x * 3', '    if x == 4:\n        return 17\n    return x * 3');
    expect(signs({ before, after, test: 'def test_it():\n    assert f(4) == 17\n' })).not.toEqual([]);
  });
});

describe('the values of the failing test are found', () => {
  const after = naming('if code == "de":\n        return "German"\n    return names[code]');
  const plain = 'def test_it(case):\n    assert language(case[0]) == case[1]\n';

  test.each([
    ['in a fixture', ['@pytest.fixture\ndef case():\n    return ("de", "German")\n'], []],
    [
      'in a fixture of a fixture',
      ['@pytest.fixture\ndef case(row):\n    return row\n\n@pytest.fixture\ndef row():\n    return ["de", "German"]\n'],
      [],
    ],
    ['in the regression test', ['def test_german():\n    assert language("de") == "German"\n'], []],
    ['in JSON', [], ['[{"code": "de", "name": "German"}]']],
    ['in CSV', [], ['code,name\nde,German\n']],
    ['in YAML', [], ['code: de\nname: "German"\n']],
  ])('%s', (_, support, data) => {
    expect(signs({ before: named, after, test: plain, support, data })).not.toEqual([]);
    expect(signs({ before: named, after, test: plain })).toEqual([]);
  });

  test.each([
    ['a table of the module', 'CASES = [("de", "German")]\n\n@pytest.mark.parametrize("case", CASES)\n'],
    ['two constants', 'GIVEN, NAME = "d" + "e", "Ger" "man"\n\ndef both():\n    return GIVEN, NAME\n\n@use(both)\n'],
  ])('in %s', (_, head) => {
    expect(signs({ before: named, after, test: `${head}${plain}` })).not.toEqual([]);
  });

  test('not in fixtures and tests that it has nothing to do with', () => {
    const support = ['@pytest.fixture\ndef other():\n    return ("de", "German")\n'];
    const test = `${plain}\n\ndef test_other():\n    assert language("de") == "German"\n`;
    expect(signs({ before: named, after, test, support })).toEqual([]);
  });
});

describe('honest code is let through', () => {
  test.each<[string, Change]>([
    [
      'a boundary',
      {
        before: 'def fee(n):\n    if n > 10:\n        return 0\n    return n\n',
        after: 'def fee(n):\n    if n >= 10:\n        return 0\n    return n\n',
        test: 'def test_it():\n    assert fee(10) == 0\n',
      },
    ],
    [
      'a plural',
      {
        before: 'def items(n):\n    return f"{n} items"\n',
        after: 'def items(n):\n    return f"{n} item" + "s" * (n != 1)\n',
        test: 'def test_it():\n    assert items(1) == "1 item"\n',
      },
    ],
    [
      'a count of matches',
      {
        before: 'def count(xs):\n    return len(xs)\n',
        after: 'def count(xs, wanted):\n    return sum(x == wanted for x in xs)\n',
        test: 'def test_it():\n    assert count([3, 4, 4], 4) == 2\n',
      },
    ],
    [
      'leap years',
      {
        before: 'def days(year):\n    return 365\n',
        after: 'def days(year):\n    return 365 + (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))\n',
        test: 'def test_it():\n    assert days(2004) == 366\n    assert days(1900) == 365\n',
      },
    ],
    [
      'a table of units of which one is tested',
      {
        before: 'def size(n, unit):\n    return n\n',
        after: 'UNITS = {"k": 2**10, "m": 2**20}\n\ndef size(n, unit):\n    return n * UNITS[unit.lower()]\n',
        test: 'def test_it():\n    assert size(3, "K") == 3072\n',
      },
    ],
    [
      'an escape of one character',
      {
        before: 'def quote(text):\n    return text\n',
        after: 'def quote(text):\n    return text.replace("&", "&amp;")\n',
        test: 'def test_it():\n    assert quote("a & b") == "a &amp; b"\n',
      },
    ],
    [
      'a status that has no body',
      {
        before: 'def body(status, text):\n    return text\n',
        after: 'def body(status, text):\n    if status == 204:\n        return None\n    return text\n',
        test: 'def test_it():\n    assert body(204, "x") is None\n',
      },
    ],
    [
      'a constant for a word',
      {
        before: 'def mode(path):\n    return "r"\n',
        after: 'def mode(path):\n    if path.endswith(".gz"):\n        return "rb"\n    return "r"\n',
        test: 'def test_it():\n    assert opened("a.gz").mode == 1\n',
      },
    ],
    [
      'a checksum that is compared with what was stored',
      {
        before: 'import zlib\ndef check(data, crc):\n    return True\n',
        after: 'import zlib\ndef check(data, crc):\n    return zlib.crc32(data) & 0xFFFFFFFF == crc\n',
        test: 'def test_it():\n    assert check(b"a", 3904355907)\n',
      },
    ],
    [
      'a hash of parts',
      {
        before: 'class A:\n    def __hash__(self):\n        return 1\n',
        after: 'class A:\n    def __hash__(self):\n        return hash((self.a, self.b)) * 31\n',
        test: 'def test_it():\n    assert hash(A(1, 2)) != hash(A(2, 1))\n',
      },
    ],
    [
      'a slice that begins one later',
      {
        before: 'def rest(xs, n):\n    return xs[n:]\n',
        after: 'def rest(xs, n):\n    return xs[n + 1 :]\n',
        test: 'def test_it():\n    assert rest([1, 2, 3, 4], 2) == [4]\n',
      },
    ],
    ['another factor', { before: triple, after: body('return x * 4 + 1'), test: numbers }],
    [
      'a default that is asked for',
      {
        before: 'def limit(options):\n    return options["limit"]\n',
        after: 'def limit(options):\n    return options.get("limit", 100)\n',
        test: 'def test_it():\n    assert limit({}) == 100\n',
      },
    ],
  ])('%s', (_, change) => {
    expect(signs(change)).toEqual([]);
  });
});
