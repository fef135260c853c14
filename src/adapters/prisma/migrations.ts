// The migrations in prisma/<database>/migrations: plain SQL, written by `npm run db:migration`.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Database = 'sqlite' | 'postgresql';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The folder with the schemas and migrations of both databases. */
export const prismaFolder = fileURLToPath(new URL('../../../prisma/', import.meta.url));

/** All migrations of a database, oldest first. */
export async function migrationsOf(database: Database, folder = prismaFolder): Promise<Migration[]> {
  const base = join(folder, database, 'migrations');
  const entries = await readdir(base, { withFileTypes: true });
  const names = entries.filter(entry => entry.isDirectory()).map(entry => entry.name);
  return Promise.all(
    names.sort().map(async name => ({ name, sql: await readFile(join(base, name, 'migration.sql'), 'utf8') })),
  );
}
