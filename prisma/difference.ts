// The difference between a database's migrations and its schema, computed in memory on the real engines.
import { PGlite } from '@electric-sql/pglite';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { type Database, migrationsOf, schemaOf } from '../src/adapters/prisma/migrations.ts';
import { everything, schemaEngine } from '../src/adapters/prisma/schema-engine.ts';

/** SQL that leads from the state after all migrations to the schema; empty when they agree. */
export async function difference(database: Database, folder: string): Promise<string> {
  if (database === 'sqlite') return differenceOn(new WholeScripts({ url: ':memory:' }), database, folder);
  // Always close: an open PGlite overrides the exit code of the process.
  await using server = new PGlite();
  return await differenceOn(new OneServer(server), database, folder);
}

async function differenceOn(adapter: Adapter, database: Database, folder: string): Promise<string> {
  const schema = await schemaOf(database, folder);
  const engine = await schemaEngine(schema, adapter);
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'migrations', ...(await migrationsOf(database, folder)) },
    to: { tag: 'schemaDatamodel', files: [schema] },
    script: true,
    exitCode: true,
    filters: everything,
  });
  return exitCode === 0 ? '' : (stdout ?? '');
}

/** Plays migrations through on the server that it was given, which is empty, instead of starting a second one. */
class OneServer extends PrismaPGlite {
  override connectToShadowDb(): ReturnType<PrismaPGlite['connect']> {
    return this.connect();
  }
}

/** The engine plays each migration through as if it were one statement, and libsql runs only the first of several. */
class WholeScripts extends PrismaLibSql {
  override createClient(config: Parameters<PrismaLibSql['createClient']>[0]): ReturnType<PrismaLibSql['createClient']> {
    const client = super.createClient(config);
    const execute = client.execute.bind(client) as (statement: InStatement) => ReturnType<typeof client.execute>;
    const executeAll = async (statement: InStatement) => {
      const sql = typeof statement === 'string' ? statement : statement.sql;
      if (/^\s*(SELECT|PRAGMA)\b/i.test(sql)) return execute(statement);
      await client.executeMultiple(sql);
      return execute('SELECT 1 WHERE false');
    };
    return Object.assign(client, { execute: executeAll });
  }
}

type Adapter = SqlMigrationAwareDriverAdapterFactory;
type InStatement = string | { sql: string };
