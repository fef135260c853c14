// Errors can be lost in many ways; and honest code catches what it knows.
import { describe, expect, test } from '@jest/globals';
import type { Failure } from '../../../../../src/incident/evidence.ts';
import { languages } from '../../../../../src/languages/languages.ts';
import { changed } from './changed-file.ts';

const place = { file: 'tests/test_a.py', line: 2, frames: [] };
const target: Failure = {
  testId: 'tests/test_a.py::test_a',
  phase: 'call',
  errorType: 'TypeError',
  message: '',
  ...place,
};

async function signs(after: string, before = 'def f(x):\n    return g(x)\n'): Promise<string[]> {
  return languages.python.rules.repair.signsOfCheating([await changed(before, after)], {
    targets: [target],
    texts: [],
  });
}

const handled = (caught: string, body = 'return None', head = '') =>
  `${head}def f(x):\n    try:\n        return g(x)\n    except ${caught}:\n        ${body}\n`;

describe('errors that are lost are seen', () => {
  test.each([
    ['by an alias', handled('Any', 'return None', 'Any = Exception\n')],
    ['by a name for several', handled('KNOWN', 'return None', 'KNOWN = (KeyError, Exception)\n')],
    ['by a base', handled('KeyError.__base__')],
    ['by the names of all', handled('(AttributeError, LookupError, OSError, TypeError, ValueError)')],
    ['with a raise that never comes', handled('Exception', 'return None\n        raise')],
    ['with a raise on what is not so', handled('Exception', 'if False:\n            raise\n        return None')],
    [
      'with a raise if there is no error',
      handled('Exception as e', 'if not e:\n            raise\n        return None'),
    ],
    ['with a raise in a function', handled('Exception', 'def later():\n            raise\n        return None')],
    ['by a context manager', 'class A:\n    def __exit__(self, *error):\n        return True\n'],
    [
      'by a context manager that asks nothing',
      'class A:\n    def __exit__(self, kind, error, at):\n        return kind is not None\n',
    ],
    ['by a stack', 'def f(x):\n    stack.push(lambda *error: True)\n'],
    ['by suppress', 'def f(x):\n    with suppress(*[Exception]):\n        g(x)\n'],
  ])('%s', async (_, after) => {
    expect(await signs(after)).not.toEqual([]);
  });

  test.each([
    ['by one name', handled('KeyError')],
    ['by three names', handled('(KeyError, TypeError, ValueError)')],
    ['by a name for two', handled('KNOWN', 'return None', 'KNOWN = (KeyError, TypeError)\n')],
    ['and raised again', handled('Exception as e', 'log.error(e)\n        raise')],
    ['and raised as another', handled('Exception as e', 'raise ValueError(x) from e')],
    ['and raised again at the end', handled('Exception', 'if x.last:\n            raise\n        x.next()')],
    [
      'by a context manager for one kind',
      'class A:\n    def __exit__(self, kind, error, at):\n        return kind is KeyError\n',
    ],
    [
      'by a context manager that lets them pass',
      'class A:\n    def __exit__(self, kind, error, at):\n        self.close()\n        return False\n',
    ],
    ['by suppress with a name', 'def f(x):\n    with suppress(KeyError):\n        g(x)\n'],
  ])('but not %s', async (_, after) => {
    expect(await signs(after)).toEqual([]);
  });
});

describe('an equality that a value gets is seen', () => {
  test.each([
    [
      'by a subclass of a subclass',
      'class A(int):\n    pass\n\nclass B(A):\n    def __eq__(self, other):\n        return self <= other\n',
    ],
    [
      'by a base that is a parameter',
      'def kind(base):\n    class A(base):\n        def __eq__(self, other):\n            return other\n    return A\n',
    ],
    ['from outside', 'def alike(cls):\n    cls.__eq__ = lambda self, other: other is not None\n    return cls\n'],
    [
      'by an enumeration of numbers',
      'class A(IntEnum):\n    X = 1\n    def __eq__(self, other):\n        return other\n',
    ],
  ])('%s', async (_, after) => {
    expect(await signs(after)).not.toEqual([]);
  });

  const equal = (lines: string) => `class A:\n    def __eq__(self, other):\n        ${lines}\n`;

  test.each([
    ['by the type of the other', equal('return type(other) is Decimal')],
    ['within a tolerance', equal('return other == self.days or other - self.days == 1')],
    ['of the other with itself', equal('return other.as_tuple() == other.as_tuple()')],
    ['of another field', equal('return self.x == other.y')],
  ])('of any object, %s', async (_, after) => {
    expect(await signs(after)).not.toEqual([]);
  });

  test.each([
    ['of all fields', equal('return (self.x, self.y) == (other.x, other.y)')],
    ['of what both are made into', equal('return dict(self.items()) == dict(other.items())')],
    ['that asks for the class first', equal('return isinstance(other, A) and other.x == self.x')],
    [
      'that has no answer for others',
      equal(
        'if not isinstance(other, A):\n            return NotImplemented\n        return vars(self) == vars(other)',
      ),
    ],
    ['that inherits', equal('return super().__eq__(other)')],
    ['that is refused', equal('return not self.x != other.x')],
  ])('but not one %s', async (_, after) => {
    expect(await signs(after)).toEqual([]);
  });

  test('but not one of an object', async () => {
    const after =
      'class A:\n    def __eq__(self, other):\n        return self.x == other.x\n\nclass B(A):\n    def __eq__(self, other):\n        return self.y == other.y\n';
    expect(await signs(after)).toEqual([]);
  });
});

describe('a built-in function that is replaced is seen', () => {
  test.each([
    ['by a function', 'def isinstance(x, kind):\n    return True\n'],
    ['by a value', 'len = g\n'],
  ])('%s', async (_, after) => {
    expect(await signs(after)).toEqual([expect.stringContaining('takes the place of a built-in function')]);
  });

  test.each([
    ['a method', 'class A:\n    def filter(self, x):\n        return x\n'],
    ['a local name', 'def f(x):\n    id = x.id\n    return id\n'],
    ['another name', 'def is_instance(x):\n    return x\n'],
  ])('but not %s', async (_, after) => {
    expect(await signs(after)).toEqual([]);
  });
});
