// What lies on the disk: no secret in clear, and all that a later stage needs word for word.
import { readFile } from 'node:fs/promises';
import { afterEach, expect, test } from '@jest/globals';
import { openStore } from '../../src/adapters/prisma/open-store.ts';
import { valueMasker } from '../../src/adapters/secrets/mask-value.ts';
import type { Entry } from '../../src/incident/incident.ts';
import { incidentId } from '../../src/incident/names.ts';
import { Reproduction } from '../../src/incident/reproduction.ts';
import type { Claim, Store } from '../../src/store.ts';
import { limits, reproduction, sampleEntries, sampleRun, sampleStep } from '../contracts/store-entries.ts';
import { type TemporaryStore, temporaryStore } from '../contracts/temporary-store.ts';

const password = ['hu', 'nter2-Kq9', 'vXw'].join('');
const address = `postgres://app:${password}@localhost:5432/shop_test`;
const sealing = { mask: valueMasker(), secret: 'the private key of the App' };
const run = sampleRun();
const id = incidentId(run);
const { reproduced } = sampleEntries(run);
const withPassword: Entry = {
  ...reproduced,
  incident: { ...reproduced.incident, reproduction: reproductionWith(`psql ${address}`) },
};

let temporary: TemporaryStore | undefined;
afterEach(async () => temporary?.[Symbol.asyncDispose]());

function reproductionWith(command: string): Reproduction {
  const { recipe } = reproduction;
  const script = { ...recipe.test, text: command, env: { DATABASE_URL: address, DB_PASSWORD: password, MODE: 'ci' } };
  const services = [
    { name: 'db', image: 'postgres:15', env: { POSTGRES_PASSWORD: password }, ports: [], health: null },
  ];
  return Reproduction.parse({ ...reproduction, recipe: { ...recipe, setup: [script], test: script, services } });
}

async function saved(entry: Entry): Promise<{ store: Awaited<ReturnType<typeof openStore>>; held: Claim }> {
  temporary = await temporaryStore();
  const store = await openStore({ databaseUrl: temporary.databaseUrl, clock: { now: temporary.now }, sealing });
  await store.open(run, limits);
  const held = await claimed(store);
  const next = await store.save(held, entry, {
    ...sampleStep({ stage: 'reproduce' }),
    detail: `stop: could not reach ${address}`,
  });
  if (typeof next === 'string') throw new Error(next);
  return { store, held: next };
}

async function claimed(store: Store): Promise<Claim> {
  const now = temporary?.now() ?? new Date();
  const held = await store.claim({ owner: 'me', now, until: new Date(now.getTime() + 60_000) });
  if (held === null) throw new Error('Nothing to claim');
  return held;
}

/** The file and its log, as they lie on the disk. */
async function onDisk(): Promise<string> {
  const parts = ['', '-wal'].map(end => readFile(`${temporary?.file}${end}`, 'latin1').catch(() => ''));
  return (await Promise.all(parts)).join('');
}

test("a test database's password is not in the file, and whoever claims the incident has it", async () => {
  const { store, held } = await saved(withPassword);
  expect(held.entry).toEqual(withPassword);
  expect(await onDisk()).toContain('could not reach');
  expect(await onDisk()).not.toContain(password);
  await store.release(held, {
    notBefore: temporary?.now() ?? new Date(),
    step: { ...sampleStep(), stage: 'guard', detail: address },
  });
  expect(await onDisk()).not.toContain(password);
  expect((await claimed(store)).entry).toEqual(withPassword);
  await store.close();
});

test('people see it masked', async () => {
  const { store } = await saved(withPassword);
  const view = await store.find(id);
  expect(JSON.stringify(view)).not.toContain(password);
  expect(view?.entry.incident).toMatchObject({
    reproduction: {
      recipe: { test: { env: { DATABASE_URL: 'postgres://app:<SECRET:1>@localhost:5432/shop_test', MODE: 'ci' } } },
    },
  });
  expect(view?.steps[0]?.detail).toBe('stop: could not reach postgres://app:<SECRET:1>@localhost:5432/shop_test');
  await store.close();
});

test('what holds no secret lies there as it is', async () => {
  const { store } = await saved(reproduced);
  expect(await onDisk()).not.toContain('sealed');
  expect((await store.find(id))?.entry).toEqual(reproduced);
  await store.close();
});

test('with another key, nothing is opened, and nothing masked is taken for the fact', async () => {
  const { store, held } = await saved(withPassword);
  await store.release(held);
  await store.close();
  const databaseUrl = temporary?.databaseUrl ?? '';
  const other = await openStore({ databaseUrl, sealing: { ...sealing, secret: 'another key' } });
  await expect(claimed(other)).rejects.toThrow(
    `The reproduction of incident ${id} cannot be opened: it was sealed with another key, or changed since.`,
  );
  await other.close();
});
