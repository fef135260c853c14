import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { valuesShown } from '../../src/actions/expressions/placeholders.ts';
import { holds, interpolated, interpolatedWhereKnown, resolved } from '../../src/actions/expressions.ts';

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

describe('what a text with placeholders may become', () => {
  test.each([
    ['test', 'test', []],
    ['test', 'tests', null],
    ['t.st (1)', 't.st (1)', []],
    ['t.st', 'test', null],
    [`py\${{ matrix.x }}`, 'py3.1', ['3.1']],
    [`py\${{ matrix.x }}`, 'rust', null],
    [`\${{ a }} on \${{ b }}`, 'x on y', ['x', 'y']],
    [`\${{ a }} on \${{ b }}`, 'x on y on z', ['x', 'y on z']],
    [`\${{ a }}\${{ b }}`, 'xy', ['', 'xy']],
    [`ab\${{ a }}ba`, 'aba', null],
    [`a\n\${{ b }}\nc`, 'a\n1\n2\nc', ['1\n2']],
    [`a \${{ b`, `a \${{ b`, []],
  ])('of %j and %j: %j', (text, candidate, expected) => {
    expect(valuesShown(text, candidate)).toEqual(expected);
  });

  test('is what the pattern with a lazy group for each placeholder matches', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', `\${{ x }}`), { maxLength: 8 }).map(parts => parts.join(''));
    const shown = fc.stringMatching(/^[ab]{0,10}$/);
    fc.assert(
      fc.property(texts, shown, (text, candidate) => {
        const pattern = new RegExp(`^${text.replaceAll(`\${{ x }}`, '(.*?)')}$`);
        expect(valuesShown(text, candidate)).toEqual(pattern.exec(candidate)?.slice(1) ?? null);
      }),
    );
  });
});

/** The code within `${{ }}`. */
function ex(code: string): string {
  return `\${{ ${code} }}`;
}
