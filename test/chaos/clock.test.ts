// A clock that jumps: no incident waits for a time that never comes, none is handed out twice without need.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Claim } from '../../src/store.ts';
import { limits, sampleEntries, sampleRun, sampleStep } from '../contracts/store-entries.ts';
import { type TemporaryStore, temporaryStore } from '../contracts/temporary-store.ts';

const day = 24 * 3_600;
const year = 365 * day;
let temporary: TemporaryStore;

beforeEach(async () => {
  temporary = await temporaryStore();
  await temporary.store.open(sampleRun(), limits);
});
afterEach(async () => {
  await temporary[Symbol.asyncDispose]();
});

describe('a lease', () => {
  test('that was taken while the clock was a year ahead does not last a year', async () => {
    temporary.pass(year);
    const held = await claimed('early');
    temporary.pass(-year);
    const taken = await claimed('later');
    expect(await save(held)).toBe('stale');
    expect(await save(taken)).toMatchObject({ version: 2 });
  });

  test('of a worker that lives is made right by its next renewal after a jump back', async () => {
    const held = await claimed('living');
    temporary.pass(-3_600);
    expect(await claim('other')).toBeNull();
    expect(await temporary.store.renew(held, inSeconds(30))).toBe(true);
    expect(await claim('other')).toBeNull();
    temporary.pass(31);
    expect(await claim('other')).not.toBeNull();
    expect(await save(held)).toBe('stale');
  });

  test('that a jump forward has ended goes to whoever asks first, and one result counts', async () => {
    const held = await claimed('living');
    temporary.pass(year);
    const taken = await claimed('other');
    expect(await temporary.store.renew(held, inSeconds(30))).toBe(false);
    expect(await Promise.all([save(held), save(taken)])).toMatchObject(['stale', { version: 2 }]);
  });
});

describe('a time to come back', () => {
  test('that lies a year ahead, since the clock was, is not waited for', async () => {
    temporary.pass(year);
    const step = sampleStep({ result: 'transient' });
    await temporary.store.release(await claimed('early'), { notBefore: inSeconds(60), step });
    temporary.pass(-year);
    expect(await claim('later')).not.toBeNull();
  });

  test('of a day, as GitHub may ask for, is kept', async () => {
    const step = sampleStep({ result: 'transient' });
    await temporary.store.release(await claimed('w'), { notBefore: inSeconds(day), step });
    expect(await claim('w')).toBeNull();
    temporary.pass(day);
    expect(await claim('w')).not.toBeNull();
  });
});

function inSeconds(seconds: number): Date {
  return new Date(temporary.now().getTime() + seconds * 1_000);
}

function claim(owner: string): Promise<Claim | null> {
  return temporary.store.claim({ owner, now: temporary.now(), until: inSeconds(30) });
}

async function claimed(owner: string): Promise<Claim> {
  const held = await claim(owner);
  if (!held) throw new Error('There is nothing to claim.');
  return held;
}

function save(held: Claim) {
  return temporary.store.save(held, sampleEntries(sampleRun()).collected, sampleStep());
}
