// Brings a SQLite file up to the newest migration when it is opened: all of them in one transaction, or none. What was applied
// is recorded in Prisma's own table, so that its tools can read the file.
import { createHash, randomUUID } from 'node:crypto';
import { type Migration, migrationsOf, prismaFolder } from './migrations.ts';
import { connect, refusal, type Transaction, whenFree } from './sqlite.ts';

/**
 * Applies the missing migrations; fast when there are none. Holds the write lock from the first check to the end: if two
 * processes start at once, the second waits and finds the work done, and a crash half-way leaves the file unchanged. Throws one
 * sentence when the file cannot be used.
 */
export async function migrate(file: string, folder = prismaFolder): Promise<void> {
  const migrations = await migrationsOf('sqlite', folder);
  const client = await connect(file);
  try {
    // A migration changes a table by copying and dropping it; the drop would cascade to rows that reference it. The pragma
    // has no effect inside a transaction.
    await client.execute('PRAGMA foreign_keys = OFF');
    const transaction = await whenFree(client, () => client.transaction('write'));
    try {
      // A read-only file can be locked, so only a write reveals it. Nothing reads this number.
      await transaction.execute('PRAGMA user_version = 0');
      await applyMissing(transaction, migrations);
      await transaction.commit();
    } finally {
      transaction.close();
    }
  } catch (error) {
    throw refusal(file, error);
  } finally {
    client.close();
  }
}

async function applyMissing(transaction: Transaction, migrations: readonly Migration[]): Promise<void> {
  const applied = await appliedMigrations(transaction);
  const unknown = applied.find(name => !migrations.some(migration => migration.name === name));
  if (unknown) throw new Error(`it was written by a newer Nightwatch (${unknown})`);
  const missing = migrations.filter(({ name }) => !applied.includes(name));
  if (missing.length === 0) return;
  await transaction.execute(recordTable);
  for (const { name, sql } of missing) {
    await transaction.executeMultiple(sql);
    const checksum = createHash('sha256').update(sql).digest('hex');
    await transaction.execute({ sql: record, args: [randomUUID(), checksum, name] });
  }
  const { rows } = await transaction.execute('PRAGMA foreign_key_check');
  if (rows.length > 0) throw new Error('a migration would leave rows with broken references');
}

/** Names; empty for a new file. */
async function appliedMigrations(transaction: Transaction): Promise<string[]> {
  const { rows: tables } = await transaction.execute('SELECT name FROM sqlite_schema');
  if (tables.length === 0) return [];
  if (!tables.some(({ name }) => name === '_prisma_migrations')) throw new Error('it belongs to another program');
  const { rows } = await transaction.execute(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return rows.map(row => String(row['migration_name']));
}

const recordTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id TEXT PRIMARY KEY NOT NULL, checksum TEXT NOT NULL, finished_at DATETIME, migration_name TEXT NOT NULL, logs TEXT,
    rolled_back_at DATETIME, started_at DATETIME NOT NULL DEFAULT current_timestamp,
    applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0)`;

/** Times as Prisma writes them. */
const record = `
  INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
  SELECT ?, ?, ?, now, now, 1 FROM (SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') AS now)`;
