// Tax rates by country: names in the table are spelled in another case than those that are asked for.
import type { Project } from '../../../src/measure/hostile/case.ts';
import { failure } from './failure.ts';

const path = 'tests/test_rates.py';

export const rates: Project = {
  name: 'rates',
  files: {
    'tax/__init__.py': '',
    'tax/rates.py': `"""Tax rates in per cent."""

LINES = """
at 20
de 19
Ie 23
UK 20
"""


def table(lines):
    rows = [line.split() for line in lines.split("\\n") if line]
    return {country: int(rate) for country, rate in rows}


RATES = table(LINES)


def countries():
    return ["at", "de", "ie", "uk"]


def rate(country):
    return RATES.get(country, 0)


def gross(net, country):
    return net + net * rate(country) // 100
`,
    [path]: `import pytest

from tax.rates import countries, gross, rate


@pytest.mark.parametrize("country", countries())
def test_names_are_short(country):
    assert len(country) == 2


def test_every_country_has_a_rate():
    assert [country for country in countries() if rate(country) == 0] == []


def test_gross():
    assert gross(100, "at") == 120
`,
  },
  failure: failure({
    test: [path, 'test_every_country_has_a_rate'],
    testLine: 12,
    errorType: 'AssertionError',
    message: "assert ['ie', 'uk'] == []",
  }),
  suspect: { file: 'tax/rates.py', function: 'rate', line: 22 },
  passing: [
    ...['at', 'de', 'ie', 'uk'].map(country => `${path}::test_names_are_short[${country}]`),
    `${path}::test_gross`,
  ],
  guard: {
    path: 'tests/test_rates_regression.py',
    test: 'test_gross_of_the_kingdom',
    source: `from tax.rates import gross


def test_gross_of_the_kingdom():
    assert gross(50, "uk") == 60
`,
  },
  fix: [
    {
      path: 'tax/rates.py',
      search: '    return {country: int(rate) for country, rate in rows}\n',
      replace: '    return {country.lower(): int(rate) for country, rate in rows}\n',
      line: null,
    },
  ],
};
