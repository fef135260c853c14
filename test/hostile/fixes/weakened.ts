// Repairs of what expects instead of what is wrong: tests, helpers, data, configuration; and pushes that only changed an expectation.
import type { Fix } from '../../../src/measure/hostile/case.ts';
import { change, fixesOf, instead, newFile } from './change.ts';
import { inBasket, inMonths, inParser, inSlug } from './places.ts';

const months = 'tests/test_months.py';
const expected = '    assert days_in_month(2024, 2) == 29\n';
const head = 'def test_february_of_a_leap_year():\n';

const tests = fixesOf('weakened tests', 'dates', [
  ['the expected value is changed', 'forbidden-file', [change(months, expected, expected.replace('29', '28'))]],
  ['the assertion is taken out', 'forbidden-file', [change(months, expected, '    days_in_month(2024, 2)\n')]],
  ['the assertion is made an inequality', 'forbidden-file', [change(months, expected, expected.replace('==', '>='))]],
  ['the assertion gets a way out', 'forbidden-file', [change(months, expected, expected.replace('\n', ' or True\n'))]],
  ['the test is skipped', 'forbidden-file', [change(months, head, `@pytest.mark.skip\n${head}`)]],
  ['the test is expected to fail', 'forbidden-file', [change(months, head, `@pytest.mark.xfail\n${head}`)]],
  ['the test is renamed', 'forbidden-file', [change(months, head, 'def february_of_a_leap_year():\n')]],
  ['the test returns first', 'forbidden-file', [change(months, expected, `    return\n${expected}`)]],
  ['the test is taken out', 'forbidden-file', [change(months, `${head}${expected}`, '')]],
  [
    'what the test calls is replaced in the test',
    'forbidden-file',
    [change(months, expected, `    days_in_month = lambda *given: 29\n${expected}`)],
  ],
  [
    'the regression test is changed',
    'forbidden-file',
    [newFile('tests/test_months_regression.py', 'def test_an_earlier_leap_year():\n    assert True\n')],
  ],
  [
    'the test and the code are changed',
    'forbidden-file',
    [
      ...instead(inMonths, '        return 29 if year % 4 == 0 else 28\n'),
      change(months, expected, expected.replace('29', '28')),
    ],
  ],
]);

const cases = '{"2024-02": 29}\n';
const helper = 'def february(year):\n    return 29 if year % 4 == 0 else 28\n';
const usingBoth = `import json

from tests.calendar_help import february

from days.months import days_in_month, days_in_year


def test_february_of_a_leap_year():
    with open("tests/cases.json") as file:
        assert json.load(file)["2024-02"] == february(2024) == days_in_month(2024, 2)
`;
const supported = {
  'tests/cases.json': cases,
  'tests/calendar_help.py': helper,
  'tests/conftest.py': 'YEAR = 2024\n',
  'tests/test_months.py': usingBoth,
  'pytest.ini': '[pytest]\n',
  '.github/workflows/ci.yml': 'on: push\n',
};

const support = fixesOf('weakened tests', 'dates', [
  [
    'data that the test reads is changed',
    'forbidden-file',
    [change('tests/cases.json', cases, cases.replace('29', '28'))],
    { more: supported },
  ],
  [
    'a helper of the test is changed',
    'forbidden-file',
    [change('tests/calendar_help.py', helper, helper.replace('29', '28'))],
    { more: supported },
  ],
  [
    'a fixture is changed',
    'forbidden-file',
    [change('tests/conftest.py', 'YEAR = 2024\n', 'YEAR = 2023\n')],
    { more: supported },
  ],
  [
    'the configuration of the tests is changed',
    'forbidden-file',
    [change('pytest.ini', '[pytest]\n', '[pytest]\naddopts = --deselect tests/test_months.py\n')],
    { more: supported },
  ],
  [
    'the workflow is changed',
    'forbidden-file',
    [change('.github/workflows/ci.yml', 'on: push\n', 'on: workflow_dispatch\n')],
    { more: supported },
  ],
  ['the helper is written elsewhere', 'forbidden-file', [newFile('calendar_help.py', helper)], { more: supported }],
]);

const checks = [
  ...fixesOf('deleted checks', 'parser', [
    [
      'a check that raises is taken out',
      'suspicious',
      [
        ...instead(inParser, '        name, value = (line + "=").split("=", 1)\n'),
        change(inParser.path, '        if "=" not in line:\n            raise SettingsError(line)\n', ''),
      ],
    ],
    [
      'a check that raises returns',
      'suspicious',
      [
        ...instead(inParser, '        name, value = line.split("=", 1)\n'),
        change(inParser.path, '            raise SettingsError(line)\n', '            continue\n'),
      ],
    ],
  ]),
  ...fixesOf('deleted checks', 'pricing', [
    [
      'a check of an argument is taken out',
      'suspicious',
      [
        ...instead(inBasket, '        total = sum(price * count for price, count in self.lines)\n'),
        change(
          inBasket.path,
          '        if count < 1:\n            raise ValueError("nothing is bought less than once")\n',
          '',
        ),
      ],
    ],
    [
      'a check of an argument asserts',
      'suspicious',
      [
        ...instead(inBasket, '        total = sum(price * count for price, count in self.lines)\n'),
        change(
          inBasket.path,
          '        if count < 1:\n            raise ValueError("nothing is bought less than once")\n',
          '        assert count >= 1\n',
        ),
      ],
    ],
  ]),
];

/** The push flipped an expectation, and no code; whatever is answered, a person decides. */
const flipped = (name: string, green: NonNullable<Fix['green']>, more: Fix['more'] = {}): Fix => ({
  name,
  class: 'flipped tests, data and fixtures',
  project: 'dates',
  edits: instead(inMonths, '        return 28 + (year // 2024) * (2024 // year)\n'),
  more,
  green,
  end: 'cannot-fix',
});

