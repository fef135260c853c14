// What is recorded of applied migrations: Prisma's own tools and Nightwatch understand each other's databases.
import { cp, mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { schemaOf } from '../../prisma/difference.ts';
import { schemaEngine } from '../../prisma/schema-engine.ts';
import { migrate } from '../../src/adapters/prisma/migrate.ts';
import { migrationsOf, prismaFolder } from '../../src/adapters/prisma/migrations.ts';
import { limits, sampleRun, sampleStep } from '../contracts/store-entries.ts';
import { temporaryStore } from '../contracts/temporary-store.ts';

const filters = { externalTables: [], externalEnums: [] };

test('a database that Prisma’s engine migrated needs no migration, and has the same tables', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'nightwatch-prisma-'));
  const file = join(folder.path, 'nightwatch.db');
  await (await engineOn(file)).applyMigrations({ migrationsList: await migrationsList(), filters });
  const before = await rows(file, 'SELECT * FROM _prisma_migrations');
  await migrate(file);
  expect(await rows(file, 'SELECT * FROM _prisma_migrations')).toEqual(before);
  await using temporary = await temporaryStore();
  const tables = "SELECT name, sql FROM sqlite_schema WHERE tbl_name <> '_prisma_migrations' ORDER BY name";
  expect(await rows(temporary.file, tables)).toEqual(await rows(file, tables));
  const columns = 'PRAGMA table_info(_prisma_migrations)';
  expect(await rows(temporary.file, columns)).toEqual(await rows(file, columns));
});

test('to Prisma’s engine a new database looks as if it had applied every migration itself', async () => {
  await using temporary = await temporaryStore();
  const engine = await engineOn(temporary.file);
  const options = { migrationsList: await migrationsList(), optInToShadowDatabase: false, filters };
  expect(await engine.diagnoseMigrationHistory(options)).toMatchObject({
    history: null,
    hasMigrationsTable: true,
    failedMigrationNames: [],
    editedMigrationNames: [],
  });
  expect(await engine.applyMigrations(options)).toEqual({ appliedMigrationNames: [] });
});

test('a migration that would leave a row without the one it refers to is refused', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'nightwatch-prisma-'));
  await cp(join(prismaFolder, 'sqlite'), join(folder.path, 'sqlite'), { recursive: true });
  const careless = join(folder.path, 'sqlite', 'migrations', '99990101000000_careless');
  await mkdir(careless);
  await writeFile(join(careless, 'migration.sql'), 'DELETE FROM "Incident";');
  await using temporary = await temporaryStore();
  const { store, file, now } = temporary;
  await store.open(sampleRun(), limits);
  const held = await store.claim({ owner: 'me', until: now(), now: now() });
  if (!held) throw new Error('there was nothing to claim');
  await store.release(held, { notBefore: now(), step: sampleStep() });
  await expect(migrate(file, folder.path)).rejects.toThrow(/would leave rows with broken references/);
  expect(await store.pending()).toBe(1);
});

async function engineOn(file: string) {
  return schemaEngine(await schemaOf('sqlite'), new PrismaLibSql({ url: `file:${file}` }));
}

/** As the engine takes them. */
async function migrationsList() {
  const migrations = await migrationsOf('sqlite');
  return {
    baseDir: join(prismaFolder, 'sqlite', 'migrations'),
    lockfile: { path: 'migration_lock.toml', content: 'provider = "sqlite"' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  };
}

async function rows(file: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new PrismaLibSql({ url: '' }).createClient({ url: `file:${file}`, timeout: 1000 });
  const result = await client.execute(sql);
  client.close();
  return result.rows.map(row => ({ ...row }));
}
