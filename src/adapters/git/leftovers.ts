// What a process that was killed outright leaves among the mirrors, and how it is told from what is in use: by its age.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchPatienceMs } from './fetch.ts';

/** A mirror in the making, beside the others, none of whose names begins so. */
export const newPrefix = '.new-';
/** An index file of one change, in a folder of the mirror. */
export const indexPrefix = 'nightwatch-index-';

/** Everything here is done within the time of a fetch; with some to spare. */
const longestUseMs = 2 * fetchPatienceMs;

/** Removes unfinished mirrors, forgotten index files and locks. Says how many. */
export async function removeLeftovers(directory: string): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(directory)) {
    const path = join(directory, name);
    if (name.startsWith(newPrefix)) removed += await removeIfOld(path);
    else removed += (await removeOldIndexes(path)) + (await removeStaleLocks(path));
  }
  return removed;
}

/** A lock older than any fetch may last belongs to nobody. Says how many there were. */
export async function removeStaleLocks(mirror: string): Promise<number> {
  let removed = 0;
  for (const name of await readdir(mirror, { recursive: true })) {
    if (name.endsWith('.lock')) removed += await removeIfOld(join(mirror, name));
  }
  return removed;
}

async function removeOldIndexes(mirror: string): Promise<number> {
  let removed = 0;
  for (const name of await readdir(mirror)) {
    if (name.startsWith(indexPrefix)) removed += await removeIfOld(join(mirror, name));
  }
  return removed;
}

async function removeIfOld(path: string): Promise<number> {
  const found = await stat(path).catch(() => null); // Its owner has just removed it.
  if (!found || Date.now() - found.mtimeMs < longestUseMs) return 0;
  await rm(path, { recursive: true, force: true });
  return 1;
}

/** None where nothing has been mirrored yet. */
async function namesIn(directory: string): Promise<readonly string[]> {
  const found = await stat(directory).catch(() => null);
  return found ? readdir(directory) : [];
}
