import { describe, expect, test } from '@jest/globals';
import {
  bothEnds,
  ellipsized,
  firstCharacters,
  firstLines,
  lastLines,
  lastLinesInBytes,
  omission,
} from '../../src/text/truncation.ts';

test.each([
  [omission(1, 'line'), '[… 1 line omitted]'],
  [omission(2, 'byte'), '[… 2 bytes omitted]'],
  [omission(1_234_567, 'character'), '[… 1,234,567 characters omitted]'],
])('what is missing is counted: %s', (told, expected) => {
  expect(told).toBe(expected);
});

describe('a text is cut to', () => {
  test.each<[string, (text: string) => string, string, string]>([
    ['its first characters', text => firstCharacters(text, 3), 'abcdef', 'abc [… 3 characters omitted]'],
    [
      'its first characters, on a line of several',
      text => firstCharacters(text, 4),
      'ab\ncd',
      'ab\nc\n[… 1 character omitted]',
    ],
    [
      'its first characters, never half of one',
      text => firstCharacters(text, 3),
      '😀😀',
      '😀 [… 2 characters omitted]',
    ],
    ['its first lines', text => firstLines(text, 8), 'one\ntwo\nthree\n', 'one\ntwo\n[… 7 characters omitted]'],
    ['the start of a long first line', text => firstLines(text, 3), 'abcdef\ng', 'abc\n[… 5 characters omitted]'],
    ['its last lines', text => lastLines(text, 9), 'one\ntwo\nthree\n', '[… 8 characters omitted]\nthree\n'],
    ['the end of a long last line', text => lastLines(text, 2), 'abcdef', '[… 4 characters omitted]\nef'],
    [
      'the end of a long last line with a line feed',
      text => lastLines(text, 3),
      'abcdef\n',
      '[… 4 characters omitted]\nef\n',
    ],
    ['its last characters, never half of one', text => lastLines(text, 3), '😀😀', '[… 2 characters omitted]\n😀'],
    ['its last lines in bytes', text => lastLinesInBytes(text, 7), 'äö\nü\nend', '[… 5 bytes omitted]\nü\nend'],
    ['its last bytes, never half of a character', text => lastLinesInBytes(text, 5), 'äöü', '[… 2 bytes omitted]\nöü'],
    ['both ends', text => bothEnds(text, { start: 2, end: 3 }), 'abcdefgh', 'ab\n[… 3 characters omitted]\nfgh'],
    ['a title', text => ellipsized(text, 4), 'abcdef', 'abc…'],
    ['a title, never half of a character', text => ellipsized(text, 4), '😀😀😀', '😀…'],
  ])('%s', (_, cut, text, expected) => {
    expect(cut(text)).toBe(expected);
  });
});

test.each<[string, (text: string) => string]>([
  ['firstCharacters', text => firstCharacters(text, 6)],
  ['firstLines', text => firstLines(text, 6)],
  ['lastLines', text => lastLines(text, 6)],
  ['lastLinesInBytes', text => lastLinesInBytes(text, 6)],
  ['bothEnds', text => bothEnds(text, { start: 3, end: 3 })],
  ['ellipsized', text => ellipsized(text, 6)],
])('%s leaves a text alone that just fits', (_, cut) => {
  expect(cut('abc\nde')).toBe('abc\nde');
  expect(cut('')).toBe('');
});

test.each<[string, (text: string, most: number) => string]>([
  ['lastLines', lastLines],
  ['lastLinesInBytes', lastLinesInBytes],
])('%s shows one notice for a text that was cut before, and counts both cuts', (_, cut) => {
  const text = Array.from({ length: 100 }, (_line, at) => `line ${at}\n`).join('');
  const once = cut(text, 300);
  expect(cut(once, 300)).toBe(once);
  expect(cut(once, 90)).toBe(cut(text, 90));
});

test('the limits hold for what is kept, in characters and in bytes', () => {
  const kept = (cut: string) => cut.slice(cut.indexOf('\n') + 1);
  const long = 'ü'.repeat(20_000);
  expect(Buffer.byteLength(kept(lastLinesInBytes(long, 8_191)))).toBe(8_190);
  expect(kept(lastLines(long, 8_191))).toHaveLength(8_191);
});
