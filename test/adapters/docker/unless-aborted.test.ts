// Waiting for work that goes on for others ends with the signal.
import { expect, test } from '@jest/globals';
import { unlessAborted } from '../../../src/adapters/docker/unless-aborted.ts';

const reason = new Error('the lease was lost');

test('without an abort, the result or the error of the work comes back', async () => {
  const { signal } = new AbortController();
  expect(await unlessAborted(Promise.resolve(7), signal)).toBe(7);
  expect(await unlessAborted(Promise.resolve(7), undefined)).toBe(7);
  await expect(unlessAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
});

test.each(['before', 'during'])('an abort %s the wait ends it with the reason', async when => {
  const abort = new AbortController();
  if (when === 'before') abort.abort(reason);
  const waiting = unlessAborted(new Promise(() => {}), abort.signal);
  abort.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});
