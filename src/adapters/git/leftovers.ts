// What a killed process leaves in the mirrors, and how to tell that from what is in use: our own folders carry the identity of
// the process that made them; git's locks carry none, and are judged by who was fetching here, or else by their age.
import { mkdtemp, readdir, readlink, realpath, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fetchPatienceMs } from './fetch.ts';

/** An unfinished mirror or the `.git` of a checkout, beside the mirrors; no mirror's name starts like this. */
const newPrefix = '.new-';
/** A folder in the mirror with the index file of one change. */
const indexPrefix = 'nightwatch-index-';
/** A folder that marks a mirror as being fetched into. */
const fetchPrefix = 'nightwatch-fetch-';

/** Whether a process that may have made a folder here is alive. */
export type IsAtWork = (processIdentity: string) => Promise<boolean>;
/** Whether a process is known to be dead; only possible for those of this machine. */
export type IsDead = (processIdentity: string) => boolean;

export async function makeNewRepository(directory: string, processIdentity: string): Promise<string> {
  return await mkdtemp(join(directory, `${newPrefix}${encodeURIComponent(processIdentity)}-`));
}

export async function makeIndexFolder(mirror: string, processIdentity: string): Promise<string> {
  return await mkdtemp(join(mirror, `${indexPrefix}${encodeURIComponent(processIdentity)}-`));
}

export async function makeFetchFolder(mirror: string, processIdentity: string): Promise<string> {
  return await mkdtemp(join(mirror, `${fetchPrefix}${encodeURIComponent(processIdentity)}-`));
}

/** Whether a folder beside the mirrors is none. */
export function isLeftover(name: string): boolean {
  return name.startsWith(newPrefix);
}

/** Whether a process is fetching into the mirror, or was killed while it did. */
export async function isFetchedInto(mirror: string): Promise<boolean> {
  return (await namesIn(mirror)).some(name => name.startsWith(fetchPrefix));
}

/** Nothing here is in use for longer than a fetch may take; doubled to be safe. */
const longestUseMs = 2 * fetchPatienceMs;

/** Removes unfinished repositories, abandoned index files and locks. Returns how many. */
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

/** Removes locks and fetch markers that are older than any fetch can be. Returns how many. */
export async function removeStaleLocks(mirror: string): Promise<number> {
  let removed = 0;
  for (const name of await readdir(mirror, { recursive: true })) {
    if (name.endsWith('.lock') || name.startsWith(fetchPrefix)) removed += await removeIfOld(join(mirror, name));
  }
  return removed;
}

/**
 * Removes git's locks and partial files at once, if every process that fetched here is dead and so is its git, which outlives
 * a parent that is killed. Returns how many.
 */
export async function removeAbandonedLocks(mirror: string, isDead: IsDead): Promise<number> {
  const begun = (await namesIn(mirror)).filter(name => name.startsWith(fetchPrefix));
  if (begun.length === 0) return 0;
  if (!begun.every(name => isDead(makerOf(name.slice(fetchPrefix.length)))) || (await isWorkedIn(mirror))) return 0;
  const unfinished = (await readdir(mirror, { recursive: true })).filter(isUnfinished);
  for (const name of [...unfinished, ...begun]) await rm(join(mirror, name), { recursive: true, force: true });
  return unfinished.length + begun.length;
}

/** Git's names for a lock, and for a partly written object or pack. */
function isUnfinished(path: string): boolean {
  return path.endsWith('.lock') || /^(tmp_|\.tmp-)/.test(basename(path));
}

/** Whether a process has the mirror as its working directory, as a running git does. Without /proc, assumes that one has. */
async function isWorkedIn(mirror: string): Promise<boolean> {
  const place = await realpath(mirror);
  const pids = (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name));
  if (pids.length === 0) return true;
  // Unreadable: another user's process, or one that has just exited.
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

/** `mkdtemp` appends six characters. */
function makerOf(name: string): string {
  return decodeURIComponent(name.replace(/-.{6}$/, ''));
}

async function removeIfOld(path: string): Promise<number> {
  const found = await stat(path).catch(() => null); // Its owner may have just removed it.
  if (!found || Date.now() - found.mtimeMs < longestUseMs) return 0;
  await rm(path, { recursive: true, force: true });
  return 1;
}

/** Empty before the first mirror. */
async function namesIn(directory: string): Promise<readonly string[]> {
  const found = await stat(directory).catch(() => null);
  return found ? readdir(directory) : [];
}
