// Bare mirrors of repositories on our disk: one folder each, with exactly the commits that were requested.
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Keeper } from '../../incident/kept.ts';
import type { Tree } from '../../ports.ts';
import { asDiskFault } from './disk-fault.ts';
import { commitRef, fetchCommit, initialise } from './fetch.ts';
import { asFetchError, fetchFault } from './fetch-fault.ts';
import { gitDirectory } from './git-directory.ts';
import { folderName, keptMirrors, noteUse } from './kept-mirrors.ts';
import {
  type IsAtWork,
  type IsDead,
  makeFetchFolder,
  makeNewRepository,
  removeAbandonedLocks,
  removeLeftovers,
  removeStaleLocks,
} from './leftovers.ts';
import { assertUsable, type Origin } from './origin.ts';
import { gitLine } from './plumbing.ts';
import { openTree } from './tree.ts';
import { turns } from './turns.ts';

export interface Mirrors {
  /**
   * The tree of a commit, fetched if missing; null when the server no longer has the commit or the repository.
   * Throws `Transient` for a network fault, 429, 5xx, a time-out, a full disk and a mirror locked by another process,
   * `NoAccess` when the server denies access.
   */
  tree(origin: Origin): Promise<Tree | null>;
  readonly keeper: Keeper;
  /** Removes what killed processes left behind, never what is in use; returns how many. */
  reap(isAtWork: IsAtWork): Promise<number>;
}

/**
 * Mirrors below a directory, which is created if missing. Several processes may share it: `processIdentity` marks this one's
 * temporary folders, and no process counts as dead unless `isDead` says so.
 */
export function openMirrors(options: { directory: string; processIdentity: string; isDead?: IsDead }): Mirrors {
  const { processIdentity, isDead = () => false } = options;
  const directory = resolve(options.directory);
  const inTurn = turns();
  return {
    async tree(origin) {
      assertUsable(origin);
      const mirror = join(directory, folderName(origin.repositoryKey));
      // Two fetches into one shallow repository would wait for the same lock, so they take turns.
      const hash = await inTurn(mirror, () => maybeFetch({ directory, mirror, processIdentity, isDead }, origin));
      if (hash === null) return null;
      return {
        ...openTree(mirror, hash, processIdentity),
        commit: origin.sha,
        gitDirectory: history => gitDirectory({ directory, mirror, processIdentity, origin }, history),
      };
    },
    keeper: keptMirrors({ directory, processIdentity, inTurn }),
    reap: isAtWork => removeLeftovers(directory, isAtWork, isDead),
  };
}

interface MirrorLocation {
  readonly directory: string;
  readonly mirror: string;
  readonly processIdentity: string;
  readonly isDead: IsDead;
}

/** The hash of the commit's tree; null when the mirror does not have the commit now either. */
async function maybeFetch(location: MirrorLocation, origin: Origin): Promise<string | null> {
  const { mirror, processIdentity, isDead } = location;
  await maybeCreate(location).catch((error: unknown) => {
    throw asDiskFault(error);
  });
  await noteUse(mirror);
  const known = await treeOfCommit(mirror, origin.sha);
  if (known !== null) return known;
  const authorization = await origin.authorization();
  await removeAbandonedLocks(mirror, isDead);
  const begun = await makeFetchFolder(mirror, processIdentity).catch((error: unknown) => {
    throw asDiskFault(error);
  });
  try {
    await fetchCommit({ repository: mirror, url: origin.url, sha: origin.sha, authorization, signal: origin.signal });
    return await treeOfCommit(mirror, origin.sha);
  } catch (error) {
    const fault = fetchFault(String(error));
    if (fault === 'gone') return null;
    if (fault === 'locked') await removeStaleLocks(mirror);
    throw asFetchError(error, origin.repositoryKey);
  } finally {
    await rm(begun, { recursive: true, force: true });
  }
}

/** Created aside and renamed when complete, so that an interruption leaves no partial repository under the real name. */
async function maybeCreate({ directory, mirror, processIdentity }: Omit<MirrorLocation, 'isDead'>): Promise<void> {
  if (await exists(mirror)) return;
  await mkdir(directory, { recursive: true });
  const aside = await makeNewRepository(directory, processIdentity);
  try {
    await initialise(aside);
    await rename(aside, mirror);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (!(await exists(mirror))) throw error; // Otherwise another process created it first.
  }
}

/** Null when the mirror does not have the commit. */
async function treeOfCommit(mirror: string, sha: string): Promise<string | null> {
  return (await gitLine(mirror, ['for-each-ref', '--format=%(tree)', commitRef(sha)])) || null;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
