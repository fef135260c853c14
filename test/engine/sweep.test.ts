// What dead processes left is looked for at the start; what goes wrong with that is said, and stops nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { newLife, vitalSign } from '../../src/engine/process-liveness.ts';
import { type Leavings, type Sweep, startSweep } from '../../src/engine/sweep.ts';

const here = newLife();
const elsewhere = here.replace(/\/.{12}\//, '/000000000000/');
let sweep: Sweep | undefined;
afterEach(() => sweep?.stop());

test.each([
  [
    'removed are counted in the log',
    async () => 3,
    [['info', 'Left-overs of a process that died were removed', { count: 3 }]],
  ],
  ['that are not there need no word', async () => 0, []],
  [
    'that cannot be removed are a warning',
    () => Promise.reject(new Error('engine down')),
    [['warn', 'Left-overs could not be removed; trying again later', { err: new Error('engine down') }]],
  ],
])('left-overs %s', async (_, reap: () => Promise<number>, expected: unknown[]) => {
  expect((await swept({ reapers: [reap] })).logged).toEqual(expected);
});

test('one kind that cannot be removed does not keep the others', async () => {
  let reaped = 0;
  const broken = () => Promise.reject(new Error('engine down'));
  await swept({ reapers: [broken, async () => ++reaped] });
  expect(reaped).toBe(1);
});

test('a dead process of this machine loses its leases, a living one and one that cannot be seen keep them', async () => {
  const { forsaken } = await swept({ holders: [here, await deadLife(), elsewhere, 'an older version’s name'] });
  expect(forsaken.map(vitalSign)).toEqual(['dead']);
});

test('what a living process made stays, what a dead one made goes, and the rest goes with its lease', async () => {
  const dead = await deadLife();
  const gone = elsewhere.replace(/.$/, 'x');
  const answers: boolean[] = [];
  const reap: Leavings['reapers'][number] = async isAtWork => {
    for (const life of [here, dead, elsewhere, gone]) answers.push(await isAtWork(life));
    return 0;
  };
  await swept({ reapers: [reap], holders: [elsewhere] });
  expect(answers).toEqual([true, false, true, false]);
});

/** Sweeps once, to the end. */
async function swept({ reapers = [], holders = [] }: { reapers?: Leavings['reapers']; holders?: string[] }) {
  const logged: unknown[] = [];
  const forsaken: string[] = [];
  const note = (level: string) => (fields: object, sentence: string) => void logged.push([level, sentence, fields]);
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  sweep = startSweep({
    leases: {
      holders: async () => holders,
      async forsake(owner) {
        forsaken.push(owner);
        return 0;
      },
    },
    reapers: [
      ...reapers,
      async () => {
        resolve();
        return 0;
      },
    ],
    clock: { now: () => new Date() },
    log: { info: note('info'), warn: note('warn'), error: note('error') },
  });
  await ended;
  return { logged, forsaken };
}

/** The name of a process that was there and has ended. */
async function deadLife(): Promise<string> {
  const child = spawn('true');
  await once(child, 'exit');
  return here.replace(`/${process.pid}/`, `/${child.pid}/`);
}
