// Leftovers of dead processes are removed at startup; a failure is logged and stops nothing else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { livenessOf, newProcessIdentity } from '../../src/engine/process-liveness.ts';
import { type Sweep, type SweepOptions, startSweep } from '../../src/engine/sweep.ts';
import type { Keeper, Kept } from '../../src/incident/kept.ts';

const here = newProcessIdentity();
const elsewhere = here.replace(/\/.{12}\//, '/000000000000/');
let sweep: Sweep | undefined;
afterEach(() => sweep?.stop());

test.each([
  ['removed are counted in the log', async () => 3, [['info', 'Removed leftovers of a dead process', { count: 3 }]]],
  ['that are not there need no word', async () => 0, []],
  [
    'that cannot be removed are a warning',
    () => Promise.reject(new Error('engine down')),
    [['warn', 'Could not remove leftovers; retrying later', { err: new Error('engine down') }]],
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
  const { freed } = await swept({ holders: [here, await deadProcess(), elsewhere, 'an older version’s name'] });
  expect(freed.map(livenessOf)).toEqual(['dead']);
});

test('what a living process made stays, what a dead one made goes, and the rest goes with its lease', async () => {
  const dead = await deadProcess();
  const gone = elsewhere.replace(/.$/, 'x');
  const answers: boolean[] = [];
  const reap: SweepOptions['reapers'][number] = async isAtWork => {
    for (const processIdentity of [here, dead, elsewhere, gone]) answers.push(await isAtWork(processIdentity));
    return 0;
  };
  await swept({ reapers: [reap], holders: [elsewhere] });
  expect(answers).toEqual([true, false, true, false]);
});

test('what is over the budget is removed, and said; what cannot be is a warning', async () => {
  const kept = { id: 'a', bytes: 100, usedAt: 0, needs: [], isNeeded: false };
  const { logged } = await swept({
    kept: [kept, { ...kept, id: 'b', isNeeded: true }, { ...kept, id: 'c', isNeeded: true }],
  });
  expect(logged).toEqual([
    ['warn', 'What unfinished incidents need is larger than KEPT_DISK_MB', { excess: 100 }],
    ['info', 'Removed what was used longest ago, for want of space', { count: 1 }],
  ]);
});

/** Sweeps once, to the end. */
async function swept({
  reapers = [],
  holders = [],
  kept = [],
}: {
  reapers?: SweepOptions['reapers'];
  holders?: string[];
  kept?: readonly Kept[];
}) {
  const keeper: Keeper = { kept: async () => kept, remove: async () => true };
  const logged: unknown[] = [];
  const freed: string[] = [];
  const note = (level: string) => (fields: object, sentence: string) => void logged.push([level, sentence, fields]);
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  sweep = startSweep({
    leases: {
      holders: async () => holders,
      async endLeasesOf(owner) {
        freed.push(owner);
        return 0;
      },
    },
    reapers,
    budget: {
      bytes: 100,
      keepers: [keeper],
      // The last that a sweep asks for.
      needed: async () => {
        setImmediate(resolve);
        return { environments: new Set(), repositories: new Set() };
      },
    },
    clock: { now: () => new Date() },
    log: { info: note('info'), warn: note('warn'), error: note('error') },
  });
  await ended;
  return { logged, freed };
}

/** The name of a process that was there and has ended. */
async function deadProcess(): Promise<string> {
  const child = spawn('true');
  await once(child, 'exit');
  return here.replace(`/${process.pid}/`, `/${child.pid}/`);
}
