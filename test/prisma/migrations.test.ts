// The migrations of both databases: they describe the models, keep rows, and are written side by side.
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { difference, schemaOf } from '../../prisma/difference.ts';
import { migrate } from '../../src/adapters/prisma/migrate.ts';
import { migrationsOf, prismaFolder } from '../../src/adapters/prisma/migrations.ts';
import { limits, sampleEntries, sampleRun, sampleStep } from '../contracts/store-entries.ts';
import { temporaryStore } from '../contracts/temporary-store.ts';

const databases = ['sqlite', 'postgresql'] as const;
const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the migrations in the repository', () => {
  test.each(databases)('on %s lead exactly to the schema', async database => {
    expect(await difference(database, prismaFolder)).toBe('');
  });

  test('have the same names on both databases', async () => {
    const [sqlite, postgresql] = await Promise.all(databases.map(database => names(database)));
    expect(sqlite).toEqual(postgresql);
    expect(sqlite).not.toEqual([]);
  });

  test('serve the same models on both databases', async () => {
    const shared = await readFile(join(prismaFolder, 'models.prisma'), 'utf8');
    for (const database of databases) expect((await schemaOf(database)).content).toContain(shared);
  });
});

test('every part of Prisma has the same version, and the engine is the one that version was made with', async () => {
  const [versions, engines] = await Promise.all([prismaVersions(), packageJson('@prisma/engines-version')]);
  expect(new Set(versions)).toEqual(new Set(['7.10.0']));
  const { version } = await packageJson('@prisma/schema-engine-wasm');
  expect(version).toContain(engines.prisma?.enginesVersion);
});

describe('a migration written after a change of the models', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nightwatch-prisma-'));
    for (const database of databases)
      await cp(join(prismaFolder, database), join(folder, database), { recursive: true });
    const models = await readFile(join(prismaFolder, 'models.prisma'), 'utf8');
    // A column that must not be empty: SQLite can only add it by copying the table, which tempts the drop to cascade.
    const changed = models.replace(
      'state           String\n',
      'state           String\n  labels String @default("none")\n  weight Int?\n',
    );
    for (const database of databases) {
      await rm(join(folder, database, 'models.prisma'));
      await writeFile(
        join(folder, database, 'models.prisma'),
        changed.replace('faults          Int ', 'faults          BigInt '),
      );
    }
    await newMigration('add_labels', folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is there for both databases under one name', async () => {
    const [sqlite, postgresql] = await Promise.all(databases.map(database => names(database, folder)));
    expect(sqlite).toEqual(postgresql);
    expect(sqlite?.at(-1)).toMatch(/^\d{14}_add_labels$/);
    for (const database of databases) expect((await lastMigration(database, folder)).sql).toContain('"labels"');
  });

  test('leaves nothing for another one', async () => {
    expect(await difference('sqlite', folder)).toBe('');
  });

  test('keeps every row of a SQLite database, those that refer to a rebuilt table too', async () => {
    expect((await lastMigration('sqlite', folder)).sql).toContain('DROP TABLE "Incident"');
    await using temporary = await temporaryStore();
    const { store, file } = temporary;
    const entries = sampleEntries(sampleRun());
    await store.open(sampleRun(), limits);
    const held = await store.claim({
      owner: 'me',
      until: new Date(temporary.now().getTime() + 1),
      now: temporary.now(),
    });
    if (!held) throw new Error('there was nothing to claim');
    await store.save(held, entries.published, sampleStep());
    const before = await store.find(held.entry.incident.id);
    await migrate(file, folder);
    expect(await store.find(held.entry.incident.id)).toEqual(before);
    const client = new PrismaLibSql({ url: '' }).createClient({ url: `file:${file}` });
    const { rows } = await client.execute('SELECT labels, (SELECT count(*) FROM Attempt) AS attempts FROM Incident');
    expect(rows).toMatchObject([{ labels: 'none', attempts: 2 }]);
    client.close();
  });

  test('keeps every row of a PostgreSQL database', async () => {
    await using database = new PGlite();
    await applyOnPostgres(database, prismaFolder);
    await database.exec(`
      INSERT INTO "Incident" (id, state, owner, repo, "workflowName", "headBranch", "headSha", run, limits, ledger, "openedAt", "updatedAt")
        VALUES ('1-1', 'queued', 'octo', 'mail', 'CI', 'main', 'abc', '{}', '{}', '{}', now(), now());
      INSERT INTO "Step" ("incidentId", stage, "startedAt", seconds, result, detail) VALUES ('1-1', 'collect', now(), 1, 'next', '');`);
    await applyOnPostgres(database, folder, await names('postgresql'));
    const { rows } = await database.query(
      'SELECT i.id, i.labels, s.stage FROM "Incident" i JOIN "Step" s ON s."incidentId" = i.id',
    );
    expect(rows).toEqual([{ id: '1-1', labels: 'none', stage: 'collect' }]);
  });

  test('a database that a newer version wrote is refused', async () => {
    await using temporary = await temporaryStore();
    await migrate(temporary.file, folder);
    await expect(migrate(temporary.file)).rejects.toThrow(/was written by a newer Nightwatch \(\d{14}_add_labels\)/);
  });

  test('a migration that fails leaves the database as it was', async () => {
    await using temporary = await temporaryStore();
    const broken = await mkdtemp(join(tmpdir(), 'nightwatch-prisma-'));
    await cp(folder, broken, { recursive: true });
    await appendFile((await lastMigration('sqlite', broken)).path, '\nDROP TABLE "NoSuchTable";\n');
    await expect(migrate(temporary.file, broken)).rejects.toThrow(/cannot be used/);
    expect(await temporary.store.pending()).toBe(0);
    await migrate(temporary.file, folder);
    await rm(broken, { recursive: true });
  });
});

test('a migration without a proper name is not written', async () => {
  const script = promisify(execFile)(process.execPath, ['prisma/new-migration.ts', 'Add Labels'], { cwd: root });
  await expect(script).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('Usage') });
});

async function newMigration(name: string, folder: string): Promise<string> {
  const command = ['prisma/new-migration.ts', name, '--folder', folder];
  return (await promisify(execFile)(process.execPath, command, { cwd: root })).stdout;
}

async function names(database: (typeof databases)[number], folder?: string): Promise<string[]> {
  return (await migrationsOf(database, folder)).map(({ name }) => name);
}

async function lastMigration(database: (typeof databases)[number], folder: string) {
  const path = join(folder, database, 'migrations', (await names(database, folder)).at(-1) ?? '', 'migration.sql');
  return { path, sql: await readFile(path, 'utf8') };
}

/** By hand: the engine waits for PostgreSQL's advisory lock with a timer that outlives the test. */
async function applyOnPostgres(database: PGlite, folder: string, known: readonly string[] = []): Promise<void> {
  const added = (await names('postgresql', folder)).filter(name => !known.includes(name));
  for (const name of added) {
    await database.exec(await readFile(join(folder, 'postgresql', 'migrations', name, 'migration.sql'), 'utf8'));
  }
}

async function prismaVersions(): Promise<unknown[]> {
  const parts = [
    'prisma',
    '@prisma/client',
    '@prisma/adapter-libsql',
    '@prisma/driver-adapter-utils',
    '@prisma/engines',
  ];
  return Promise.all(parts.map(async name => (await packageJson(name)).version));
}

async function packageJson(name: string): Promise<{ version?: string; prisma?: { enginesVersion?: string } }> {
  return JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8'));
}
