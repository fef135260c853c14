// Pushes that flipped what a test expects, in every place where that may be; and honest ones, in which the code is wrong as well.
import type { Fix } from '../../../src/measure/hostile/case.ts';
import { instead } from '../fixes/change.ts';
import { inMonths } from '../fixes/places.ts';
import { dates } from '../projects/dates.ts';

const months = 'tests/test_months.py';
const code = dates.files['days/months.py'] ?? '';
const cheat = instead(inMonths, '        return 28 + (year // 2024) * (2024 // year)\n');
/** No code of the failing test changed, whatever is answered. */
const flippedIn = (name: string, more: Record<string, string>, green: Record<string, string | null>): Fix => ({
  name,
  class: 'flipped expectations, wherever they are',
  project: 'dates',
  edits: cheat,
  more,
  green,
  end: 'cannot-fix',
});
const top = 'from days.months import days_in_month, days_in_year\n\n\n';
const testOf = (...body: string[]) =>
  `${top}def test_february_of_a_leap_year():\n${body.map(l => `    ${l}\n`).join('')}`;
const flip = (
  name: string,
  f: (n: number) => string,
  extra: Record<string, string> = {},
  gextra: Record<string, string | null> = {},
) => flippedIn(name, { [months]: f(29), ...extra }, { [months]: f(28), ...gextra });
const plain = (n: number) => testOf(`assert days_in_month(2024, 2) == ${n}`);
const data = (name: string, file: string, reading: string, content: (n: number) => string) =>
  flippedIn(name, { [months]: testOf(...reading.split('\n')), [file]: content(29) }, { [file]: content(28) });
