// Which of SQLite's errors are worth a retry: the disk is full, or another process has locked the file. No data is lost.
import { Transient } from '../../ports.ts';

const passing =
  /SQLITE_(FULL|BUSY|LOCKED|IOERR|READONLY)|database is locked|database or disk is full|disk I\/O error|readonly database/;

/** Awaits a write. Throws `Transient` when the database is temporarily not writable. */
export async function written<T>(work: Promise<T>): Promise<T> {
  return await work.catch((error: unknown) => {
    if (passing.test(wordsOf(error))) throw new Transient('Could not write to the database.', { cause: error });
    throw error;
  });
}

/** Prisma passes the driver's error on as a cause, or quotes it in its message. */
function wordsOf(error: unknown): string {
  const { code, message, cause } = (error ?? {}) as { code?: unknown; message?: unknown; cause?: unknown };
  return `${code} ${message} ${cause ? wordsOf(cause) : ''}`;
}
