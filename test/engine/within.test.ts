import { expect, test } from '@jest/globals';
import { within } from '../../src/engine/within.ts';
import { Transient } from '../../src/ports.ts';

test('what ends in time is handed on, also its fault', async () => {
  const ending = new AbortController();
  const limit = { ms: 60_000, what: 'The stage', ending };
  await expect(within(Promise.resolve(3), limit)).resolves.toBe(3);
  await expect(within(Promise.reject(new Error('broken')), limit)).rejects.toThrow('broken');
  expect(ending.signal.aborted).toBe(false);
});

test('what never ends is ended after its time, and reported as transient', async () => {
  const ending = new AbortController();
  const stuck = within(new Promise(() => {}), { ms: 10, what: 'The stage reproduce', ending });
  await expect(stuck).rejects.toBeInstanceOf(Transient);
  await expect(stuck).rejects.toThrow('The stage reproduce did not finish within 0 minutes.');
  expect(ending.signal.aborted).toBe(true);
});
