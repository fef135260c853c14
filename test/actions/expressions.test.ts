import { describe, expect, test } from '@jest/globals';
import {
  holds,
  interpolated,
  interpolatedWhereKnown,
  resolved,
  wildcardPattern,
} from '../../src/actions/expressions.ts';

describe('an expression', () => {
  const contexts = { matrix: { python: 3.1, list: ['a', 'b'] }, env: {} };

  test('is filled into the text around it, a missing value as nothing', () => {
    expect(interpolated(`py${ex('matrix.python')}-${ex("join(matrix.list, '+')")}${ex('env.NONE')}`, contexts)).toBe(
      'py3.1-a+b',
    );
  });

  test('that is the whole text keeps its shape', () => {
    expect(resolved({ of: ex('matrix.list') }, contexts)).toEqual({ of: ['a', 'b'] });
    expect(resolved(ex(`fromJSON('[1, {"b": null}]')`), contexts)).toEqual([1, { b: null }]);
  });

  test.each([
    [undefined, 'success', true],
    [undefined, 'failure', false],
    ['', 'failure', false],
    ['always()', 'failure', true],
    [ex('failure()'), 'failure', true],
    ['matrix.python', 'failure', false],
    ["matrix.python == '3.1'", 'success', true],
    ["!cancelled() && '0'", 'failure', true],
    [false, 'success', false],
  ] as const)('as a condition, %s after %s is %s', (condition, status, expected) => {
    expect(holds(condition, status, contexts)).toBe(expected);
  });
});

describe('what is not known stays as it is written', () => {
  const contexts = {
    matrix: { python: 3.1, os: { name: 'linux' }, none: null, flag: true },
    github: { workspace: '.' },
  };

  test.each([
    [`py-\${{ matrix.python }}`, 'py-3.1'],
    [`\${{matrix['python']}} \${{ matrix.os.name }} \${{ matrix['os'].name }}`, '3.1 linux linux'],
    [`\${{ format('{0}-{1}', matrix.os.name, matrix.flag) }}`, 'linux-true'],
    [`\${{ matrix.flag && 'yes' || 'no' }}`, 'yes'],
    [`\${{ github.workspace }}/sub`, './sub'],
    [`\${{ matrix.missing }}`, `\${{ matrix.missing }}`],
    [`\${{ matrix.missing || 'x' }}`, `\${{ matrix.missing || 'x' }}`],
    [`\${{ matrix.none }}`, `\${{ matrix.none }}`],
    [`\${{ matrix.os }}`, `\${{ matrix.os }}`],
    [`\${{ github.ref }}`, `\${{ github.ref }}`],
    [`\${{ env.A }}`, `\${{ env.A }}`],
    [`\${{ success() }}`, `\${{ success() }}`],
    [`\${{ hashFiles('x') }}`, `\${{ hashFiles('x') }}`],
    [`\${{ matrix. }} \${{ }} \${{`, `\${{ matrix. }} \${{ }} \${{`],
    [`\${{ env.A }}-\${{ matrix.python }}`, `\${{ env.A }}-3.1`],
    [`\${{ matrix.constructor }}`, `\${{ matrix.constructor }}`],
  ])('%s', (text, expected) => {
    expect(interpolatedWhereKnown(text, contexts)).toBe(expected);
  });
});

describe('a wildcard pattern', () => {
  test.each([
    ['test', 'test', true],
    ['test', 'tests', false],
    ['t.st (1)', 't.st (1)', true],
    ['t.st', 'test', false],
    [`py\${{ matrix.x }}`, 'py3.1', true],
    [`py\${{ matrix.x }}`, 'rust', false],
    [`\${{ a }} on \${{ b }}`, 'x on y', true],
    [`a\n\${{ b }}\nc`, 'a\n1\n2\nc', true],
  ])('of %j and %j: %s', (text, candidate, expected) => {
    expect(wildcardPattern(text).test(candidate)).toBe(expected);
  });
});

/** The code within `${{ }}`. */
function ex(code: string): string {
  return `\${{ ${code} }}`;
}
