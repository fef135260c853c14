// The migrations in prisma/<database>/migrations, in the form that the schema engine takes.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationDirectory, MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';

export type Database = 'sqlite' | 'postgresql';

/** The folder with the schemas and migrations of both databases. */
export const prismaFolder = fileURLToPath(new URL('../../../prisma/', import.meta.url));

/** The database's own schema file and the shared models, joined. */
export async function schemaOf(database: Database, folder = prismaFolder): Promise<{ path: string; content: string }> {
  const path = join(folder, database, 'schema.prisma');
  const models = await readFile(join(folder, database, 'models.prisma'), 'utf8');
  return { path, content: `${await readFile(path, 'utf8')}\n${models}` };
}

/** All migrations of a database, oldest first. */
export async function migrationsOf(database: Database, folder = prismaFolder): Promise<MigrationList> {
  const baseDir = join(folder, database, 'migrations');
  const entries = await readdir(baseDir, { withFileTypes: true }).catch(emptyWhenMissing);
  const names = entries.filter(entry => entry.isDirectory()).map(entry => entry.name);
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: `provider = "${database}"` },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.sort().map(name => migration(baseDir, name))),
  };
}

async function migration(baseDir: string, name: string): Promise<MigrationDirectory> {
  const value = await readFile(join(baseDir, name, 'migration.sql'), 'utf8');
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } };
}

/** There is no folder before the first migration. */
function emptyWhenMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
