// SQLite through libsql, on one connection: how a database file is found, opened, refused and written in transactions.
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

/** How long a writer waits for another one, in milliseconds, before it gives up. */
const patience = 15_000;
/** SQLite's own wait, in milliseconds: short, because all of the process stands still meanwhile, other writers included. */
const busyTimeout = 10;
/**
 * Of connections that the process works with; durable.ts tells why. A checkpoint synchronises within a write, so it comes after
 * 32 MB of log rather than SQLite's 4, which an opened incident in every two hundred would be held up by.
 */
const settings = 'PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000';

/** The absolute path in a `file:` URL, relative to the working directory. Throws a sentence on any other URL. */
export function databaseFile(databaseUrl: string): string {
  // Not quoted in the message: the URL of a server carries a password.
  if (!databaseUrl.startsWith('file:'))
    throw new Error('DATABASE_URL has to be a file, like file:./data/nightwatch.db.');
  if (/[?#]/.test(databaseUrl)) throw new Error('DATABASE_URL takes no options: a file: URL ends with the path.');
  if (databaseUrl.startsWith('file://')) return fileURLToPath(databaseUrl);
  const path = databaseUrl.slice('file:'.length);
  if (path === '' || path === ':memory:')
    throw new Error('DATABASE_URL has to name a file: incidents outlive the process.');
  return resolve(path);
}

/**
 * A plain connection to a file, which is made if missing, in WAL mode, so that the dashboard reads while a worker writes.
 * Throws one sentence when the file cannot be written or is no database.
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

/** What Prisma's client talks to a database file through. */
export class SqliteAdapter extends PrismaLibSql {
  #ended = false;
  readonly #durable: () => Promise<void>;

  constructor(file: string) {
    super(configFor(file));
    this.#durable = durability(file);
  }

  /** From now on nothing connects any more; Prisma alone would quietly connect again after a disconnect. */
  end(): void {
    this.#ended = true;
  }

  /**
   * libsql's own `transaction()` leaves its connection behind and opens the next one, and a left connection is never
   * closed: two file handles are lost per transaction (https://github.com/tursodatabase/libsql-client-ts/issues/350). The
   * adapter runs one transaction at a time anyway, so it may stay on the one connection.
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
 * Does `work`, a write, as soon as no other connection writes. Asks for the lock with a script first, because libsql keeps
 * a prepared statement open that was answered "busy", and then no later transaction of its connection can commit
 * (https://github.com/tursodatabase/libsql-client-ts/issues/352). `before` comes first each time: a connection that was
 * replaced has forgotten its settings.
 */
export function whenFree<Result>(client: Client, work: () => Promise<Result>, before = ''): Promise<Result> {
  return patiently(async () => {
    await client.executeMultiple(`${before}; BEGIN IMMEDIATE; ROLLBACK`);
    return renewedWhenBusy(client, work);
  });
}

/** Tries again while the database is busy. */
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

/** Another writer may still slip in: then the connection is worn out and replaced. */
async function renewedWhenBusy<Result>(client: Client, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (isBusy(error)) client.reconnect();
    throw error;
  }
}

/** The sentence for an error met while opening a database file. */
export function refusal(file: string, cause: unknown): Error {
  const { code, message } = cause as { code?: unknown; message?: unknown };
  return new Error(`The database ${file} ${complaint(String(code ?? 'unknown'), String(message))}`, { cause });
}

/** libsql answers a file that it cannot even open with an empty code. */
function complaint(code: string, message: string): string {
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return 'is damaged or no SQLite database. Put a good copy in its place, or move it away to start afresh.';
  }
  if (code.startsWith('SQLITE_BUSY')) return 'is held by another program. End that, or wait for it, and start again.';
  if (/^SQLITE_(READONLY|CANTOPEN|PERM)|^E[A-Z]+$|^$/.test(code)) {
    return `cannot be opened for writing (${message}). Its folder must be writable as well.`;
  }
  return `cannot be used: ${message}`;
}

function configFor(file: string): Config {
  return { url: pathToFileURL(file).href, timeout: busyTimeout };
}

/** Takes the write lock at once: a transaction that reads first and writes later could be refused half-way. */
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