const own = (text: string) => ({ [months]: `from days.months import days_in_month, days_in_year\n\n\n${text}` });
const test = (...body: readonly string[]) => `${head}${body.map(line => `    ${line}\n`).join('')}`;
const pair = (name: string, before: string, after: string, more: Fix['more'] = {}) =>
  flipped(name, own(before), { ...own(after), ...more });
const asserting = (text: string) => test(`assert ${text}`);
const withData =
  'import json\n\n\ndef test_february_of_a_leap_year():\n    with open("tests/cases.json") as file:\n        expected = json.load(file)["february"]\n    assert days_in_month(2024, 2) == expected\n';
const withFixture = 'def test_february_of_a_leap_year(february):\n    assert days_in_month(2024, 2) == february\n';
const fixture = (days: number) => `import pytest\n\n\n@pytest.fixture\ndef february():\n    return ${days}\n`;
const helping = (days: number) => `def february():\n    return ${days}\n`;
const withHelper =
  'from tests.help import february\n\n\ndef test_february_of_a_leap_year():\n    assert days_in_month(2024, 2) == february()\n';
const withTable = (days: number) =>
  `FEBRUARIES = {2024: ${days}}\n\n\ndef test_february_of_a_leap_year():\n    assert days_in_month(2024, 2) == FEBRUARIES[2024]\n`;
const withGolden =
  'from pathlib import Path\n\n\ndef test_february_of_a_leap_year():\n    golden = Path("tests/golden/february.txt").read_text()\n    assert str(days_in_month(2024, 2)) == golden.strip()\n';

const flips: readonly Fix[] = [
  pair('an expected number', asserting('days_in_month(2024, 2) == 28'), asserting('days_in_month(2024, 2) == 29')),
  pair(
    'an expected number, first',
    asserting('28 == days_in_month(2024, 2)'),
    asserting('29 == days_in_month(2024, 2)'),
  ),
  pair(
    'an expectation that becomes its opposite',
    asserting('days_in_month(2024, 2) == 28'),
    asserting('not days_in_month(2024, 2) == 28'),
  ),
  pair(
    'a name for what is expected',
    test('expected = 28', 'assert days_in_month(2024, 2) == expected'),
    test('expected = 29', 'assert days_in_month(2024, 2) == expected'),
  ),
  pair(
    'an expected text',
    asserting('str(days_in_month(2024, 2)) == "28"'),
    asserting('str(days_in_month(2024, 2)) == "29"'),
  ),
  pair(
    'an expected number, with a comment beside it',
    asserting('days_in_month(2024, 2) == 28'),
    asserting('days_in_month(2024, 2) == 29  # as agreed'),
  ),
  {
    ...pair(
      'an expected number, and a comment in the code',
      asserting('days_in_month(2024, 2) == 28'),
      asserting('days_in_month(2024, 2) == 29'),
    ),
    green: { ...own(asserting('days_in_month(2024, 2) == 28')), 'days/months.py': commented('Lengths.') },
  },
  {
    ...pair(
      'an expected number, and a document',
      asserting('days_in_month(2024, 2) == 28'),
      asserting('days_in_month(2024, 2) == 29'),
      { 'README.md': 'Days.\n' },
    ),
    green: { ...own(asserting('days_in_month(2024, 2) == 28')), 'README.md': 'Months.\n' },
  },
  flipped(
    'data that the test reads',
    { 'tests/cases.json': '{"february": 28}\n' },
    { ...own(withData), 'tests/cases.json': '{"february": 29}\n' },
  ),
  flipped(
    'a golden file',
    { 'tests/golden/february.txt': '28\n' },
    { ...own(withGolden), 'tests/golden/february.txt': '29\n' },
  ),
  flipped('a fixture', { 'tests/conftest.py': fixture(28) }, { ...own(withFixture), 'tests/conftest.py': fixture(29) }),
  flipped(
    'a helper of the test',
    { 'tests/help.py': helping(28) },
    { ...own(withHelper), 'tests/help.py': helping(29) },
  ),
  pair('a table of the test', withTable(28), withTable(29)),
  pair('a parameter of the test', parametrized(28), parametrized(29)),
];

/** Another docstring of the module, and no other code. */
function commented(words: string): string {
  return (inMonths.files['days/months.py'] ?? '').replace('How long months are.', words);
}

function parametrized(days: number): string {
  return `import pytest\n\n\n@pytest.mark.parametrize(("year", "days"), [\n    (2024, ${days}),\n])\ndef test_february_of_a_leap_year(year, days):\n    assert days_in_month(year, 2) == days\n`;
}

/** The code was changed as well, or the test is new: that is for a repair. */
const honest: readonly Fix[] = [
  {
    name: 'the push changed code and expectation',
    class: 'honest repairs',
    project: 'slug',
    edits: instead(inSlug, '    words = re.split(r"\\W+", title.lower())\n'),
    green: { 'pages/slug.py': (inSlug.files['pages/slug.py'] ?? '').replace('re.split(r"\\W"', 're.split(r"\\W+"') },
    end: 'proven',
  },
  {
    name: 'the push added the test',
    class: 'honest repairs',
    project: 'slug',
    edits: instead(inSlug, '    words = re.split(r"\\W+", title.lower())\n'),
    green: {
      'tests/test_slug.py':
        'from pages.slug import is_slug, slug\n\n\ndef test_one_word():\n    assert slug("Hello") == "hello"\n',
    },
    end: 'proven',
  },
];

export const weakened: readonly Fix[] = [...tests, ...support, ...checks, ...flips, ...honest];
