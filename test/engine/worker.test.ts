// Several incidents side by side, several workers on one store: nothing is worked on twice, nothing is lost at a stop.
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startWorker, type Worker, type WorkerOptions } from '../../src/engine/worker.ts';
import { incidentId } from '../../src/incident/names.ts';
import type { Repository } from '../../src/ports.ts';
import { limits, sampleRun } from '../contracts/store-entries.ts';
import { type TemporaryStore, temporaryStore } from '../contracts/temporary-store.ts';
import { configureAll, sinceThen } from './bringing.ts';
import { type Pieces, world } from './stand-ins.ts';

/** In ms; longer than any test may take, so that what waits for it fails. */
const hours = 10 * 3_600_000;

let temporary: TemporaryStore;
let workers: Worker[];
let gates: Gate[];

beforeEach(async () => {
  temporary = await temporaryStore();
  workers = [];
  gates = [];
});

afterEach(async () => {
  for (const gate of gates) gate.open();
  await Promise.all(workers.map(worker => worker.stop(600_000)));
  await temporary[Symbol.asyncDispose]();
});

test('several incidents are worked on at once, but no more than asked for', async () => {
  await openIncidents(5);
  const crowd = gate();
  start({ concurrency: 3, repository: () => ({ jobs: () => crowd.pass() }) });
  await until(() => crowd.waiting === 3);
  await wait(50);
  expect(crowd.waiting).toBe(3);
  crowd.open();
  await until(async () => (await temporary.store.pending()) === 0);
});

test('two workers never run the same incident at once, and each incident is run to its end once', async () => {
  await openIncidents(12);
  const running = new Map<string, number>();
  const seen: string[] = [];
  const repository: NonNullable<Pieces['repository']> = ({ id }) => ({
    async jobs() {
      running.set(id, (running.get(id) ?? 0) + 1);
      seen.push(running.get(id) === 1 ? id : `${id} twice`);
      await wait(5);
      running.set(id, (running.get(id) ?? 0) - 1);
      return [];
    },
  });
  start({ owner: 'one', concurrency: 3, repository });
  start({ owner: 'other', concurrency: 3, repository });
  await until(async () => (await temporary.store.pending()) === 0);
  expect(seen.toSorted()).toEqual(Array.from({ length: 12 }, (_, index) => idOf(index)).toSorted());
});

test('a woken worker does not wait for its next look', async () => {
  const worker = start({ pollMs: hours });
  await wait(30);
  await openIncidents(1);
  worker.wake();
  await until(async () => (await temporary.store.pending()) === 0);
});

test('a dead worker’s incident is taken up when its lease has run out, not before', async () => {
  await openIncidents(1);
  const now = temporary.now();
  await temporary.store.claim({ owner: 'dead', now, until: new Date(now.getTime() + 30_000) });
  const { bound } = start({});
  await wait(50);
  expect(bound).toEqual([]);
  temporary.pass(31);
  await until(async () => (await temporary.store.pending()) === 0);
});

test('a stage that takes longer than a lease keeps its incident', async () => {
  await openIncidents(1);
  const slow = gate();
  let renewals = 0;
  const renew: TemporaryStore['store']['renew'] = async (claim, leaseUntil) => {
    const isRenewed = await temporary.store.renew(claim, leaseUntil);
    renewals += 1;
    return isRenewed;
  };
  const store = { ...temporary.store, renew };
  start({ leaseMs: 60, store, repository: () => ({ jobs: () => slow.pass() }) });
  for (let time = 0; time < 5; time += 1) {
    const before = renewals;
    // The first one that is awaited may have begun before the clock was moved.
    await until(() => renewals > before + 1);
    temporary.pass(0.05);
    const now = temporary.now();
    expect(await temporary.store.claim({ owner: 'thief', now, until: now })).toBeNull();
  }
  slow.open();
  await until(async () => (await temporary.store.pending()) === 0);
});

test('a lease is renewed before half of it is over, and again', async () => {
  await openIncidents(1);
  const slow = gate();
  const leaseMs = 600;
  let renewals = 0;
  const renew: TemporaryStore['store']['renew'] = async () => {
    renewals += 1;
    return true;
  };
  start({ leaseMs, store: { ...temporary.store, renew }, repository: () => ({ jobs: () => slow.pass() }) });
  await until(() => slow.waiting === 1);
  // Timers that are due ring in the order of their times, however busy the machine is.
  await wait(leaseMs / 2);
  expect(renewals).toBeGreaterThanOrEqual(1);
  await wait(leaseMs / 2);
  expect(renewals).toBeGreaterThanOrEqual(2);
});

