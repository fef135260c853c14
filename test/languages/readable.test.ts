// Texts that a person cannot read as they run are refused before anything is written; honest ones in any language are not.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasDisputedLines, unreadable } from '../../src/languages/readable.ts';

const old = 'import os\n\n\ndef price(item):\n    return item.cost\n';
const become = (after: string, before: string | null = old) => unreadable({ path: 'shop.py', before, after });
/** The file with one more line. */
const plus = (line: string) => old.replace('    return', `    ${line}\n    return`);

describe('a new line is refused that', () => {
  test.each([
    ['hides code behind a carriage return in a comment', plus('# round it\r    os.remove("x")'), 'carriage return'],
    ['ends like those of another system', plus('x = 1\r'), 'carriage return'],
    ['holds a NUL', plus('x = "a\0b"'), 'U+0000'],
    ['holds an escape sequence', plus('x = 1  # \u001b[2K'), 'U+001B'],
    ['holds a form feed', plus('x = 1\f'), 'U+000C'],
    ['holds a next line', plus('x = 1  # \u0085y = 2'), 'U+0085'],
    ['holds a line separator', plus('x = 1  # \u2028y = 2'), 'U+2028'],
    ['turns the order of reading', plus('if level != "user\u202e \u2066# admin\u2069 \u2066":'), 'U+202E'],
    ['holds a mark of direction', plus('x = "a\u200fb"'), 'U+200F'],
    ['holds a zero-width space', plus('x = "a\u200bb"'), 'U+200B'],
    ['holds a joiner between letters that need none', plus('x = "ab\u200dc"'), 'U+200D'],
    ['holds a soft hyphen', plus('x = "a\u00adb"'), 'U+00AD'],
    ['holds a filler that is a name', plus('\u3164 = 1'), 'U+3164'],
    ['holds a blank that looks like a space', plus('x = "a\u00a0b"'), 'U+00A0'],
    ['holds a selector after a letter', plus('x = "a\ufe0f\u{e0101}"'), 'U+FE0F'],
    ['holds tags', plus('x = 1  # \u{e0061}\u{e0062}'), 'U+E0061'],
    ['holds a braille blank', plus('x = "\u2800"'), 'U+2800'],
    ['holds a placeholder of ours', plus('x = "<SECRET:1>"'), 'placeholder for a masked secret'],
    ['is far too long', plus(`x = "${'a'.repeat(400)}"`), 'a new line may have 400'],
    [
      'puts code between what looks like texts',
      plus(`x = 1 # '\n    y = 1${' '.repeat(400)}; z = 1 # '`),
      'may have 400',
    ],
    ['puts code where no one scrolls to', plus(`x = 1${' '.repeat(400)}; os.remove("x")`), 'a new line may have 400'],
  ])('%s', (_, after, words) => {
    expect(become(after).join()).toContain(words);
  });

  test.each([
    ['is Cyrillic for copy', 'с\u043e\u0440\u0443 = 1'],
    ['is scope with one Cyrillic letter', 'sc\u043epe = 1'],
    ['is an attribute with a Greek letter', 'item.c\u03bfst = 1'],
    ['is a mathematical eval', '\u{1d626}\u{1d637}\u{1d622}\u{1d62d}("1")'],
    ['is a wide exec', '\uff45\uff58\uff45\uff43("1")'],
    ['is built-in but for a long s', 'i\u017fin\u017ftance(1, 2)'],
    ['is a ligature', '\ufb01nd = 1'],
    ['is a dotless i', 'l\u0131st = []'],
    ['is in a format string', 'x = f"{\u0430}"'],
    ['is a word of two', 'test_\u0430\u0440\u0440 = 1'],
    ['is a script of no living code', '\u13aa\u13aa = 1'],
    ['is a zero of India', 'o\u0966 = 1'],
    ['is in code that does not parse', ')( \u0430\u0440\u0440 = 1'],
    ['is two scripts without a look-alike', 'x\u0436 = 1'],
  ])('holds a name that %s', (_, line) => {
    expect(become(plus(line))).toEqual([expect.stringMatching(/^The name ".*\\u\{.*is easily taken for another/)]);
  });
});

describe('is not refused:', () => {
  test.each([
    ['a plain change', plus('x = round(item.cost, 2)')],
    ['a tab', plus('x = "\t"')],
    [
      'strings and comments in other languages',
      plus('x = "Привет, сору! Ωmega 你好 שלום مرحبا"  # größer – naïve “quotes” ½ €'),
    ],
    ['a docstring in Persian, with joiners', plus('"""می‌خواهم"""')],
    ['Hindi with joiners', plus('x = "क्‍ष"')],
    ['emoji, also joined ones', plus('x = "❤️ 👩‍💻 🏳️‍🌈 1️⃣ 🇫🇷 👍🏽"')],
    ['Japanese with its own space', plus('x = "東京　大阪"')],
    ['a French name', plus('prix_arrondi_été = 1')],
    ['a German name', plus('größe = 1')],
    ['a Polish name', plus('źródło = 1')],
    ['a Russian name', plus('цена_товара = 1')],
    ['a Russian word in an English name', plus('test_цена = 1')],
    ['a Chinese name', plus('价格 = 1')],
    ['a Japanese name with Latin letters', plus('ユーザーID = 1')],
    ['a Korean name', plus('가격 = 1')],
    ['an Arabic name', plus('سعر = 1')],
    ['a Hindi name', plus('मूल्य = 1')],
    ['names of formulas', plus('Δx = λ * σ2 + θ_max')],
    ['a line of four hundred', plus(`x = "${'a'.repeat(390)}"`)],
    ['an empty file', ''],
  ])('%s', (_, after) => {
    expect(become(after)).toEqual([]);
  });

  test('what was there before', () => {
    const odd = 'x = "\u00a0\u200b"\n\u03bf = 1  # сору\n';
    expect(become(odd.replace('= 1', '= \u03bf + 1'), odd)).toEqual([]);
    expect(become(odd.replace('x =', 'y ='), odd)).toEqual([]);
    const long = `x = [${'1, '.repeat(400)}]\n`;
    expect(become(long.replace(']', '1, 2]'), long)).toEqual([]);
    expect(become('a = 1\r\nb = 3\r\n', 'a = 1\r\nb = 2\r\n')).toEqual([]);
    expect(become('\ufeffa = "ä"\n', '\ufeffa = 1\n')).toEqual([]);
    expect(become('\fclass A:\n    x = 1\n', '\fclass A:\n    x = 2\n')).toEqual([]);
  });

  test('names in a file of no language, where there are none', () => {
    expect(unreadable({ path: 'data.yml', before: '', after: 'sc\u043epe: 1\n' })).toEqual([]);
  });
});

test('what was there does not excuse more of it', () => {
  expect(become('x = "\u200b\u200b"\n', 'x = "\u200b"\n').join()).toContain('U+200B');
  expect(become('x = "b\u202e"\n', 'x = "a\u202e"\n').join()).toContain('U+202E');
  const disguised = 'y = \u{1d626}\u{1d637}\u{1d622}\u{1d62d}\n';
  expect(become(`${disguised}y("1")\n${disguised}`, disguised).join()).toContain('The name');
  const long = `x = ${'a'.repeat(500)}\n`;
  expect(become(`x = ${'a'.repeat(1_000)}\n`, long).join()).toContain('a new line may have 400');
});

test('a line of a new file may be longer by what its strings say, as the data of a test is', () => {
  expect(become(`assert wrap("${'word '.repeat(400)}", 50) == ["word"]\n`, null)).toEqual([]);
  for (const line of [`# ${'a'.repeat(400)}`, `x = "${'a'.repeat(4_000)}"`, `x = f"{${'1 + '.repeat(100)}1}"`])
    expect(become(`${line}\n`, null).join()).toContain('a new line may have 400');
});

test('a new file has at most 200 kB, and no endings but its own', () => {
  expect(become('x = 1\n'.repeat(30_000), null)).toEqual([]);
  expect(become('x = 1\n'.repeat(40_000), null)).toEqual(['It is a new file of over 200000 bytes.']);
  expect(become('x = 1\r\n', null).join()).toContain('carriage return');
});

test('a file about whose lines tools disagree is not edited at all', () => {
  expect(['a\rb\n', 'a\0b\n', 'a\r\r\n', 'a\r'].map(hasDisputedLines)).toEqual([true, true, true, true]);
  expect(['a\r\nb\r\n', 'a\fb\n', ''].map(hasDisputedLines)).toEqual([false, false, false]);
});

describe('whatever is generated,', () => {
  test('printable ASCII in short lines is accepted', () => {
    const line = fc.stringMatching(/^[\t\x20-\x7e]{0,100}$/);
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (before, after) => {
        expect(become(`${after.join('\n')}\n`, `${before.join('\n')}\n`)).toEqual([]);
      }),
    );
  });

  test('a text that was there is accepted again, however odd, with a plain line after it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(become(`${text}\nx = 1\n`, `${text}\n`)).toEqual([]);
      }),
    );
  });

  test('a control character in any new place is refused', () => {
    const controls = '\0\u0001\b\u000b\f\r\u001b\u007f\u0085\u061c\u200e\u200f\u202a\u202e\u2066\u2069'.split('');
    const text = fc.string({ unit: 'grapheme', maxLength: 50 });
    fc.assert(
      fc.property(text, text, fc.constantFrom(...controls), (one, other, control) => {
        expect(become(`${old}x = "${one}${control}${other}"\n`)).not.toEqual([]);
      }),
    );
  });

  test('a name in which an ASCII letter became its Cyrillic twin is refused', () => {
    const twins: Record<string, string> = {
      a: 'а',
      c: 'с',
      e: 'е',
      o: 'о',
      p: 'р',
      x: 'х',
      y: 'у',
      i: 'і',
      s: 'ѕ',
      j: 'ј',
    };
    const name = fc.stringMatching(/^[a-z][a-z_\d]{0,12}$/).filter(word => /[aceopxyisj]/.test(word));
    fc.assert(
      fc.property(name, fc.nat(), (word, seed) => {
        const places = [...word].flatMap((letter, at) => (twins[letter] ? at : []));
        const at = places[seed % places.length] ?? 0;
        const disguised = `${word.slice(0, at)}${twins[word[at] ?? '']}${word.slice(at + 1)}`;
        expect(become(`${old}${disguised} = 1\n`)).toHaveLength(1);
      }),
    );
  });
});

test('a large text is read in seconds at most', () => {
  const large = 'größe = "é\u00a0"  # ö\n'.repeat(20_000);
  const started = performance.now();
  become(`${large}${'\u0430'.repeat(300)} = 1\n`, large);
  expect(performance.now() - started).toBeLessThan(10_000);
});
