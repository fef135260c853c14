// Makes what was written to a SQLite file in WAL mode safe from a power cut, without holding up the process meanwhile.
//
// SQLite's own `synchronous = FULL` does it within the write, and everything in this process stands still for as long as the
// disk takes: with it the intake took in half of what it does now. So the connection writes with `NORMAL`, where a commit is
// whole but may still be in the system's memory, and whoever wrote is answered only after the log has been synchronised here,
// in a thread of Node's. A checkpoint moves pages into the file only after synchronising by itself, so nothing is missed.
import { open } from 'node:fs/promises';

/** Resolves once everything written before the call is on the disk. Calls at the same time share one synchronisation. */
export function durability(file: string): () => Promise<void> {
  let current = Promise.resolve();
  let next: Promise<void> | null = null;
  return () => {
    // One that is under way may have begun before the write: the one after it counts.
    next ??= current
      .catch(() => {}) // Whoever waited for it has heard of it.
      .then(() => {
        next = null;
        current = synchronise(`${file}-wal`);
        return current;
      });
    return next;
  };
}

/** Opened anew each time: a connection that is replaced may leave another log behind under the same name. */
async function synchronise(log: string): Promise<void> {
  const handle = await open(log, 'r+').catch(ifGone);
  if (!handle) return;
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** SQLite takes the log away only after everything in it stands in the file, synchronised. */
function ifGone(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
