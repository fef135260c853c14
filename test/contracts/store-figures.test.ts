// What the store counts and filters for the dashboard, on a temporary database file.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { migrationsOf } from '../../src/adapters/prisma/migrations.ts';
import type { Filter } from '../../src/incident/figures.ts';
import type { Entry } from '../../src/incident/incident.ts';
import { incidentId } from '../../src/incident/names.ts';
import type { WorkflowRun } from '../../src/incident/run.ts';
import { limits, sampleEntries, sampleRun, sampleStep, stopped } from './store-entries.ts';
import { type TemporaryStore, temporaryStore } from './temporary-store.ts';

let temporary: TemporaryStore;
beforeEach(async () => {
  temporary = await temporaryStore();
  await keep(sampleEntries(mail).published);
  temporary.pass(day);
  await keep(stopped(sampleEntries(shop).diagnosed.incident, 'flaky'));
  await temporary.store.open(other, limits);
});
afterEach(async () => temporary[Symbol.asyncDispose]());

/** In seconds. */
const day = 86_400;
const mail = sampleRun();
const shop = sampleRun({ runId: 2, repo: 'shop', headSha: '2'.repeat(40) });
const other = sampleRun({ runId: 3, owner: 'acme', repo: 'mail', headSha: '3'.repeat(40) });

describe('the list', () => {
  test.each<[Filter, WorkflowRun[]]>([
    [{}, [other, shop, mail]],
    [{ repository: 'octo/mail' }, [mail]],
    [{ repository: 'octo' }, [shop, mail]],
    [{ repository: 'mail' }, [other, mail]],
    [{ repository: 'nobody/mail' }, []],
    [{ state: 'published' }, [mail]],
    [{ state: 'stopped' }, [shop]],
    [{ stop: 'flaky' }, [shop]],
    [{ stop: 'no-guard' }, []],
    [{ repository: 'octo', state: 'queued' }, []],
  ])('filtered by %j shows those and counts them', async (filter, runs) => {
    const { incidents, total } = await temporary.store.list({ limit: 10, offset: 0, filter });
    const ids = incidents.map(({ entry }) => entry.incident.id);
    expect(ids.sort()).toEqual(runs.map(incidentId).sort());
    expect(total).toBe(runs.length);
  });
});

describe('the figures', () => {
  const published = { day: '2026-11-20', state: 'published', stop: null, count: 1, dollars: 0.0123 };
  const ofTheNextDay = [
    { day: '2026-11-21', state: 'queued', stop: null, count: 1, dollars: 0 },
    { day: '2026-11-21', state: 'stopped', stop: 'flaky', count: 1, dollars: 0.0123 },
  ];

  test('count by day, state and stop what was opened, and add up its cost', async () => {
    const { counts } = await temporary.store.figures(new Date('2026-11-20T23:00:00Z'));
    expect(counts).toHaveLength(3);
    expect(counts).toEqual(expect.arrayContaining([published, ...ofTheNextDay]));
  });

  test('leave out what was opened on an earlier day', async () => {
    const { counts, repairTimes } = await temporary.store.figures(new Date('2026-11-21T00:00:00Z'));
    expect(counts).toHaveLength(2);
    expect(counts).toEqual(expect.arrayContaining(ofTheNextDay));
    expect(repairTimes).toEqual([]);
  });

  test('give the time from opening to the pull request', async () => {
    const { repairTimes } = await temporary.store.figures(new Date('2026-11-20T00:00:00Z'));
    expect(repairTimes).toEqual([{ day: '2026-11-20', seconds: 300 }]);
  });

  test('count what an earlier version has written', async () => {
    const before = (await temporary.store.figures(new Date(0))).counts;
    const client = new PrismaLibSql({ url: '' }).createClient({ url: `file:${temporary.file}` });
    await client.execute(`UPDATE "Incident" SET "openedDay" = '', "stopCode" = NULL, "dollars" = 0`);
    const migration = (await migrationsOf('sqlite')).find(({ name }) => name.endsWith('_dashboard'));
    const [filling] = /UPDATE[^;]+/.exec(migration?.sql ?? '') ?? [];
    await client.execute(filling ?? '');
    client.close();
    expect((await temporary.store.figures(new Date(0))).counts).toEqual(before);
  });
});

async function keep(entry: Entry): Promise<void> {
  const { store, now } = temporary;
  await store.open(entry.incident.run, limits);
  const held = await store.claim({ owner: 'me', until: new Date(now().getTime() + 60_000), now: now() });
  if (!held) throw new Error('there was nothing to claim');
  const startedAt = new Date(now().getTime() + 280_000);
  const saved = await store.save(held, entry, sampleStep({ stage: 'publish', startedAt, seconds: 20 }));
  if (typeof saved !== 'string') await store.reported(saved);
}
