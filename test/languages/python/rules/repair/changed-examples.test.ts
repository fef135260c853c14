// The examples of a failing docstring are the test that a repair has to satisfy; the module around them is code.
import { describe, expect, test } from '@jest/globals';
import type { Failure } from '../../../../../src/incident/evidence.ts';
import { languages } from '../../../../../src/languages/languages.ts';
import { changed } from './changed-file.ts';

async function signs(testId: string, before: string, after: string): Promise<string[]> {
  const place = { file: 'a.py', line: 2, frames: [] };
  const targets: Failure[] = [{ testId, phase: 'call', errorType: 'DocTestFailure', message: '', ...place }];
  return languages.python.rules.repair.signsOfCheating([await changed(before, after)], { targets, texts: [] });
}

const half = `"""Halves.

>>> half(6)
3
"""

def half(n):
    """Half of it.

    >>> half(4)
    2
    >>> half(
    ...     5)
    2

    Rounded down.
    """
    return n / 2


class Box:
    def size(self):
        r"""
        >>> Box().size()
        9
        """
        return 8

__test__ = {'thirds': """
>>> 9 // 3
3
"""}
`;
const repaired = half.replace('n / 2', 'n // 2').replace('return 8', 'return 9');

describe('of a failing docstring', () => {
  test.each([
    ['an expected value', 'a.half', repaired.replace('half(4)\n    2', 'half(4)\n    2.0')],
    ['what is called', 'a.half', repaired.replace('...     5)', '...     4)')],
    ['a directive', 'a.half', repaired.replace('>>> half(4)', '>>> half(4)  # doctest: +SKIP')],
    ['an example less', 'a.half', repaired.replace('    >>> half(4)\n    2\n', '')],
    ['an example more', 'a.half', repaired.replace('>>> half(4)', '>>> half = lambda n: 2\n    >>> half(4)')],
    ['the whole docstring gone', 'a.Box.size', repaired.replace(/ {8}r"""[^"]*"""\n/, '')],
    ['the examples of the module', 'a', repaired.replace('half(6)\n3', 'half(6)\n3.0')],
    ['a string that is no docstring', 'a.__test__.thirds', repaired.replace('9 // 3\n3', '9 // 3\n4')],
  ])('a change is a sign of cheating: %s', async (_, name, after) => {
    expect(after).not.toBe(repaired);
    expect(await signs(`a.py::${name}`, half, after)).toEqual([
      `a.py changes the examples of ${name}, which are the failing test.`,
    ]);
  });

  test.each([
    ['the code below', 'a.half', repaired],
    ['the words between', 'a.half', repaired.replace('Rounded down.', 'Always rounded down.')],
    ['the docstring of another function', 'a.half', repaired.replace('>>> Box().size()', '>>> Box().size() + 0')],
    ['a block around the whole', 'a.half', repaired.replace(/def half[\s\S]*?n \/\/ 2\n/, indented)],
  ])('a change is no sign of cheating: %s', async (_, name, after) => {
    expect(await signs(`a.py::${name}`, half, after)).toEqual([]);
  });
});

test('examples may change where the failing test is another', async () => {
  const after = repaired.replace('half(4)\n    2', 'half(4)\n    2.0');
  expect(await signs('tests/test_a.py::test_half', half, after)).toEqual([]);
});

function indented(text: string): string {
  return `if True:\n${text.replace(/^(?=.)/gm, '    ')}`;
}
