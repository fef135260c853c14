// How a database file is opened: made when missing, shared by processes, refused with one sentence when it cannot serve.
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { openStore } from '../../src/adapters/prisma/open-store.ts';
import { databaseFile } from '../../src/adapters/prisma/sqlite.ts';
import { incidentId } from '../../src/incident/names.ts';
import { limits, sampleEntries, sampleRun, sampleStep } from '../contracts/store-entries.ts';
import { temporaryStore } from '../contracts/temporary-store.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightwatch-open-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a database file', () => {
  test('is made together with its folders, whatever their names', async () => {
    const file = join(folder, 'a b', '100%', 'night watch.db');
    const store = await openStore({ databaseUrl: `file:${file}` });
    expect(await store.pending()).toBe(0);
    await store.close();
    expect(await readdir(join(folder, 'a b', '100%'))).toContain('night watch.db');
  });

  test('is in WAL mode', async () => {
    await using temporary = await temporaryStore();
    expect(await rows(temporary.file, 'PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  });

  test('is migrated once, however often it is opened', async () => {
    await using temporary = await temporaryStore();
    const before = await rows(temporary.file, 'SELECT * FROM _prisma_migrations');
    await (await openStore({ databaseUrl: temporary.databaseUrl })).close();
    expect(await rows(temporary.file, 'SELECT * FROM _prisma_migrations')).toEqual(before);
  });

  test('is made once when several processes start at the same moment', async () => {
    const file = join(folder, 'nightwatch.db');
    const answers = await Promise.all([1, 2, 3].map(number => openedElsewhere(file, number)));
    expect(answers).toEqual(['opened', 'opened', 'opened']);
    expect(await rows(file, 'SELECT count(*) AS count FROM Incident')).toEqual([{ count: 3 }]);
  });

  test('that another process is writing to is waited for, and works as before afterwards', async () => {
    await using temporary = await temporaryStore();
    const { store, file, now } = temporary;
    const other = new PrismaLibSql({ url: '' }).createClient({ url: `file:${file}`, timeout: 1000 });
    await store.open(sampleRun(), limits);
    const held = await store.claim({ owner: 'me', until: now(), now: now() });
    if (!held) throw new Error('there was nothing to claim');
    await other.execute('BEGIN IMMEDIATE');
    const opening = store.open(sampleRun({ attempt: 2 }), limits);
    const saving = store.save(held, sampleEntries(sampleRun()).collected, sampleStep());
    for (let turn = 0; turn < 100; turn++) await setImmediate();
    await other.execute('COMMIT');
    expect([await opening, await saving]).toMatchObject(['opened', { version: 2 }]);
    expect(await store.pending()).toBe(2);
    other.close();
  });

  test('is not left behind in open handles by many transactions', async () => {
    await using temporary = await temporaryStore();
    const { store } = temporary;
    await store.open(sampleRun(), limits);
    const before = (await readdir('/dev/fd')).length;
    for (let round = 0; round < 40; round++) {
      const now = new Date(temporary.now().getTime() + round * 1000);
      const held = await store.claim({ owner: 'me', until: now, now });
      if (!held) throw new Error('there was nothing to claim');
      await store.release(held, { notBefore: now, step: sampleStep() });
    }
    expect((await readdir('/dev/fd')).length).toBeLessThan(before + 10);
  });
});

describe('a database that cannot serve is refused in one sentence', () => {
  test('a file that is no database', async () => {
    const file = join(folder, 'nightwatch.db');
    await writeFile(file, 'This is a letter, not a database.\n'.repeat(100));
    await expect(openStore({ databaseUrl: `file:${file}` })).rejects.toThrow(
      `The database ${file} is damaged or not a SQLite database. Restore a good copy, or move it away to start afresh.`,
    );
  });

  test('a database of another program, which stays as it was', async () => {
    const file = join(folder, 'nightwatch.db');
    await rows(file, 'CREATE TABLE dishes (id INTEGER PRIMARY KEY)');
    await expect(openStore({ databaseUrl: `file:${file}` })).rejects.toThrow(
      `The database ${file} cannot be used: it belongs to another program`,
    );
    expect(await rows(file, 'SELECT name FROM sqlite_schema')).toEqual([{ name: 'dishes' }]);
  });

  test('a folder in its place', async () => {
    await mkdir(join(folder, 'nightwatch.db'));
    await expect(openStore({ databaseUrl: `file:${folder}/nightwatch.db` })).rejects.toThrow(
      /cannot be opened for writing/,
    );
  });

  test('a file or folder that may only be read', async () => {
    const file = join(folder, 'data', 'nightwatch.db');
    await (await openStore({ databaseUrl: `file:${file}` })).close();
    await chmod(folder, 0o755);
    await chmod(file, 0o444);
    await chmod(join(folder, 'data'), 0o555);
    expect(await openedElsewhere(file, 1, 65534)).toMatch(/^The database .* cannot be opened for writing \(/);
  });

  test.each(['postgresql://me:secret@db/nightwatch', 'file:', 'file::memory:', 'file:./night.db?mode=ro', ''])(
    'the URL %j',
    databaseUrl => {
      expect(() => databaseFile(databaseUrl)).toThrow(/^DATABASE_URL (must|takes)[^@]*$/);
    },
  );
});

test.each([
  ["state = 'lost'", 'state'],
  ["state = 'diagnosed'", 'diagnosis'],
  [`evidence = json_set(evidence, '$.signature', 7)`, 'evidence.signature'],
  [`run = '{}'`, 'run.installationId'],
])('a row with %s is reported with the incident and the field %s', async (change, field) => {
  await using temporary = await temporaryStore();
  const { store, file } = temporary;
  await store.open(sampleRun(), limits);
  const held = await store.claim({ owner: 'me', until: temporary.now(), now: temporary.now() });
  if (!held) throw new Error('there was nothing to claim');
  await store.save(held, sampleEntries(sampleRun()).collected, sampleStep());
  await rows(file, `UPDATE Incident SET ${change}`);
  const message = `Incident 17000000001-1 cannot be read from the database: ${field}: `;
  await expect(store.find(incidentId(sampleRun()))).rejects.toThrow(message);
});

async function rows(file: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new PrismaLibSql({ url: '' }).createClient({ url: `file:${file}`, timeout: 1000 });
  const result = await client.execute(sql);
  client.close();
  return result.rows.map(row => ({ ...row }));
}

/** What another process says that opens the store and one incident in it; as another user when one is named. */
async function openedElsewhere(file: string, number: number, user?: number): Promise<string> {
  const script = `
    import { openStore } from './src/adapters/prisma/open-store.ts';
    ${user === undefined ? '' : `process.seteuid(${user});`}
    try {
      const store = await openStore({ databaseUrl: ${JSON.stringify(`file:${file}`)} });
      const run = ${JSON.stringify({ ...sampleRun({ attempt: number }) })};
      console.log(await store.open(run, { attempts: 3, dollars: 1 }));
      await store.close();
    } catch (error) {
      console.log(error.message);
    }`;
  const command = ['--input-type=module-typescript', '--eval', script];
  return (await promisify(execFile)(process.execPath, command, { cwd: root })).stdout.trim();
}
