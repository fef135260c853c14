// Which environments are old enough to go.
import { expect, test } from '@jest/globals';
import { outdated } from '../../../src/adapters/docker/reap.ts';

const now = 1_800_000_000;
const day = 24 * 3_600;

test('twenty environments stay, however old', () => {
  expect(outdated(images(20, 300 * day), now)).toEqual([]);
});

test('of more than twenty the longest unused go', () => {
  const recent = images(20, 2 * day);
  const old = { id: 'old', usedAt: now - 3 * day };
  expect(outdated([old, ...recent], now)).toEqual([old]);
});

test('what was used within a day stays, since its incident may still go on', () => {
  expect(outdated(images(50, day - 100), now)).toEqual([]);
});

function images(count: number, age: number) {
  return Array.from({ length: count }, (_, index) => ({ id: `${index}`, usedAt: now - age + index }));
}