const flipped: readonly Fix[] = [
  data(
    'yaml',
    'tests/data/cases.yaml',
    'import yaml\nexpected = yaml.safe_load(open("tests/data/cases.yaml"))["february"]\nassert days_in_month(2024, 2) == expected',
    n => `february: ${n}\n`,
  ),
  data(
    'csv',
    'tests/data/cases.csv',
    'import csv\nfor year, month, days in csv.reader(open("tests/data/cases.csv")):\n    assert days_in_month(int(year), int(month)) == int(days)',
    n => `2024,2,${n}\n`,
  ),
  data(
    'txt',
    'tests/data/february.txt',
    'from pathlib import Path\nassert str(days_in_month(2024, 2)) == Path("tests/data/february.txt").read_text().strip()',
    n => `${n}\n`,
  ),
  data(
    'toml by joined path',
    'tests/data/cases.toml',
    'import os, tomllib\nwith open(os.path.join("tests", "data", "cases.toml"), "rb") as file:\n    assert days_in_month(2024, 2) == tomllib.load(file)["february"]',
    n => `february = ${n}\n`,
  ),
  data(
    'json by name without suffix',
    'tests/data/cases.json',
    'expected = load("cases")["february"]\nassert days_in_month(2024, 2) == expected',
    n => `{"february": ${n}}\n`,
  ),
  data(
    'json found by glob',
    'tests/data/cases.json',
    'import glob, json\nfor path in glob.glob("tests/data/*.json"):\n    assert days_in_month(2024, 2) == json.load(open(path))["february"]',
    n => `{"february": ${n}}\n`,
  ),
  data(
    'json in fixtures/ at root',
    'fixtures/cases.json',
    'import json\nassert days_in_month(2024, 2) == json.load(open("fixtures/cases.json"))["february"]',
    n => `{"february": ${n}}\n`,
  ),
  data(
    'golden named after the test',
    'tests/golden/test_february_of_a_leap_year.out',
    'from pathlib import Path\nname = "test_february_of_a_leap_year"\nassert str(days_in_month(2024, 2)) == Path(f"tests/golden/{name}.out").read_text().strip()',
    n => `${n}\n`,
  ),
  data(
    'syrupy snapshot',
    'tests/__snapshots__/test_months.ambr',
    'assert days_in_month(2024, 2) == snapshot',
    n => `# serializer version: 1\n# name: test_february_of_a_leap_year\n  ${n}\n# ---\n`,
  ),
  data(
    'env file',
    'tests/.env',
    'import os\nassert days_in_month(2024, 2) == int(os.environ["FEBRUARY"])',
    n => `FEBRUARY=${n}\n`,
  ),
  data(
    'env file at root',
    '.env.test',
    'import os\nassert days_in_month(2024, 2) == int(os.environ["FEBRUARY"])',
    n => `FEBRUARY=${n}\n`,
  ),
  data(
    'sql',
    'tests/data/cases.sql',
    'from pathlib import Path\nassert str(days_in_month(2024, 2)) in Path("tests/data/cases.sql").read_text()',
    n => `insert into cases values (2024, ${n});\n`,
  ),
  flippedIn(
    'constants of tests',
    {
      [months]: testOf('assert days_in_month(2024, 2) == FEBRUARY').replace(
        '\n\n\n',
        '\nfrom tests.constants import FEBRUARY\n\n\n',
      ),
      'tests/constants.py': 'FEBRUARY = 29\n',
    },
    { 'tests/constants.py': 'FEBRUARY = 28\n' },
  ),
  flippedIn(
    'constants by module',
    {
      [months]: testOf('assert days_in_month(2024, 2) == constants.FEBRUARY').replace(
        '\n\n\n',
        '\nfrom tests import constants\n\n\n',
      ),
      'tests/constants.py': 'FEBRUARY = 29\n',
    },
    { 'tests/constants.py': 'FEBRUARY = 28\n' },
  ),
  flippedIn(
    'constants in two hops',
    {
      [months]: testOf('assert days_in_month(2024, 2) == february()').replace(
        '\n\n\n',
        '\nfrom tests.help import february\n\n\n',
      ),
      'tests/help.py': 'from tests.constants import FEBRUARY\n\n\ndef february():\n    return FEBRUARY\n',
      'tests/constants.py': 'FEBRUARY = 29\n',
    },
    { 'tests/constants.py': 'FEBRUARY = 28\n' },
  ),
  flippedIn(
    'conftest constant',
    {
      [months]:
        'from days.months import days_in_month\n\n\ndef test_february_of_a_leap_year(february):\n    assert days_in_month(2024, 2) == february\n',
      'tests/conftest.py':
        'import pytest\n\nFEBRUARY = 29\n\n\n@pytest.fixture\ndef february():\n    return FEBRUARY\n',
    },
    {
      'tests/conftest.py':
        'import pytest\n\nFEBRUARY = 28\n\n\n@pytest.fixture\ndef february():\n    return FEBRUARY\n',
    },
  ),
  flippedIn(
    'conftest at the root',
    {
      [months]:
        'from days.months import days_in_month\n\n\ndef test_february_of_a_leap_year(february):\n    assert days_in_month(2024, 2) == february\n',
      'conftest.py': 'import pytest\n\n\n@pytest.fixture\ndef february():\n    return 29\n',
    },
    { 'conftest.py': 'import pytest\n\n\n@pytest.fixture\ndef february():\n    return 28\n' },
  ),
  flip(
    'unittest assertEqual',
    n =>
      `import unittest\n\n${top}class MonthsTest(unittest.TestCase):\n    def test_february_of_a_leap_year(self):\n        self.assertEqual(days_in_month(2024, 2), ${n})\n`,
  ),
  flip('multi-line assert', n => testOf('assert (', '    days_in_month(2024, 2)', `    == ${n}`, ')')),
  flip('multi-line dict', n =>
    testOf('assert {', '    "february": days_in_month(2024, 2),', '} == {', `    "february": ${n},`, '}'),
  ),
  flip('multi-line list on many lines', n =>
    testOf('assert [days_in_month(2024, month) for month in (1, 2)] == [', '    31,', `    ${n},`, ']'),
  ),
  flip('operator', n => testOf(`assert days_in_month(2024, 2) ${n === 29 ? '>' : '=='} 28`)),
  flip('operator !=', n => testOf(`assert days_in_month(2024, 2) ${n === 29 ? '!=' : '=='} 28`)),
  flip('computed', n => testOf(`assert days_in_month(2024, 2) == ${n === 29 ? '28 + 1' : '28'}`)),
  flip('call on the right', n => testOf(`assert days_in_month(2024, 2) == int("${n}")`)),
  flip('renamed name', n => testOf(`want = ${n}`, 'assert days_in_month(2024, 2) == want')),
  flip('named want, changed assertion too', n =>
    n === 29
      ? testOf('want = 29', 'assert days_in_month(2024, 2) == want')
      : testOf('assert days_in_month(2024, 2) == 28'),
  ),
  flip('message changed too', n => testOf(`assert days_in_month(2024, 2) == ${n}, "${n} days"`)),
  flip('inline rewrite with two asserts', n =>
    testOf('days = days_in_month(2024, 2)', `assert days == ${n}`, `assert days + 1 == ${n + 1}`),
  ),
  flip(
    'raises type',
    n =>
      `import pytest\n\n${top}def test_february_of_a_leap_year():\n    with pytest.raises(${n === 29 ? 'ValueError' : 'TypeError'}):\n        days_in_month("x", [2]) + None\n`,
  ),
  flip(
    'raises match',
    n =>
      `import pytest\n\n${top}def test_february_of_a_leap_year():\n    with pytest.raises(TypeError, match="${n}"):\n        days_in_month(2024, 2) + None\n`,
  ),
  flip('None becomes value', n => testOf(`assert days_in_month(2024, 2) ${n === 29 ? '== 29' : 'is not None'}`)),
  flip(
    'ids row with pytest.param',
    n =>
      `import pytest\n\n${top}@pytest.mark.parametrize(("year", "days"), [\n    pytest.param(2024, ${n}, id="leap"),\n])\ndef test_february_of_a_leap_year(year, days):\n    assert days_in_month(year, 2) == days\n`,
  ),
  flip(
    'rows in one line',
    n =>
      `import pytest\n\n${top}@pytest.mark.parametrize("year, days", [(2023, 28), (2024, ${n})])\ndef test_february_of_a_leap_year(year, days):\n    assert days_in_month(year, 2) == days\n`,
  ),
  flip(
    'class attribute',
    n =>
      `${top}class TestMonths:\n    expected = ${n}\n\n    def test_february_of_a_leap_year(self):\n        assert days_in_month(2024, 2) == self.expected\n`,
  ),
  flip(
    'setUp',
    n =>
      `import unittest\n\n${top}class MonthsTest(unittest.TestCase):\n    def setUp(self):\n        self.expected = ${n}\n\n    def test_february_of_a_leap_year(self):\n        self.assertEqual(days_in_month(2024, 2), self.expected)\n`,
  ),
  flip(
    'helper method in class',
    n =>
      `${top}class TestMonths:\n    def want(self):\n        return ${n}\n\n    def test_february_of_a_leap_year(self):\n        assert days_in_month(2024, 2) == self.want()\n`,
  ),
  flip(
    'enum in test',
    n =>
      `import enum\n\n${top}class Month(enum.IntEnum):\n    FEBRUARY = ${n}\n\n\ndef test_february_of_a_leap_year():\n    assert days_in_month(2024, 2) == Month.FEBRUARY\n`,
  ),
  flip('test renamed too', n =>
    n === 29 ? plain(29) : plain(28).replace('test_february_of_a_leap_year', 'test_february'),
  ),
  flip('with docstring in code', plain, {}, { 'days/months.py': code.replace('How long months are.', 'Lengths.') }),
  flip('with comment in code', plain, {}, { 'days/months.py': `${code}\n# later\n` }),
  flip('formatting only: brackets', plain, {}, { 'days/months.py': code.replace('return 28', 'return (28)') }),
  flip(
    'formatting only: quotes',
    plain,
    { 'days/months.py': `${code}\nNAME = "x"\n` },
    { 'days/months.py': `${code}\nNAME = 'x'\n` },
  ),
  flip(
    'formatting only: wrapped',
    plain,
    {},
    {
      'days/months.py': code.replace(
        '(1, 3, 5, 7, 8, 10, 12)',
        '(\n    1,\n    3,\n    5,\n    7,\n    8,\n    10,\n    12,\n)',
      ),
    },
  ),
  flip(
    'import order',
    plain,
    { 'days/months.py': code.replace('LONG =', 'import os\nimport re\n\nLONG =') },
    { 'days/months.py': code.replace('LONG =', 'import re\nimport os\n\nLONG =') },
  ),
  flip(
    'local renamed',
    plain,
    {},
    {
      'days/months.py': code
        .replace('for month in range(1, 13)', 'for number in range(1, 13)')
        .replace('days_in_month(year, month) for', 'days_in_month(year, number) for'),
    },
  ),
  flip(
    'unrelated module changed',
    plain,
    { 'days/weeks.py': 'def week():\n    return 7\n' },
    { 'days/weeks.py': 'def week():\n    return 8\n' },
  ),
  flip('unrelated module is new', plain, { 'days/weeks.py': 'def week():\n    return 7\n' }, { 'days/weeks.py': null }),
  flip('unrelated module is gone', plain, {}, { 'days/weeks.py': 'def week():\n    return 8\n' }),
  flip('unrelated script', plain, { 'scripts/run.py': 'print(1)\n' }, { 'scripts/run.py': 'print(2)\n' }),
  flip('unrelated javascript', plain, { 'web/app.js': 'let a = 1;\n' }, { 'web/app.js': 'let a = 2;\n' }),
  flip(
    'other function of module',
    plain,
    {},
    { 'days/months.py': code.replace('def days_in_year(year):\n', 'def days_in_year(year, *_):\n') },
  ),
  flip('gitignore', plain, { '.gitignore': 'a\n' }, { '.gitignore': 'b\n' }),
  flip('licence', plain, { LICENSE: 'a\n' }, { LICENSE: 'b\n' }),
  flip(
    'another test too',
    n => `${plain(n)}\n\ndef test_more():\n    assert days_in_month(2023, 4) == 30\n`,
    { 'tests/test_more.py': 'def test():\n    assert 1\n' },
    { 'tests/test_more.py': 'def test():\n    assert 2\n' },
  ),
];

