import { expect, test } from '@jest/globals';
import { watcher } from '../../../src/adapters/secrets/watcher.ts';

test('a word is found anywhere, in any case, repeated, and next to non-ASCII text', () => {
  const watch = watcher(['npm_', '://', 'secret_key']);
  const places = (text: string) => watch(text).map(({ word, at }) => `${word}@${at}`);
  expect(places('npm_')).toEqual(['npm_@0']);
  expect(places('a\u{1F319}NPM_npm_')).toEqual(['npm_@3', 'npm_@7']);
  expect(places('x://y://')).toEqual(['://@1', '://@5']);
  expect(places('\u2714 SECRET_Key')).toEqual(['secret_key@2']);
  expect(places('npm secret key :/ /')).toEqual([]);
});
