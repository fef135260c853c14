// Brings a SQLite file up to the newest migration when it is opened: all of them in one transaction, or none.
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { migrationsOf, prismaFolder, schemaOf } from './migrations.ts';
import { everything, schemaEngine } from './schema-engine.ts';
import { type Client, connect, refusal, type Transaction, whenFree } from './sqlite.ts';

/**
 * Applies the missing migrations; fast when there are none. Holds the write lock from the first check to the end: if two
 * processes start at once, the second waits and finds the work done, and a crash half-way leaves the file unchanged. Throws one
 * sentence when the file cannot be used.
 */
export async function migrate(file: string, folder = prismaFolder): Promise<void> {
  const client = await connect(file);
  try {
    // A migration changes a table by copying and dropping it; the drop would cascade to rows that reference it. The pragma
    // has no effect inside a transaction.
    await client.execute('PRAGMA foreign_keys = OFF');
    const transaction = await whenFree(client, () => client.transaction('write'));
    try {
      // A read-only file can be locked, so only a write reveals it. Nothing reads this number.
      await transaction.execute('PRAGMA user_version = 0');
      await applyMissing(transaction, folder);
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

async function applyMissing(transaction: Transaction, folder: string): Promise<void> {
  const migrationsList = await migrationsOf('sqlite', folder);
  const known = migrationsList.migrationDirectories.map(directory => directory.path);
  const applied = await appliedMigrations(transaction);
  const unknown = applied.find(name => !known.includes(name));
  if (unknown) throw new Error(`it was written by a newer Nightwatch (${unknown})`);
  if (applied.length === known.length) return;
  const engine = await schemaEngine(await schemaOf('sqlite', folder), new WithinTransaction(transaction));
  await engine.applyMigrations({ migrationsList, filters: everything });
  const { rows } = await transaction.execute('PRAGMA foreign_key_check');
  if (rows.length > 0) throw new Error('a migration would leave rows with broken references');
}

async function appliedMigrations(transaction: Transaction): Promise<string[]> {
  const { rows: tables } = await transaction.execute("SELECT 1 FROM sqlite_schema WHERE name = '_prisma_migrations'");
  if (tables.length === 0) return [];
  const { rows } = await transaction.execute(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return rows.map(row => String(row['migration_name']));
}

/** Lets the schema engine work inside the caller's transaction. */
class WithinTransaction extends PrismaLibSql {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    super({ url: ':memory:' });
    this.#transaction = transaction;
  }

  override createClient(config: Parameters<PrismaLibSql['createClient']>[0]): Client {
    const client = super.createClient(config);
    client.execute = (statement: Parameters<Transaction['execute']>[0]) => this.#transaction.execute(statement);
    client.executeMultiple = script => this.#transaction.executeMultiple(script);
    return client;
  }
}
