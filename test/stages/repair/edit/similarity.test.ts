// Which lines a failed search is said to mean.
import { expect, test } from '@jest/globals';
import { didYouMean } from '../../../../src/stages/repair/edit/similarity.ts';

test.each([
  ['three of five pairs of characters in common', ['abcdef'], ['-', 'abcdxy'], 2],
  ['the most similar one, wherever it is', ['abcdef'], ['abcdxy', 'abcdex', 'abcdxy'], 2],
  ['the first of equally similar ones', ['abcdef'], ['abcdxy', 'abcdxz'], 1],
  ['the same line with another indentation', ['abcdef'], ['-', '    abcdef  '], 2],
  ['two lines that are similar on average', ['abcdef', 'x'], ['abcxyz', '-', 'abcdxy', 'x'], 3],
  ['the last lines of the file', ['abcdef', 'x'], ['-', 'abcdef', 'x'], 2],
])('lines are named that have %s', (_, search, lines, line) => {
  const text = lines.slice(line - 1, line - 1 + search.length).join('\n');
  expect(didYouMean(search, lines)).toEqual({ line, text });
});

test.each([
  ['two of five pairs of characters in common', ['abcdef'], ['abcxyz']],
  ['nothing in common', ['abcdef'], ['-', 'x']],
  ['fewer lines than the search', ['abcdef', 'x'], ['abcdef']],
])('none are named where there is only %s', (_, search, lines) => {
  expect(didYouMean(search, lines)).toBeNull();
});

test('a search that takes more than a hundred thousand comparisons gets no hint', () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}`);
  expect(didYouMean(lines.slice(0, 100), lines)).toMatchObject({ line: 1 });
  expect(didYouMean(lines.slice(0, 101), lines)).toBeNull();
});
