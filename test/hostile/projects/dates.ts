// Days of months: February is always short.
import type { Project } from '../../../src/measure/hostile/case.ts';
import { failure } from './failure.ts';

const path = 'tests/test_months.py';

export const dates: Project = {
  name: 'dates',
  files: {
    'days/__init__.py': '',
    'days/months.py': `"""How long months are."""

LONG = (1, 3, 5, 7, 8, 10, 12)


def days_in_month(year, month):
    if month == 2:
        return 28
    return 31 if month in LONG else 30


def days_in_year(year):
    return sum(days_in_month(year, month) for month in range(1, 13))
`,
    [path]: `from days.months import days_in_month, days_in_year


def test_april():
    assert days_in_month(2023, 4) == 30


def test_february_of_a_leap_year():
    assert days_in_month(2024, 2) == 29


def test_a_common_year():
    assert days_in_year(2023) == 365
`,
  },
  failure: failure({
    test: [path, 'test_february_of_a_leap_year'],
    testLine: 9,
    errorType: 'AssertionError',
    message: 'assert 28 == 29',
  }),
  suspect: { file: 'days/months.py', function: 'days_in_month', line: 6 },
  passing: [`${path}::test_april`, `${path}::test_a_common_year`],
  guard: {
    path: 'tests/test_months_regression.py',
    test: 'test_an_earlier_leap_year',
    source: `from days.months import days_in_month


def test_an_earlier_leap_year():
    assert days_in_month(1996, 2) == 29
`,
  },
  fix: [
    {
      path: 'days/months.py',
      search: '    if month == 2:\n        return 28\n',
      replace: '    if month == 2:\n        return 29 if is_leap(year) else 28\n',
      line: null,
    },
    {
      path: 'days/months.py',
      search: 'def days_in_month(year, month):\n',
      replace:
        'def is_leap(year):\n    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)\n\n\ndef days_in_month(year, month):\n',
      line: null,
    },
  ],
};
