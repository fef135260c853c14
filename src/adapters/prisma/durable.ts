// Makes writes to a SQLite file in WAL mode survive a power cut, without blocking the process.
//
// SQLite's own `synchronous = FULL` syncs within the write, which blocks the whole process for as long as the disk takes: it
// halved the intake's throughput. So the connection uses `NORMAL`, where a commit is atomic but may still be in the page cache,
// and a write is acknowledged only after the log has been synced here, on one of Node's threads. A checkpoint syncs the log by
// itself before it moves pages into the file, so nothing is missed.
import { open } from 'node:fs/promises';

/** Resolves once everything written before the call is on disk. Concurrent calls share one sync. */
export function durability(file: string): () => Promise<void> {
  let current = Promise.resolve();
  let next: Promise<void> | null = null;
  return () => {
    // A running sync may have started before the write, so the next one counts.
    next ??= current
      .catch(() => {}) // Its own callers get the error.
      .then(() => {
        next = null;
        current = synchronise(`${file}-wal`);
        return current;
      });
    return next;
  };
}

/** Opened every time: a reconnect may create a new log file of the same name. */
async function synchronise(log: string): Promise<void> {
  const handle = await open(log, 'r+').catch(ifGone);
  if (!handle) return;
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** SQLite deletes the log only after a full checkpoint has been synced. */
function ifGone(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
