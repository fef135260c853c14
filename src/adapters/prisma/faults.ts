// Which of SQLite's errors mean "later": the disk is full, or somebody else holds the file. Rows are safe meanwhile.
import { Transient } from '../../ports.ts';

const passing =
  /SQLITE_(FULL|BUSY|LOCKED|IOERR|READONLY)|database is locked|database or disk is full|disk I\/O error|readonly database/;

/** What the work comes to. Throws `Transient` when the database cannot be written to at the moment. */
export async function written<T>(work: Promise<T>): Promise<T> {
  return await work.catch((error: unknown) => {
    if (passing.test(wordsOf(error))) throw new Transient('The database cannot be written to.', { cause: error });
    throw error;
  });
}

/** Prisma hands on the driver's error as a cause, or in its own words. */
function wordsOf(error: unknown): string {
  const { code, message, cause } = (error ?? {}) as { code?: unknown; message?: unknown; cause?: unknown };
  return `${code} ${message} ${cause ? wordsOf(cause) : ''}`;
}
