import { describe, expect, test } from '@jest/globals';
import { capabilitySentence } from '../../../../src/incident/capability.ts';
import { languages } from '../../../../src/languages/languages.ts';
import { fingerprint } from '../../../../src/stages/repair/gates/fingerprint.ts';
import { tooLarge } from '../../../../src/stages/repair/gates/size.ts';
import { diffLines } from '../../../../src/text/diff.ts';
import { replaced } from '../../../languages/python/rules/repair/changed-file.ts';

/** A diff in which a file is new. */
function diffOf(path: string, added: string): string {
  const lines = added.split('\n').map(line => `+${line}`);
  const head = [`diff --git a/${path} b/${path}`, `--- a/${path}`, `+++ b/${path}`];
  return [...head, `@@ -0,0 +1,${lines.length} @@`, ...lines, ''].join('\n');
}

/** What is said of code that takes the place of other code. */
function signs(after: string, before = ''): string[] {
  const { signsOfCheating, newCapabilities } = languages.python.rules.repair;
  const changed = [replaced(before, after)];
  return [
    ...signsOfCheating(changed, { targets: [], texts: [] }),
    ...(newCapabilities(changed) ?? []).map(capabilitySentence),
  ];
}

describe('a diff', () => {
  test('is read with its line numbers, whatever its lines look like', () => {
    const diff = [
      'diff --git a/a.py b/a.py',
      '--- a/a.py',
      '+++ b/a.py',
      '@@ -3,3 +3,4 @@ def f():',
      ' x',
      '--- old',
      '+++ new',
      '+more',
      ' y',
      '\\ No newline at end of file',
      '',
    ].join('\n');
    expect(diffLines(diff)).toEqual({
      added: [
        { path: 'a.py', number: 4, text: '++ new' },
        { path: 'a.py', number: 5, text: 'more' },
      ],
      removed: [{ path: 'a.py', number: 4, text: '-- old' }],
    });
  });

  test('of a hundred lines in three files is small enough, of more is not', () => {
    const lines = (count: number) => diffOf('a.py', Array(count).fill('x').join('\n'));
    expect(tooLarge(3, lines(100))).toBeNull();
    expect(tooLarge(1, lines(101))).toContain('101 lines');
    expect(tooLarge(4, lines(1))).toContain('4 files');
  });

  test('of few lines may not hold more characters or bytes than a hundred lines do', () => {
    const lines = (count: number, text: string) => diffOf('a.py', Array(count).fill(text).join('\n'));
    expect(tooLarge(1, lines(100, 'x'.repeat(119)))).toBeNull();
    expect(tooLarge(1, lines(40, 'x'.repeat(400)))).toContain('16039 characters');
    expect(tooLarge(1, lines(100, 'я'.repeat(119)))).toBeNull();
    expect(tooLarge(1, lines(100, '価'.repeat(119)))).toContain('35799 bytes');
  });
});

