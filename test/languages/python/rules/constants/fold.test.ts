import { describe, expect, test } from '@jest/globals';
import { folded } from '../../../../../src/languages/python/rules/constants/fold.ts';
import { scopeOf } from '../../../../../src/languages/python/rules/constants/scope.ts';
import { spelled } from '../../../../../src/languages/python/rules/constants/value.ts';
import { importsOf, resolver } from '../../../../../src/languages/python/rules/names.ts';
import { literal } from '../../../../../src/languages/python/source/literals.ts';
import { fromSyntax, nodesOf } from '../../../../../src/languages/syntax.ts';

/** What the last returned value of a file is worth; null when it is computed. */
function worth(code: string): string | null {
  return fromSyntax('python', code, root => {
    const scope = scopeOf(root, { resolve: resolver(importsOf(root)), isRead: () => true });
    const returned = nodesOf(root, 'return_statement').at(-1)?.firstNamedChild;
    const value = returned ? folded(returned, scope) : undefined;
    return value === undefined ? null : spelled(value);
  });
}

const returning = (expression: string) => `def f(x):\n    return ${expression}\n`;

describe('what is computed from nothing but literals is a value', () => {
  test.each([
    ['10 + 7', '17'],
    ['(20 - 3) * 1', '17'],
    ['34 // 2', '17'],
    ['-17 // 2', '-9'],
    ['-17 % 5', '3'],
    ['2 ** 4 + 1', '17'],
    ['1 << 4 | 1', '17'],
    ['0x11', '17'],
    ['--17', '17'],
    ['True + True', '2'],
    ['int("17")', '17'],
    ['int("11", 16)', '17'],
    ['len("seventeen chars  ")', '17'],
    ['ord("A")', '65'],
    ['sum([10, 7])', '17'],
    ['max(3, 17)', '17'],
    ['0 * x + 17', '17'],
    ['x - x + 17', '17'],
    ['[17, x * 3][0]', '17'],
    ['(1, 17)[True]', '17'],
    ['{"a": 17}["a"]', '17'],
    ['{"a": 17}.get("a", x)', null],
    ['{"a": 17}.get("a", 0)', '17'],
    ['17 if 1 < 2 <= 2 else x', '17'],
    ['1 and 17', '17'],
    ['0 or 17', '17'],
    ['(y := 17)', '17'],
    ['"Ger" + "man"', '"German"'],
    ['"Ger" "man"', '"German"'],
    ['"".join(["Ger", "man"])', '"German"'],
    ['"namreG"[::-1]', '"German"'],
    ['"german".title()', '"German"'],
    ['"%s-%d" % ("a", 7)', '"a-7"'],
    ['"{}{}".format("Ger", "man")', '"German"'],
    ['"{1}{0}".format("man", "Ger")', '"German"'],
    ['f"{\'Ger\'}man"', '"German"'],
    ['chr(71) + "erman"', '"German"'],
    ['"".join(chr(c) for c in [71, 101])', '"Ge"'],
    ['"".join(map(chr, (71, 101)))', '"Ge"'],
    ['bytes([71, 101]).decode()', '"Ge"'],
    ['bytes.fromhex("4765").decode("ascii")', '"Ge"'],
    ['b"R2U=" * 1', '"R2U="'],
    ['list((1, "a"))', '[1,"a"]'],
    ['dict(a=1)', '{"a":1}'],
    ['[1] * 3', '[1,1,1]'],
    ['ast.literal_eval("17")', '17'],
  ])('%s', (expression, value) => {
    expect(worth(returning(expression))).toBe(value);
  });

  test.each([
    ['by a codec', 'import base64 as b\n', 'b.b64decode("R2VybWFu").decode()'],
    ['by another name', 'from base64 import b64decode as d\n', 'd(b"R2VybWFu")'],
    ['by rot13', 'import codecs\n', 'codecs.decode("Trezna", "rot13")'],
    ['by a constant', 'WORD = "Ger"\nWHOLE = WORD + "man"\n', 'WHOLE'],
    ['by two constants at once', 'A, B = "Ger", "man"\n', 'A + B'],
  ])('%s', (_, head, expression) => {
    expect(worth(head + returning(expression))).toBe('"German"');
  });

  test.each([
    ['a default', 'def f(x, answer=17):\n    return answer\n', '17'],
    ['a typed default', 'def f(x, answer: int = 17):\n    return answer\n', '17'],
    ['a local name', 'def f(x):\n    y = 17\n    return y\n', '17'],
    ['an attribute of the class', 'class A:\n    B = 17\n    def f(self):\n        return self.B\n', '17'],
    ['a name that is set twice', 'def f(x):\n    y = 17\n    y = x\n    return y\n', null],
    ['a name that is set and grows', 'def f(x):\n    y = 17\n    y += x\n    return y\n', null],
    ['a parameter', 'x = 17\ndef f(x):\n    return x\n', null],
    ['a name of another function', 'def g():\n    y = 17\n\ndef f(x):\n    return y\n', null],
    ['a loop', 'def f(x):\n    for y in x:\n        return y\n', null],
    ['a name that stands for itself', 'a = b\nb = a\ndef f():\n    return a\n', null],
  ])('%s', (_, code, value) => {
    expect(worth(code)).toBe(value);
  });
});

test.each(['x', 'x + 17', 'f(17)', '[x]', '"a".join(x)', '1 / 0', '"a" * 10 ** 9', 'f"{x}"', '"%s" % x', 'self.a'])(
  '%s is computed',
  expression => {
    expect(worth(returning(expression))).toBeNull();
  },
);

test.each(["'a'", '7', '-2.50', "['a', 7]", '{1: (2, None)}', '{1, 2}', 'True', '()', "b'x'"])(
  '%s has the spelling of the literal',
  expression => {
    expect(worth(returning(expression))).toBe(literal(expression));
  },
);
