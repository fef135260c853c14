// `npm run db:migration -- <name>`: writes what changed in the models as a migration for SQLite and one for PostgreSQL.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { type Database, migrationsOf, prismaFolder, schemaOf } from '../src/adapters/prisma/migrations.ts';
import { everything, schemaEngine } from '../src/adapters/prisma/schema-engine.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { folder: { type: 'string', default: prismaFolder } },
});
const [name, ...rest] = positionals;
if (!name || rest.length > 0 || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Usage: npm run db:migration -- <name>   (small letters, digits and _, for example add_labels)');
  process.exit(2);
}
await newMigration(name, resolve(values.folder));

async function newMigration(name: string, folder: string): Promise<void> {
  const scripts = { sqlite: await difference('sqlite', folder), postgresql: await difference('postgresql', folder) };
  if (!scripts.sqlite && !scripts.postgresql) return console.log('The migrations already describe the models.');
  // The same name on both sides, also where one database has nothing to do: their histories stay comparable.
  const directory = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`;
  for (const [database, script] of Object.entries(scripts)) {
    const path = join(folder, database, 'migrations', directory);
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'migration.sql'), script || '-- Nothing changes here.\n');
    console.log(`${path}/migration.sql`);
  }
  console.log('Read both before you commit them: the engine cannot know what should happen to the rows.');
}

/** SQL from the state after all migrations to the schema; empty when they agree. Played through in memory. */
async function difference(database: Database, folder: string): Promise<string> {
  const schema = await schemaOf(database, folder);
  const engine = await schemaEngine(schema, inMemory(database));
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'migrations', ...(await migrationsOf(database, folder)) },
    to: { tag: 'schemaDatamodel', files: [schema] },
    script: true,
    exitCode: true,
    filters: everything,
  });
  return exitCode === 0 ? '' : (stdout ?? '');
}

function inMemory(database: Database): SqlMigrationAwareDriverAdapterFactory {
  return database === 'sqlite' ? new PrismaLibSql({ url: ':memory:' }) : new PrismaPGlite(new PGlite());
}
