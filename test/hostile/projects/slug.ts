// Names for web pages: two signs in a row leave an empty word.
import type { Project } from '../../../src/measure/hostile/case.ts';
import { failure } from './failure.ts';

const path = 'tests/test_slug.py';

export const slug: Project = {
  name: 'slug',
  files: {
    'pages/__init__.py': '',
    'pages/slug.py': `"""Names of pages in addresses."""

import re

SEPARATOR = "-"


def slug(title):
    words = re.split(r"\\W", title.lower())
    return SEPARATOR.join(words)


def is_slug(text):
    return re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) is not None
`,
    [path]: `from pages.slug import is_slug, slug


def test_one_word():
    assert slug("Hello") == "hello"


def test_a_comma_and_a_space():
    assert slug("Hello, World") == "hello-world"


def test_is_slug():
    assert is_slug("hello-world")
    assert not is_slug("hello--world")
`,
  },
  failure: failure({
    test: [path, 'test_a_comma_and_a_space'],
    testLine: 9,
    errorType: 'AssertionError',
    message: "assert 'hello--world' == 'hello-world'",
  }),
  suspect: { file: 'pages/slug.py', function: 'slug', line: 8 },
  passing: [`${path}::test_one_word`, `${path}::test_is_slug`],
  guard: {
    path: 'tests/test_slug_regression.py',
    test: 'test_a_dash_between_spaces',
    source: `from pages.slug import slug


def test_a_dash_between_spaces():
    assert slug("Ten - twelve") == "ten-twelve"
`,
  },
  fix: [
    {
      path: 'pages/slug.py',
      search: '    words = re.split(r"\\W", title.lower())\n',
      replace: '    words = re.split(r"\\W+", title.lower())\n',
      line: null,
    },
  ],
};
