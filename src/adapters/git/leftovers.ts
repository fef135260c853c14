// What a process that was killed outright leaves among the mirrors, and how it is told from what is in use: our own folders bear
// the identity of the process that made them; git's locks carry none, and are known by who fetched here, or else by their age.
import { mkdtemp, readdir, readlink, realpath, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fetchPatienceMs } from './fetch.ts';

/** A mirror in the making, beside the others, none of whose names begins so. */
const newPrefix = '.new-';
/** An index file of one change, in a folder of the mirror. */
const indexPrefix = 'nightwatch-index-';
/** Stands in a mirror while a process has git fetch into it. */
const fetchPrefix = 'nightwatch-fetch-';

/** Whether a process still works that may have made a folder here. */
export type IsAtWork = (processIdentity: string) => Promise<boolean>;
/** Whether a process of this machine is known to have ended. */
export type IsDead = (processIdentity: string) => boolean;

export async function makeNewMirror(directory: string, processIdentity: string): Promise<string> {
  return await mkdtemp(join(directory, `${newPrefix}${encodeURIComponent(processIdentity)}-`));
}

export async function makeIndexFolder(mirror: string, processIdentity: string): Promise<string> {
  return await mkdtemp(join(mirror, `${indexPrefix}${encodeURIComponent(processIdentity)}-`));
}

export async function makeFetchFolder(mirror: string, processIdentity: string): Promise<string> {
  return await mkdtemp(join(mirror, `${fetchPrefix}${encodeURIComponent(processIdentity)}-`));
}

/** Everything here is done within the time of a fetch; with some to spare. */
const longestUseMs = 2 * fetchPatienceMs;

/** Removes unfinished mirrors, forgotten index files and locks. Says how many. */
export async function removeLeftovers(directory: string, isAtWork: IsAtWork, isDead: IsDead): Promise<number> {
  let removed = await removeAbandoned(directory, newPrefix, isAtWork);
  for (const name of await namesIn(directory)) {
    if (name.startsWith(newPrefix)) continue;
    const mirror = join(directory, name);
    removed += await removeAbandoned(mirror, indexPrefix, isAtWork);
    removed += (await removeAbandonedLocks(mirror, isDead)) + (await removeStaleLocks(mirror));
  }
  return removed;
}

/** A lock, or the sign of a fetch, that is older than any fetch may last belongs to nobody. Says how many there were. */
export async function removeStaleLocks(mirror: string): Promise<number> {
  let removed = 0;
  for (const name of await readdir(mirror, { recursive: true })) {
    if (name.endsWith('.lock') || name.startsWith(fetchPrefix)) removed += await removeIfOld(join(mirror, name));
  }
  return removed;
}

/**
 * Removes git's locks, and what it had begun to write, at once when all who had it fetch here are dead and their git is, too:
 * killed alone, a process leaves it running. Says how many.
 */
export async function removeAbandonedLocks(mirror: string, isDead: IsDead): Promise<number> {
  const begun = (await namesIn(mirror)).filter(name => name.startsWith(fetchPrefix));
  if (begun.length === 0) return 0;
  if (!begun.every(name => isDead(makerOf(name.slice(fetchPrefix.length)))) || (await isWorkedIn(mirror))) return 0;
  const unfinished = (await readdir(mirror, { recursive: true })).filter(isUnfinished);
  for (const name of [...unfinished, ...begun]) await rm(join(mirror, name), { recursive: true, force: true });
  return unfinished.length + begun.length;
}

/** Git's own names for a lock, and for an object or a pack that is being written. */
function isUnfinished(path: string): boolean {
  return path.endsWith('.lock') || /^(tmp_|\.tmp-)/.test(basename(path));
}

/** Git stands in the mirror while it works. Without /proc nobody can tell, and then it is. */
async function isWorkedIn(mirror: string): Promise<boolean> {
  const place = await realpath(mirror);
  const pids = (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name));
  if (pids.length === 0) return true;
  // Others' processes do not tell, nor do those that have just ended.
  const places = await Promise.all(pids.map(pid => readlink(`/proc/${pid}/cwd`).catch(() => null)));
  return places.includes(place);
}

async function removeAbandoned(directory: string, prefix: string, isAtWork: IsAtWork): Promise<number> {
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
