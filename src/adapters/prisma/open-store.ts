// The port `Store` on Prisma and a SQLite file. PostgreSQL's schema and migrations are kept for later.

import type { Clock } from '../../ports.ts';
import type { Store } from '../../store.ts';
import { approving } from './approving.ts';
import { PrismaClient } from './generated/sqlite/client.ts';
import { type Holding, holding, leases } from './leases.ts';
import { migrate } from './migrate.ts';
import { opening } from './opening.ts';
import { readModels } from './read-models.ts';
import { recordingProposalRun } from './recording-proposal-run.ts';
import { type SealingOptions, sealedFacts, unsealedFacts } from './sealed-facts.ts';
import { databaseFile, SqliteAdapter } from './sqlite.ts';

export interface OpenedStore extends Store, Holding {
  /** Closes the database; the store cannot be used afterwards. */
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly databaseUrl: string;
  readonly clock?: Clock;
  /** Without it, facts are written as they are, and sealed ones are seen masked: for tools that only look. */
  readonly sealing?: SealingOptions;
}

/** In ms; longer than the adapter waits for another process's write, so that the adapter's error comes first. */
const transactionOptions = { maxWait: 30_000, timeout: 30_000 };

/**
 * Opens the database at a `file:` URL; creates it, its folder and its tables if missing, and applies new migrations.
 * Throws one sentence when the file cannot be written, is damaged, or was written by a newer version.
 */
export async function openStore(options: StoreOptions): Promise<OpenedStore> {
  const file = databaseFile(options.databaseUrl);
  await migrate(file);
  const adapter = new SqliteAdapter(file);
  // `minimal`: errors do not quote the data.
  const prisma = new PrismaClient({ adapter, errorFormat: 'minimal', transactionOptions });
  const now = () => options.clock?.now() ?? new Date();
  const facts = options.sealing ? sealedFacts(options.sealing) : unsealedFacts;
  return {
    open: opening(prisma, now),
    ...leases(prisma, facts, now),
    approve: approving(prisma, facts, now),
    ...holding(prisma),
    ...readModels(prisma),
    recordProposalRun: recordingProposalRun(prisma, now),
    close: () => {
      adapter.end();
      return prisma.$disconnect();
    },
  };
}