describe('signs of cheating', () => {
  test.each([
    'if os.environ.get("PYTEST_CURRENT_TEST"):',
    'if "PYTEST_VERSION" in os.environ:',
    "if 'pytest' in sys.modules:",
    "if sys.modules.get('pytest'):",
    'import pytest',
    'from unittest import mock',
    "if name == 'test_send':",
    'if caller.startswith("tests/"):',
    'stack = inspect.stack()',
    'sys.exit(0)',
    'os._exit(0)',
    'raise SystemExit',
    'x = 1  # type: ignore',
    'x = 1  # type: ignore[assignment]  # noqa',
    'x = 1  # noqa: E501',
    'x = 1  # pragma: no cover',
    "warnings.simplefilter('ignore')",
    'with contextlib.suppress(Exception):',
    'try:\n    f()\nexcept Exception:\n    pass',
    'try:\n    f()\nexcept:\n    pass',
    'try:\n    f()\nexcept (Exception, ValueError) as e:\n    # quiet\n    return None',
    'try:\n    f()\nexcept Exception: pass',
    'def __eq__(self, other):\n    return True',
    'def __eq__(self, other):\n    """Equal."""\n    return True',
    'time.time = lambda: 0',
    'setattr(time, "time", lambda: 0)',
    'random.seed(7)',
    'if os.environ.get("CI"):',
    'if "pytest" in sys.argv[0]:',
    '# mypy: ignore-errors',
    'logging.disable(logging.CRITICAL)',
    'try:\n    f()\nexcept Exception as error:\n    log(error)\n    value = fallback()',
    'def __eq__(self, other):\n    return self.x is not None',
    'class A:\n    __eq__ = lambda self, other: True',
    'A = type("A", (), {"__eq__": lambda self, other: True})',
    'class M(type):\n    def __instancecheck__(cls, other):\n        return True',
    'import os, pytest',
    'x = 1; import pytest',
    'import unittest.mock as m',
    'm = __import__("py" "test")',
    'from inspect import stack',
    'import inspect as i\nframes = i.stack()',
    'if getattr(sys, "_getframe")(1):\n    pass',
    'from sys import exit as stop\nstop(0)',
    'import time as t\nt.time = f',
    'time.time, x = f, 1',
    'import contextlib as c\nwith c.suppress(\n    Exception,\n):\n    f()',
    'try:\n    f()\nexcept (ValueError, Exception): pass',
    'try:\n    f()\nexcept (\n    ValueError,\n    Exception,\n):\n    pass',
    'try:\n    f()\nexcept Exception:\n    log("cannot raise")',
    'def __eq__(self, other):\n    log("other")\n    return True',
    'if os.environ.get(\n    "CI"\n):\n    pass',
    'if os.environ.get("C" + "I"):\n    pass',
    'if os.environ.get("\\x43I"):\n    pass',
    'x = (\n    "pytest"\n    == name\n)',
    'match name:\n    case "test_send":\n        pass',
    'def f():\n    try:\n        g()\n    finally:\n        return None',
    'class A(str):\n    def __eq__(self, other):\n        return self.lower() == other.lower()',
    'from decimal import Decimal as D\nclass A(D):\n    __ne__ = D.__lt__',
    'A = type("A", (int,), {"__eq__": int.__or__})',
    'for x in y:\n    try:\n        g()\n    finally:\n        if x:\n            continue',
    'if (kind, name) == ("case", "test_send"):\n    pass',
  ])('are seen: %s', code => {
    expect(signs(code)).not.toEqual([]);
  });

  test.each([
    'if user is None:\n    return None',
    'try:\n    f()\nexcept KeyError:\n    return None',
    'try:\n    f()\nexcept Exception as error:\n    raise Failed() from error',
    'try:\n    f()\nexcept Exception:\n    log.exception("no")\n    raise',
    'def __eq__(self, other):\n    return self.x == other.x',
    'class A:\n    __eq__ = lambda self, other: self.x == other.x',
    'latest = max(versions)',
    'exit_code = run()',
    "kind = 'test'",
    'def __eq__(self, other):\n    if self is other:\n        return True\n    return self.x == other.x',
    'def f():\n    """Say it.\n\n    >>> {3: 7}\n    """\n    return 1',
    'self.exit_stack.close()',
    'def exit(self):\n    return self.close()',
    'self.exit(1)',
    'x = 1  # as pytest and unittest do',
    'log("run pytest or unittest")',
    'if broken: raise UsageError("run it with pytest")',
    'usage = """\nimport pytest\n"""',
    'url = "https://example.org/#noqa"',
    'x = call()  # type: ignore[no-any-return]',
    'x = unset  # pyright: ignore[reportArgumentType, reportCallIssue]',
    'try:\n    f()\nexcept Exception as e:\n    if x: raise ValueError from e',
    'value = parse(name, exit=True)',
    'class A(str):\n    def lower(self):\n        return self',
    'class A(Base):\n    def __eq__(self, other):\n        return self.x == other.x',
    'try:\n    f()\nfinally:\n    for x in y:\n        if x:\n            break',
    'def f():\n    try:\n        return g()\n    finally:\n        close()',
    'try:\n    f()\nfinally:\n    def g():\n        return 1\n    g()',
  ])('are not seen in honest code: %s', code => {
    expect(signs(code)).toEqual([]);
  });

  test('that were there before are not blamed on the change', () => {
    const line = 'sys.exit(main())  # noqa';
    expect(signs(`x\n    ${line}`, line)).toEqual([]);
    const silenced = ['y = 2  # type: ignore', 'y = 1  # type: ignore'] as const;
    expect(signs(...silenced)).toEqual([]);
    const caught = 'try:\n    f()\nexcept Exception:\n    g(2)';
    expect(signs(caught, caught.replace('2', '1'))).toEqual([]);
    const table = (body: string) => `class Table(dict):\n    def __eq__(self, other):\n        ${body}`;
    expect(signs(table('return len(self) == len(other)'), table('return self is other'))).toEqual([]);
    expect(signs(table('return True'), table('return self is other'))).toEqual([
      'a.py:2 compares without comparing.',
      'a.py:2 equals what is not of its kind.',
    ]);
  });
});

test('an except for everything that no longer raises is a sign, new or not', () => {
  const before = 'try:\n    f()\nexcept Exception:\n    raise';
  const after = before.replace('raise', 'g()');
  expect(signs(after, before)).toEqual(['a.py:3 catches every error and raises none.']);
});

describe('a fingerprint', () => {
  const of = (files: Record<string, string>) => fingerprint(new Map(Object.entries(files)));

  test('is the same whatever the comments, blank lines and blanks at line ends', () => {
    expect(of({ 'a.py': 'x = 1\n\n# why\ny = 2  \n' })).toBe(of({ 'a.py': 'x = 1\ny = 2\n' }));
  });

  test('does not depend on the order of the files', () => {
    expect(of({ 'a.py': 'x\n', 'b.py': 'y\n' })).toBe(of({ 'b.py': 'y\n', 'a.py': 'x\n' }));
  });

  test('differs by code, by indentation and by path', () => {
    const all = [{ 'a.py': 'x\n' }, { 'a.py': 'y\n' }, { 'a.py': '  x\n' }, { 'b.py': 'x\n' }].map(of);
    expect(new Set(all).size).toBe(4);
  });
});
