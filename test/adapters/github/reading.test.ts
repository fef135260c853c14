// How much of a log is read into memory.
import { expect, test } from '@jest/globals';
import { readEnd, readWhole } from '../../../src/adapters/github/logs.ts';

test('an archive up to its limit is read in full', async () => {
  expect(await readWhole(chunks('abc', 'def'), 6)).toEqual(Buffer.from('abcdef'));
  expect(await readWhole(chunks(), 6)).toEqual(Buffer.alloc(0));
});

test('the download of an archive stops at its limit', async () => {
  let asked = 0;
  async function* endless() {
    for (;;) {
      asked += 1;
      yield Buffer.alloc(10);
    }
  }
  expect(await readWhole(endless(), 35)).toBe('too-large');
  expect(asked).toBe(4);
});

test.each([
  [['abc', 'def'], 100, 'abcdef'],
  [['abc', 'def'], 6, 'abcdef'],
  [['abc', 'def'], 4, 'cdef'],
  [['abc', 'def', 'g'], 1, 'g'],
  [['a', 'b', 'c', 'd', 'e'], 3, 'cde'],
  [[], 3, ''],
])("of a job's log %j the last %i bytes are kept", async (parts, limit, end) => {
  expect((await readEnd(chunks(...parts), limit)).toString()).toBe(end);
});

async function* chunks(...parts: readonly string[]) {
  for (const part of parts) yield Buffer.from(part);
}
