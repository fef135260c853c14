// SQLite through libsql, on one connection: finds and opens the database file, and writes to it in transactions.
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { durability } from './durable.ts';

type Config = Parameters<PrismaLibSql['createClient']>[0];
export type Client = ReturnType<PrismaLibSql['createClient']>;
export type Transaction = Awaited<ReturnType<Client['transaction']>>;
type Execute = Transaction['execute'];

/** How long a writer waits for another before it gives up, in ms. */
const patience = 15_000;
/** SQLite's own wait, in ms: short, because it blocks the whole process, other writers included. */
const busyTimeout = 10;
/**
 * See durable.ts for the first. A checkpoint syncs within a write, so it runs every 32 MB of log instead of SQLite's 4, where it
 * would delay one opened incident in two hundred.
 */
const settings = 'PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000';

/** The absolute path in a `file:` URL, relative to the working directory. Throws a sentence on any other URL. */
export function databaseFile(databaseUrl: string): string {
  // Not quoted in the message: the URL of a server carries a password.
  if (!databaseUrl.startsWith('file:'))
    throw new Error('DATABASE_URL must be a file, such as file:./data/nightwatch.db.');
  if (/[?#]/.test(databaseUrl)) throw new Error('DATABASE_URL takes no options: a file: URL must end with the path.');
  if (databaseUrl.startsWith('file://')) return fileURLToPath(databaseUrl);
  const path = databaseUrl.slice('file:'.length);
  if (path === '' || path === ':memory:')
    throw new Error('DATABASE_URL must name a file: incidents outlive the process.');
  return resolve(path);
}

/**
 * A plain connection to a file, which is created if missing. WAL mode lets the dashboard read while a worker writes. Throws one
 * sentence when the file is not writable or not a database.
 */
export async function connect(file: string): Promise<Client> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const client = new PrismaLibSql({ url: '' }).createClient(configFor(file));
    await whenFree(client, () => client.execute('PRAGMA journal_mode = WAL'));
    return client;
  } catch (error) {
    throw refusal(file, error);
  }
}

/** The driver adapter between Prisma's client and a database file. */
export class SqliteAdapter extends PrismaLibSql {
  #ended = false;
  readonly #durable: () => Promise<void>;

  constructor(file: string) {
    super(configFor(file));
    this.#durable = durability(file);
  }

  /** No connection is opened after this; Prisma alone would silently reconnect after a disconnect. */
  end(): void {
    this.#ended = true;
  }

  /**
   * libsql's own `transaction()` abandons its connection without closing it and opens another, which leaks two file handles
   * per transaction (https://github.com/tursodatabase/libsql-client-ts/issues/350). The adapter runs one transaction at a time
   * anyway, so one connection is enough.
   */
  override createClient(config: Config): Client {
    if (this.#ended) throw new Error('The store is closed.');
    const client = super.createClient(config);
    const execute = client.execute.bind(client) as Execute;
    const read: Execute = statement => patiently(() => renewedWhenBusy(client, () => execute(statement)));
    const write: Execute = statement => whenFree(client, () => execute(statement), settings);
    const durably = async <Result>(writing: Promise<Result>) => {
      const result = await writing;
      await this.#durable();
      return result;
    };
    return Object.assign(client, {
      execute: (statement: Parameters<Execute>[0]) => (writes(statement) ? durably(write(statement)) : read(statement)),
      transaction: () => begin(write, execute, durably),
    });
  }
}

/**
 * Runs `work`, a write, once no other connection is writing. Takes the lock with a script first: after "busy", libsql keeps the
 * prepared statement open, and then no later transaction on that connection can commit
 * (https://github.com/tursodatabase/libsql-client-ts/issues/352). `before` runs every time, because a new connection has lost
 * its settings.
 */
export function whenFree<Result>(client: Client, work: () => Promise<Result>, before = ''): Promise<Result> {
  return patiently(async () => {
    await client.executeMultiple(`${before}; BEGIN IMMEDIATE; ROLLBACK`);
    return renewedWhenBusy(client, work);
  });
}

/** Retries while the database is busy. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + patience;
  while (true) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      await setTimeout(20);
    }
  }
}

/** Another writer may still get in between; then the connection is unusable and is replaced. */
async function renewedWhenBusy<Result>(client: Client, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (isBusy(error)) client.reconnect();
    throw error;
  }
}

/** The error for a database file that cannot be opened, as one sentence. */
export function refusal(file: string, cause: unknown): Error {
  const { code, message } = cause as { code?: unknown; message?: unknown };
  return new Error(`The database ${file} ${complaint(String(code ?? 'unknown'), String(message))}`, { cause });
}

/** For a file that it cannot open at all, libsql's code is empty. */
function complaint(code: string, message: string): string {
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return 'is damaged or not a SQLite database. Restore a good copy, or move it away to start afresh.';
  }
  if (code.startsWith('SQLITE_BUSY')) return 'is locked by another program. Stop it or wait for it, then start again.';
  if (/^SQLITE_(READONLY|CANTOPEN|PERM)|^E[A-Z]+$|^$/.test(code)) {
    return `cannot be opened for writing (${message}). Its folder must be writable too.`;
  }
  return `cannot be used: ${message}`;
}

function configFor(file: string): Config {
  return { url: pathToFileURL(file).href, timeout: busyTimeout };
}

/** Takes the write lock at once: a transaction that starts by reading could fail at its first write. */
async function begin(
  write: Execute,
  execute: Execute,
  durably: <Result>(writing: Promise<Result>) => Promise<Result>,
): Promise<Transaction> {
  await write('BEGIN IMMEDIATE');
  let closed = false;
  const end = async (statement: 'COMMIT' | 'ROLLBACK') => {
    closed = true;
    await execute(statement);
  };
  const rollback = () => end('ROLLBACK').catch(unlessEnded);
  return {
    execute,
    commit: () => durably(end('COMMIT')).catch(error => rollback().then(() => Promise.reject(error))),
    rollback,
    get closed() {
      return closed;
    },
    close: () => {},
    batch: notOffered,
    executeMultiple: notOffered,
  };
}

/** A full disk makes SQLite roll back by itself: https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction */
function unlessEnded(error: unknown): void {
  if (!/no transaction is active/.test(String((error as { message?: unknown }).message))) throw error;
}

function writes(statement: Parameters<Execute>[0]): boolean {
  return !/^\s*SELECT\b/i.test(typeof statement === 'string' ? statement : statement.sql);
}

function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');
}

function notOffered(): never {
  throw new Error('Prisma sends single statements within a transaction.');
}
