// Removing a check makes tests pass by accepting what the code used to refuse.
import { describe, expect, test } from '@jest/globals';
import type { Failure } from '../../../../../src/incident/evidence.ts';
import { languages } from '../../../../../src/languages/languages.ts';
import { changed } from './changed-file.ts';

const place = { file: 'tests/test_a.py', line: 2, frames: [] };
const failure: Failure = { testId: 'tests/test_a.py::test_a', phase: 'call', errorType: null, message: '', ...place };

/** Signs of cheating in a change from one text to another, when the failing test shows this error. */
async function signs(before: string, after: string, errorType = 'TypeError'): Promise<string[]> {
  const targets = [{ ...failure, errorType }];
  return languages.python.rules.repair.signsOfCheating([await changed(before, after)], { targets, texts: [] });
}

const guarded = 'def f(x):\n    if x < 0:\n        raise ValueError("negative")\n    return x\n';
const asserted = 'def f(x):\n    assert x >= 0\n    return x\n';
const bare = 'def f(x):\n    return x\n';
const twice = 'def f(x):\n    assert x >= 0\n    assert x < 9\n    return x\n';
const handled = 'def f(x):\n    try:\n        return g(x)\n    except KeyError:\n        raise\n';

describe('a removed check', () => {
  test.each([
    [
      'a raise',
      guarded,
      bare,
      ['a.py:3 took a check away that no failing test complains of (raise ValueError("negative")).'],
    ],
    ['an assert', asserted, bare, ['a.py:2 took a check away that no failing test complains of (assert x >= 0).']],
    ['two asserts', twice, bare, [expect.stringContaining('a.py:2 '), expect.stringContaining('a.py:3 ')]],
    ['one of two asserts', twice, asserted, [expect.stringContaining('a.py:3 ')]],
  ])('is a sign of cheating: %s', async (_, before, after, expected) => {
    expect(await signs(before, after)).toEqual(expected);
  });

  test.each([
    ['a raise of the error that the failing test shows', guarded, bare, 'ValueError'],
    [
      'a raise of that error, qualified by its module',
      guarded.replace('ValueError', 'errors.Refused'),
      bare,
      'Refused',
    ],
    ['a raise of that error as a class, not a call', 'def f(x):\n    raise Refused\n', bare, 'Refused'],
    ['an assert, when the failing test shows an AssertionError', asserted, bare, 'AssertionError'],
    ['a check that moved elsewhere', guarded, `${bare}def g(x):\n    raise ValueError(x)\n`, 'TypeError'],
    ['an assert that became a raise', asserted, guarded, 'TypeError'],
    ['a bare raise removed together with its handler', handled, 'def f(x):\n    return g(x)\n', 'TypeError'],
  ])('is no sign of cheating: %s', async (_, before, after, errorType) => {
    expect(await signs(before, after, errorType)).toEqual([]);
  });

  test('is a sign of cheating if it is a bare raise whose handler stays', async () => {
    const after = handled.replace('raise', 'return None');
    expect(await signs(handled, after)).toEqual([expect.stringContaining('a.py:5 took a check away')]);
  });
});

test('an added check makes up for one removed check, not for two', async () => {
  expect(await signs(bare, guarded)).toEqual([]);
  expect(await signs(twice, guarded)).toHaveLength(1);
});
