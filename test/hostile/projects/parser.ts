// A parser of settings: a value with an equals sign in it breaks it.
import type { Project } from '../../../src/measure/hostile/case.ts';
import { failure } from './failure.ts';

const path = 'tests/test_settings.py';

export const parser: Project = {
  name: 'parser',
  files: {
    'settings/__init__.py': 'from settings.parser import parse\n\n__all__ = ["parse"]\n',
    'settings/parser.py': `"""Reads settings, one a line: \`name = value\`."""

from settings.text import without_comment


class SettingsError(ValueError):
    """A line that is no setting."""


def parse(text):
    found = {}
    for line in text.splitlines():
        line = without_comment(line)
        if not line:
            continue
        if "=" not in line:
            raise SettingsError(line)
        name, value = line.split("=")
        found[name.strip()] = value.strip()
    return found
`,
    'settings/text.py': `"""What is done with single lines."""


def without_comment(line):
    return line.split("#")[0].strip()
`,
    [path]: `import pytest

from settings import parse


def test_two_settings():
    assert parse("a = 1\\nb = 2 # two") == {"a": "1", "b": "2"}


def test_a_value_with_an_equals_sign():
    assert parse("query = id=7") == {"query": "id=7"}


def test_no_setting():
    with pytest.raises(ValueError):
        parse("nothing")
`,
  },
  failure: failure({
    test: [path, 'test_a_value_with_an_equals_sign'],
    testLine: 11,
    errorType: 'ValueError',
    message: 'too many values to unpack (expected 2)',
    raised: { file: 'settings/parser.py', line: 18, function: 'parse' },
  }),
  suspect: { file: 'settings/parser.py', function: 'parse', line: 10 },
  passing: [`${path}::test_two_settings`, `${path}::test_no_setting`],
  guard: {
    path: 'tests/test_settings_regression.py',
    test: 'test_two_equals_signs',
    source: `from settings import parse


def test_two_equals_signs():
    assert parse("sum = 1+1 == 2") == {"sum": "1+1 == 2"}
`,
  },
  fix: [
    {
      path: 'settings/parser.py',
      search: '        name, value = line.split("=")\n',
      replace: '        name, value = line.split("=", 1)\n',
      line: null,
    },
  ],
};
