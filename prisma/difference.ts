// The difference between the database that the migrations make and its schema, computed on the real engines.
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { migrate } from '../src/adapters/prisma/migrate.ts';
import { type Database, migrationsOf, prismaFolder } from '../src/adapters/prisma/migrations.ts';
import { schemaEngine } from './schema-engine.ts';

/** SQL that leads from the state after all migrations to the schema; empty when they agree. */
export async function difference(database: Database, folder: string): Promise<string> {
  const schema = await schemaOf(database, folder);
  if (database === 'sqlite') {
    await using temporary = await mkdtempDisposable(join(tmpdir(), 'nightwatch-'));
    const file = join(temporary.path, 'nightwatch.db');
    await migrate(file, folder);
    return await differenceOn(new PrismaLibSql({ url: pathToFileURL(file).href }), schema);
  }
  // Always close: an open PGlite overrides the exit code of the process.
  await using server = new PGlite();
  for (const { sql } of await migrationsOf(database, folder)) await server.exec(sql);
  return await differenceOn(new PrismaPGlite(server), schema);
}

interface Schema {
  readonly path: string;
  readonly content: string;
}

/** The database's own schema file and the shared models, joined. */
export async function schemaOf(database: Database, folder = prismaFolder): Promise<Schema> {
  const path = join(folder, database, 'schema.prisma');
  const models = await readFile(join(folder, database, 'models.prisma'), 'utf8');
  return { path, content: `${await readFile(path, 'utf8')}\n${models}` };
}

async function differenceOn(adapter: SqlMigrationAwareDriverAdapterFactory, schema: Schema): Promise<string> {
  const engine = await schemaEngine(schema, adapter);
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', files: [schema], configDir: '' },
    to: { tag: 'schemaDatamodel', files: [schema] },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  return exitCode === 0 ? '' : (stdout ?? '');
}
