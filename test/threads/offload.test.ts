import { expect, test } from '@jest/globals';
import { Overdue } from '../../src/ports.ts';
import { offload } from '../../src/threads/offload.ts';
import { busyFor, doubled, endless, failing } from './tasks.ts';

const module = new URL('./tasks.ts', import.meta.url).href;

test('a function runs on another thread, with sets and maps going there and back', async () => {
  const result = await offload({ module, run: doubled }, new Set([1, 2]), { seconds: 60 });
  expect([...result]).toEqual([
    [1, 2],
    [2, 4],
  ]);
});

test('what the function throws is thrown here', async () => {
  await expect(offload({ module, run: failing }, undefined, { seconds: 60 })).rejects.toThrow('out of range');
});

test('an endless loop ends at its deadline, and the next task runs', async () => {
  const late = offload({ module, run: endless }, undefined, { seconds: 1 });
  await expect(late).rejects.toThrow(Overdue);
  await expect(late).rejects.toMatchObject({ name: 'Overdue', message: 'endless took longer than 1 s.' });
  expect(await offload({ module, run: busyFor }, 1, { seconds: 60 })).toBe(1);
});

test('an endless loop ends when its caller aborts', async () => {
  const controller = new AbortController();
  const work = offload({ module, run: endless }, undefined, { seconds: 60, signal: controller.signal });
  controller.abort(new Error('lease lost'));
  await expect(work).rejects.toThrow('lease lost');
});

test('timers go on while a thread is busy', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 10);
  await offload({ module, run: busyFor }, 500, { seconds: 60 });
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(5);
});