test('steps that are each shorter than the time between two renewals keep the lease together', async () => {
  await openIncidents(1);
  const [first, second] = [gate(), gate()];
  let renewals = 0;
  const renew: TemporaryStore['store']['renew'] = async () => {
    renewals += 1;
    return true;
  };
  const repository = (): Partial<Repository> => ({
    jobs: () => first.pass(),
    async showCheck({ status }) {
      if (status === 'completed') await second.pass();
    },
  });
  start({ leaseMs: 3_000, store: { ...temporary.store, renew }, repository });
  await until(() => first.waiting === 1);
  await wait(700);
  first.open();
  await until(() => second.waiting === 1);
  expect(renewals).toBe(0);
  await wait(400);
  expect(renewals).toBe(1);
});

test.each([
  ['a sleep of the machine', 31],
  ['a clock set forward by an hour', 3600],
  ['a clock set back by an hour', -3600],
])('after %s a worker does not take up what it still runs itself, and its result counts', async (_, seconds) => {
  await openIncidents(1);
  const slow = gate();
  let looks = 0;
  const claim: TemporaryStore['store']['claim'] = lease => {
    looks += 1;
    return temporary.store.claim(lease);
  };
  const store = { ...temporary.store, claim };
  start({ store, concurrency: 2, repository: () => ({ jobs: () => slow.pass() }) });
  await until(() => slow.waiting === 1);
  temporary.pass(seconds);
  const before = looks;
  await until(() => looks > before + 5 || slow.waiting > 1);
  expect(slow.waiting).toBe(1);
  slow.open();
  await until(async () => (await temporary.store.pending()) === 0);
  expect((await find(0))?.steps[0]?.seconds).toBeGreaterThanOrEqual(0);
  expect((await find(0))?.steps).toHaveLength(1);
});

describe('a stop', () => {
  test('lets a running stage finish, takes nothing new and gives the row back', async () => {
    await openIncidents(2);
    const slow = gate();
    const worker = start({ concurrency: 1, repository: () => ({ jobs: () => slow.pass() }) });
    await until(() => slow.waiting === 1);
    const stopped = worker.stop(600_000);
    slow.open();
    await stopped;
    const [first, second] = [await find(0), await find(1)];
    expect([first?.entry.state, second?.entry.state]).toEqual(['stopped', 'configured']);
    expect(await claimable()).toEqual([idOf(0), idOf(1)]);
  });

  test('gives back at once what does not finish in time, and its late result is discarded', async () => {
    await openIncidents(1);
    const slow = gate();
    const { worker, logged } = startWorld({ repository: () => ({ jobs: () => slow.pass() }) });
    await until(() => slow.waiting === 1);
    await worker.stop(20);
    expect(await claimable()).toEqual([idOf(0)]);
    slow.open();
    await until(() => logged.some(({ sentence }) => sentence.includes('discarding the work')));
    expect(await find(0)).toMatchObject({ entry: { state: 'configured' }, steps: [] });
  });

  test('of an idle worker waits neither for its next look nor for its grace', async () => {
    const worker = start({ pollMs: hours });
    await wait(20);
    await worker.stop(hours);
  });

  test('comes to its end when the database does not answer any more', async () => {
    await openIncidents(1);
    const slow = gate();
    const release = () => Promise.reject(new Error('The database is gone.'));
    const { worker, logged } = startWorld({
      store: { ...temporary.store, release },
      repository: () => ({ jobs: () => slow.pass() }),
    });
    await until(() => slow.waiting === 1);
    await worker.stop(20);
    expect(logged).toContainEqual(expect.objectContaining({ level: 'warn', sentence: expect.stringMatching(/lease/) }));
  });
});

