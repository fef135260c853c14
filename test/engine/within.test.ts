import { expect, test } from '@jest/globals';
import { within } from '../../src/engine/within.ts';
import { Transient } from '../../src/ports.ts';

test('what ends in time is handed on, also its fault', async () => {
  await expect(within(60_000, 'The stage', Promise.resolve(3))).resolves.toBe(3);
  await expect(within(60_000, 'The stage', Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});

test('what never ends is waited for no longer, and said to be for later', async () => {
  const stuck = within(10, 'The stage reproduce', new Promise(() => {}));
  await expect(stuck).rejects.toBeInstanceOf(Transient);
  await expect(stuck).rejects.toThrow('The stage reproduce did not end within 0 minutes.');
});
