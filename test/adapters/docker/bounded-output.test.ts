// What is kept of a long output.
import { expect, test } from '@jest/globals';
import { boundedOutput } from '../../../src/adapters/docker/engine/bounded-output.ts';

test.each([
  ['nothing', [], 10, ''],
  ['less than the limit', ['abc', 'def'], 10, 'abcdef'],
  ['exactly the limit', ['abcde', 'fghij'], 10, 'abcdefghij'],
  ['one byte too many', ['abcdefghijk'], 10, 'abcde\n[… 1 byte omitted]\nghijk'],
  ['byte by byte', [...'abcdefghijklmnopqrstuvwxyz'], 10, 'abcde\n[… 16 bytes omitted]\nvwxyz'],
  ['a letter of two bytes in two chunks', [Buffer.from([0xc3]), Buffer.from([0xa4])], 10, 'ä'],
  ['one letter across the middle', ['abcdä'], 10, 'abcdä'],
])('of %s', (_, chunks, limit, text) => {
  const output = boundedOutput(limit);
  for (const chunk of chunks) output.add(Buffer.from(chunk));
  expect(output.text()).toBe(text);
});

test('a flood is more than sixteen times what is kept', () => {
  const output = boundedOutput(10);
  output.add(Buffer.alloc(160));
  expect(output.isFlooded()).toBe(false);
  output.add(Buffer.alloc(1));
  expect(output.isFlooded()).toBe(true);
});