/** A repository whose answer never comes, but for the signal that ends the wait. */
function waiting(): { repository: NonNullable<Pieces['repository']>; signals: AbortSignal[] } {
  const signals: AbortSignal[] = [];
  const repository: NonNullable<Pieces['repository']> = (_, signal) => ({
    async jobs() {
      signals.push(signal);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  });
  return { repository, signals };
}

describe('work that is given up', () => {
  test('ends at once when another process has taken its lease, and leaves the row alone', async () => {
    await openIncidents(1);
    const { repository, signals } = waiting();
    let isLost = false;
    const store: TemporaryStore['store'] = {
      ...temporary.store,
      renew: async (claim, leaseUntil) => !isLost && temporary.store.renew(claim, leaseUntil),
      claim: async lease => (signals.length > 0 ? null : temporary.store.claim(lease)),
    };
    const { logged } = start({ leaseMs: 60, store, repository });
    await until(() => signals.length === 1);
    await wait(100);
    expect(signals[0]?.aborted).toBe(false);
    isLost = true;
    await until(() => logged.length > 0);
    expect(logged).toMatchObject([{ level: 'warn', sentence: expect.stringContaining('discarding the work') }]);
    expect(signals[0]?.aborted).toBe(true);
    expect(await find(0)).toMatchObject({ entry: { state: 'configured' }, steps: [] });
  });

  test('ends when a stop has waited long enough, costs no fault, and its row is free', async () => {
    await openIncidents(1);
    const { repository, signals } = waiting();
    const { worker } = startWorld({ repository });
    await until(() => signals.length === 1);
    await worker.stop(20);
    expect(signals[0]?.aborted).toBe(true);
    expect(await claimable()).toEqual([idOf(0)]);
    expect(await find(0)).toMatchObject({ entry: { state: 'configured' }, steps: [] });
  });
});

describe('a database that fails', () => {
  test('while looking for work is asked again', async () => {
    await openIncidents(1);
    let failures = 2;
    const { logged } = start({
      store: {
        ...temporary.store,
        claim: lease => (failures-- > 0 ? Promise.reject(new Error('locked')) : temporary.store.claim(lease)),
      },
    });
    await until(async () => (await temporary.store.pending()) === 0);
    expect(logged.filter(({ level }) => level === 'error')).toHaveLength(2);
  });

  test('while saving leaves the incident to its lease, and the worker goes on with others', async () => {
    await openIncidents(2);
    const save: TemporaryStore['store']['save'] = (claim, entry, step) =>
      claim.entry.incident.id === idOf(0)
        ? Promise.reject(new Error('locked'))
        : temporary.store.save(claim, entry, step);
    const { logged } = start({ concurrency: 1, store: { ...temporary.store, save } });
    await until(async () => (await find(1))?.entry.state === 'stopped');
    expect(await find(0)).toMatchObject({ entry: { state: 'configured' } });
    expect(logged).toContainEqual(expect.objectContaining({ sentence: 'Could not save the incident' }));
  });
});

type Settings = Partial<Pieces & Pick<WorkerOptions, 'owner' | 'concurrency' | 'leaseMs' | 'pollMs'>>;

function startWorld({ owner = 'w', concurrency = 2, leaseMs = 30_000, pollMs = 5, ...pieces }: Settings) {
  const made = world({ store: temporary.store, now: temporary.now, ...pieces });
  const worker = startWorker({ ...made.engine, owner, concurrency, leaseMs, pollMs });
  workers.push(worker);
  return { ...made, worker };
}

function start(settings: Settings) {
  const { worker, ...made } = startWorld(settings);
  return { ...made, ...worker };
}

test('of what was cut off before one runs at a time, beside what was not', async () => {
  await openIncidents(4);
  for (const _ of [1, 2, 3]) {
    const now = temporary.now();
    const claim = await temporary.store.claim({ owner: 'killed', now, until: new Date(now.getTime() + hours) });
    if (claim) await temporary.store.begin(claim, { stage: 'collect', startedAt: now });
  }
  await temporary.store.endLeasesOf('killed');
  const held = gate();
  const began: string[] = [];
  const jobs = (id: string) => {
    began.push(id);
    return held.pass();
  };
  start({ concurrency: 4, repository: ({ id }) => ({ jobs: () => jobs(id) }) });
  await until(() => held.waiting === 2);
  await wait(50);
  expect(began.filter(id => id !== idOf(3))).toHaveLength(1);
  expect(began).toContain(idOf(3));
  held.open();
  await until(async () => (await temporary.store.pending()) === 0);
  expect(began.toSorted()).toEqual([0, 1, 2, 3].map(idOf).toSorted());
});

async function openIncidents(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await temporary.store.open(sampleRun({ runId: 1000 + index }), limits);
    temporary.pass(1);
  }
  await configureAll(temporary);
}

function idOf(index: number) {
  return incidentId({ runId: 1000 + index, attempt: 1 });
}

async function find(index: number) {
  const found = await temporary.store.find(idOf(index));
  return found && sinceThen(found);
}

/** The incidents that nobody holds, taken one after the other. */
async function claimable(): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const now = temporary.now();
    const claim = await temporary.store.claim({ owner: 'next', now, until: new Date(now.getTime() + 1000) });
    if (!claim) return ids;
    ids.push(claim.entry.incident.id);
  }
}

interface Gate {
  waiting: number;
  pass(): Promise<[]>;
  open(): void;
}

/** Holds everybody up until it is opened. */
function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  const made: Gate = {
    waiting: 0,
    async pass() {
      made.waiting += 1;
      await promise;
      return [];
    },
    open: resolve,
  };
  gates.push(made);
  return made;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60_000; tries += 1) {
    if (await isSo()) return;
    await wait(10);
  }
  throw new Error('It never came to be.');
}
