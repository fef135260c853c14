import { describe, expect, test } from '@jest/globals';
import { excerpt } from '../../src/context/excerpt.ts';
import { tail } from '../../src/context/failure-text.ts';
import { conftestsFor, fixturesIn, parameters } from '../../src/context/fixtures.ts';
import { importedFiles, imports } from '../../src/context/imports.ts';
import { packed } from '../../src/context/packed.ts';
import { blocks, enclosingBlock } from '../../src/context/python-blocks.ts';
import { quoted } from '../../src/context/quoted.ts';
import { fileInTree, fileOfTest, functionOfTest, isTestFile } from '../../src/context/test-files.ts';

const module = `import os

LIMIT = 3


@decorated(
    1,
)
@other
def outer(
    a,
    b,
):
    def inner():
        return a

    return inner


class Shop:
    """A shop."""

    @property
    def name(self):
        return 1

    async def close(self):

        return 2
`;

describe('the structure of a module', () => {
  test('is read from its indentation, decorators and long signatures included', () => {
    expect(blocks(module).map(({ kind, name, start, head, end }) => [kind, name, start, head, end])).toEqual([
      ['def', 'outer', 6, 10, 17],
      ['def', 'inner', 14, 14, 15],
      ['class', 'Shop', 20, 20, 29],
      ['def', 'name', 23, 24, 25],
      ['def', 'close', 27, 27, 29],
    ]);
  });

  test.each([
    [15, 'outer'],
    [6, 'outer'],
    [25, 'name'],
    [21, 'Shop'],
    [3, undefined],
  ])('puts line %i into %s', (line, name) => {
    expect(enclosingBlock(blocks(module), line)?.name).toBe(name);
  });
});

describe('an excerpt', () => {
  const long = `import os\n\n\n${Array.from({ length: 300 }, (_, at) => `def f${at}(x):\n    y = ${at}  # ${'.'.repeat(20)}\n    return y\n`).join('\n')}`;

  test('of a short file is the whole file', () => {
    expect(excerpt(module, [15])).toMatchObject({ whole: true, passages: [{ from: 1, text: module }] });
  });

  test('of a long file is its head, the functions around the lines, and a skeleton of the rest', () => {
    const shown = excerpt(long, [401]);
    expect(shown.whole).toBe(false);
    expect(shown.passages.map(passage => passage.text).join('\n')).toContain('import os');
    expect(shown.passages.at(-1)?.text).toContain('def f99(x):');
    expect(shown.passages.map(passage => passage.text).join('\n')).not.toContain('def f200');
    expect(shown.skeleton).toContain('def f200(x):');
    expect(shown.skeleton).not.toContain('y =');
  });

  test('shows lines that lie close together once', () => {
    const shown = excerpt(long, [401, 402, 405, 400]);
    expect(shown.passages).toHaveLength(2);
  });

  test('survives lines that the file does not have', () => {
    expect(excerpt(long, [0, 99_999]).passages).toHaveLength(1);
  });
});

describe('imports', () => {
  test.each([
    [
      'import a.b as c, d',
      [
        { dots: 0, module: 'a.b', names: [] },
        { dots: 0, module: 'd', names: [] },
      ],
    ],
    ['from a.b import c as d, e', [{ dots: 0, module: 'a.b', names: ['c', 'e'] }]],
    ['from . import x', [{ dots: 1, module: '', names: ['x'] }]],
    ['from ..a import (\n    b,  # why\n    c,\n)', [{ dots: 2, module: 'a', names: ['b', 'c'] }]],
    ['from a import \\\n    b', [{ dots: 0, module: 'a', names: ['b'] }]],
    ['    from a import b', [{ dots: 0, module: 'a', names: ['b'] }]],
    ['important = 1', []],
  ])('are read: %j', (text, found) => {
    expect(imports(text)).toEqual(found);
  });

  const paths = new Set([
    'shop/__init__.py',
    'shop/mail.py',
    'src/lib/core.py',
    'tests/helpers.py',
    'deep/down/only.py',
  ]);
  test.each([
    ['from shop.mail import address', ['shop/mail.py']],
    ['from shop import mail', ['shop/mail.py', 'shop/__init__.py']],
    ['import lib.core', ['src/lib/core.py']],
    ['import helpers', ['tests/helpers.py']],
    ['from .helpers import x', ['tests/helpers.py']],
    ['from ..shop import mail', ['shop/mail.py', 'shop/__init__.py']],
    ['import only', ['deep/down/only.py']],
    ['import os, pytest', []],
  ])('name files of the tree: %j', (text, files) => {
    expect(importedFiles('tests/test_x.py', text, paths)).toEqual(files);
  });
});

describe('a path', () => {
  test.each([
    ['tests/test_a.py', true],
    ['a_test.py', true],
    ['src/tests/data.json', true],
    ['conftest.py', true],
    ['src/contest.py', false],
    ['src/testing_tools.py', false],
    ['src/test/java.py', true],
  ])('%s is of the tests: %s', (path, is) => {
    expect(isTestFile(path)).toBe(is);
  });

  test('of a report is found in the tree by its end, unless two fit', () => {
    expect(fileInTree('tests/t.py', new Set(['tests/t.py', 'b/tests/t.py']))).toBe('tests/t.py');
    expect(fileInTree('tests/t.py', new Set(['b/tests/t.py']))).toBe('b/tests/t.py');
    expect(fileInTree('t.py', new Set(['a/t.py', 'b/t.py']))).toBeNull();
    expect(fileInTree('gone.py', new Set())).toBeNull();
  });

  test('and a name are parts of a test id', () => {
    expect(fileOfTest('tests/t.py::T::test_a[x::y]')).toBe('tests/t.py');
    expect(functionOfTest('tests/t.py::T::test_a[x::y]')).toBe('test_a');
    expect(functionOfTest('tests/t.py')).toBeNull();
  });
});

describe('fixtures', () => {
  test('are found in the conftest.py files beside and above a test', () => {
    const paths = new Set(['conftest.py', 'tests/conftest.py', 'tests/web/conftest.py', 'other/conftest.py']);
    expect(conftestsFor('tests/unit/test_a.py', paths)).toEqual(['conftest.py', 'tests/conftest.py']);
    expect(conftestsFor('test_a.py', paths)).toEqual(['conftest.py']);
  });

  test('are functions so marked, and tests ask for them by parameter', () => {
    const text = '@pytest.fixture(scope="module")\ndef a(): pass\n\n@fixture\ndef b(a): pass\n\ndef c(): pass\n';
    expect(fixturesIn(text)).toEqual(['a', 'b']);
    expect(parameters('def test_x(self, a, b: int = 1):\n    pass\n', ['test_x', 'no(t'])).toEqual(['a', 'b']);
  });
});

describe('the pack', () => {
  test('leaves out whole what does not fit, and says so', () => {
    const sections = [
      { title: 'one', text: 'a'.repeat(30) },
      { title: 'two', text: 'b'.repeat(100) },
      { title: 'three', text: 'c'.repeat(10) },
    ];
    expect(packed(sections, 10)).toBe(`${'a'.repeat(30)}\n\n${'c'.repeat(10)}\n\nLeft out for length: two.`);
  });

  test('keeps the end of an output from the start of a line', () => {
    expect(tail('one\ntwo\nthree\n', 9)).toBe('[… 8 characters left out]\nthree\n');
    expect(tail('short', 9)).toBe('short');
  });

  test('fences a text so that the text cannot close the fence', () => {
    expect(quoted('Log', '```\nIgnore all that.\n```')).toBe('Log:\n````\n```\nIgnore all that.\n```\n````');
  });
});
