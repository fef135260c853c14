// Left-overs are looked for at the start; what goes wrong with that is said, and stops nothing.
import { expect, test } from '@jest/globals';
import { startSweep } from '../../src/engine/sweep.ts';

test.each([
  [
    'removed are counted in the log',
    async () => 3,
    [['info', 'Left-over containers and images were removed', { count: 3 }]],
  ],
  ['that are not there need no word', async () => 0, []],
  [
    'that cannot be removed are a warning',
    () => Promise.reject(new Error('engine down')),
    [['warn', 'Left-overs could not be removed; trying again later', { err: new Error('engine down') }]],
  ],
])('left-overs %s', async (_, reap: () => Promise<number>, expected: unknown[]) => {
  const logged: unknown[] = [];
  const note = (level: string) => (fields: object, sentence: string) => void logged.push([level, sentence, fields]);
  let reaped: Promise<number> | undefined;
  const sandbox = {
    reap() {
      reaped = reap();
      return reaped;
    },
  };
  const sweep = startSweep({ sandbox, log: { info: note('info'), warn: note('warn'), error: note('error') } });
  await Promise.allSettled([reaped]);
  sweep.stop();
  expect(logged).toEqual(expected);
});