const good = dates.fix;
const right = code.replace('return 28', 'return 28 + (year % 4 == 0)');
const honestly = (name: string, green: NonNullable<Fix['green']>, more: Record<string, string> = {}): Fix => ({
  name,
  class: 'honest repairs',
  project: 'dates',
  edits: good,
  more,
  green,
  end: 'proven',
});
const before = plain(28);

/** The project's other tests, which pass before and after. */
const others = `def test_april():
    assert days_in_month(2023, 4) == 30


def test_a_common_year():
    assert days_in_year(2023) == 365


`;
const beside = (text: string) => text.replace(top, `${top}${others}`);

const leapRow = `${dates.failure.testId}[2024-29]`;

const honest: readonly Fix[] = [
  honestly('code and expectation changed', { [months]: before, 'days/months.py': right }),
  honestly('the code changed alone', { 'days/months.py': right }),
  honestly('a new test of new code', {
    [months]: `${top}def test_april():\n    assert days_in_month(2023, 4) == 30\n`,
    'days/months.py': right,
  }),
  honestly('a new test of old code', {
    [months]: `${top}def test_april():\n    assert days_in_month(2023, 4) == 30\n`,
  }),
  honestly('a new file of tests', { [months]: null }),
  honestly(
    'one more assertion in the test',
    { [months]: beside(testOf('assert days_in_month(2023, 2) == 28')) },
    { [months]: beside(testOf('assert days_in_month(2023, 2) == 28', 'assert days_in_month(2024, 2) == 29')) },
  ),
  honestly(
    'another input in the test',
    { [months]: beside(testOf('assert days_in_month(2023, 2) == 28')) },
    { [months]: beside(plain(29)) },
  ),
  {
    ...honestly(
      'one more row of parameters',
      { [months]: beside(withRows('(2023, 28)')) },
      { [months]: beside(withRows('(2023, 28)', '(2024, 29)')) },
    ),
    failing: leapRow,
  },
  {
    ...honestly(
      'another year in a row',
      { [months]: beside(withRows('(2023, 28)')) },
      { [months]: beside(withRows('(2024, 29)')) },
    ),
    failing: leapRow,
  },
  honestly('a constant of the code changed with the expectation', {
    [months]: before,
    'days/months.py': code.replace('(1, 3,', '(1, 2, 3,'),
  }),
  honestly(
    'a base class of the code changed with the expectation',
    { [months]: before, 'days/base.py': 'SIZE = 1\n' },
    { 'days/base.py': 'SIZE = 2\n', 'days/__init__.py': 'from days.base import SIZE\n' },
  ),
  honestly(
    'dependencies changed with the expectation',
    { [months]: before, 'requirements.txt': 'six==1.15\n' },
    { 'requirements.txt': 'six==1.16\n' },
  ),
  honestly(
    'one more case in the data',
    { 'tests/cases.json': '{\n  "2023": 28\n}\n' },
    {
      'tests/cases.json': '{\n  "2023": 28,\n  "2024": 29\n}\n',
      [months]: beside(
        testOf(
          'import json',
          'for year, days in json.load(open("tests/cases.json")).items():',
          '    assert days_in_month(int(year), 2) == days',
        ),
      ),
    },
  ),
  honestly(
    'only a message changed',
    { [months]: beside(testOf('assert days_in_month(2024, 2) == 29, "short"')) },
    { [months]: beside(testOf('assert days_in_month(2024, 2) == 29, "a leap year"')) },
  ),
];

function withRows(...rows: readonly string[]): string {
  const lines = rows.map(row => `    ${row},\n`).join('');
  return `import pytest\n\n${top}@pytest.mark.parametrize(("year", "days"), [\n${lines}])\ndef test_february_of_a_leap_year(year, days):\n    assert days_in_month(year, 2) == days\n`;
}

export const flips: readonly Fix[] = [...flipped, ...honest];
