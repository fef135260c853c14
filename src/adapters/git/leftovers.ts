// What a process that was killed outright leaves among the mirrors, and how it is told from what is in use: our own folders bear
// the name of the life that made them; git's locks are told by their age.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchPatienceMs } from './fetch.ts';

/** A mirror in the making, beside the others, none of whose names begins so. */
const newPrefix = '.new-';
/** An index file of one change, in a folder of the mirror. */
const indexPrefix = 'nightwatch-index-';

/** Whether a process still works that may have made a folder here. */
export type IsAtWork = (life: string) => Promise<boolean>;

export async function makeNewMirror(directory: string, life: string): Promise<string> {
  return await mkdtemp(join(directory, `${newPrefix}${encodeURIComponent(life)}-`));
}

export async function makeIndexFolder(mirror: string, life: string): Promise<string> {
  return await mkdtemp(join(mirror, `${indexPrefix}${encodeURIComponent(life)}-`));
}

/** Everything here is done within the time of a fetch; with some to spare. */
const longestUseMs = 2 * fetchPatienceMs;

/** Removes unfinished mirrors, forgotten index files and locks. Says how many. */
export async function removeLeftovers(directory: string, isAtWork: IsAtWork): Promise<number> {
  let removed = await removeForsaken(directory, newPrefix, isAtWork);
  for (const name of await namesIn(directory)) {
    if (name.startsWith(newPrefix)) continue;
    const mirror = join(directory, name);
    removed += (await removeForsaken(mirror, indexPrefix, isAtWork)) + (await removeStaleLocks(mirror));
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

async function removeForsaken(directory: string, prefix: string, isAtWork: IsAtWork): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(directory)) {
    if (!name.startsWith(prefix) || (await isAtWork(makerOf(name.slice(prefix.length))))) continue;
    await rm(join(directory, name), { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

/** `mkdtemp` has added six characters. */
function makerOf(name: string): string {
  return decodeURIComponent(name.replace(/-.{6}$/, ''));
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
