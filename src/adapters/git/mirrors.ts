// Bare mirrors of repositories on our disk: one folder each, with exactly the commits that were requested.
import { createHash } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NoAccess, Transient, type Tree } from '../../ports.ts';
import { asDiskFault } from './disk-fault.ts';
import { commitRef, fetchCommit, initialise } from './fetch.ts';
import { fetchFault } from './fetch-fault.ts';
import {
  type IsAtWork,
  type IsDead,
  makeFetchFolder,
  makeNewMirror,
  removeAbandonedLocks,
  removeLeftovers,
  removeStaleLocks,
} from './leftovers.ts';
import { git, gitLine } from './plumbing.ts';
import { openTree } from './tree.ts';

/** Where to fetch a commit from. */
export interface Origin {
  /** `http:` or `https:`, without credentials. */
  readonly url: string;
  readonly sha: string;
  /** Permanent name of the repository, for example `github.com/owner/name`; any text. */
  readonly repositoryKey: string;
  /** The full value of the Authorization header (`basic …`), or empty. Called only if something has to be fetched. */
  readonly authorization: () => Promise<string>;
  /** Aborts a running fetch. */
  readonly signal?: AbortSignal | undefined;
}

export interface Mirrors {
  /**
   * The tree of a commit, fetched if missing; null when the server no longer has the commit or the repository.
   * Throws `Transient` for a network fault, 429, 5xx, a time-out, a full disk and a mirror locked by another process,
   * `NoAccess` when the server denies access.
   */
  tree(origin: Origin): Promise<Tree | null>;
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
  const turns = new Map<string, Promise<unknown>>();
  return {
    async tree(origin) {
      checkOrigin(origin);
      const mirror = join(directory, folderName(origin.repositoryKey));
      // Two fetches into one shallow repository would wait for the same lock, so they take turns.
      const turn = (turns.get(mirror) ?? Promise.resolve()).then(() =>
        maybeFetch({ directory, mirror, processIdentity, isDead }, origin),
      );
      const settled = turn.catch(() => {}); // The caller sees the error; the next turn must not.
      turns.set(mirror, settled);
      const isHere = await turn.finally(() => {
        if (turns.get(mirror) === settled) turns.delete(mirror);
      });
      if (!isHere) return null;
      return openTree(
        mirror,
        await gitLine(mirror, ['rev-parse', '--verify', `${origin.sha}^{tree}`]),
        processIdentity,
      );
    },
    reap: isAtWork => removeLeftovers(directory, isAtWork, isDead),
  };
}

function checkOrigin({ url, sha }: Origin): void {
  if (!/^[0-9a-f]{40}$/.test(sha)) throw new Error(`${JSON.stringify(sha)} is not a full commit sha.`);
  const parsed = /\s/.test(url) ? null : URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) throw new Error('A mirror can only be filled over http or https.');
  // Not quoted: the password may be a token.
  if (parsed.username || parsed.password) throw new Error("A repository's URL must not contain credentials.");
}

/** Readable, safe on any file system, and unique per key. */
function folderName(repositoryKey: string): string {
  const readable = repositoryKey.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60);
  return `${readable}.${createHash('sha256').update(repositoryKey).digest('hex').slice(0, 16)}.git`;
}

interface MirrorLocation {
  readonly directory: string;
  readonly mirror: string;
  readonly processIdentity: string;
  readonly isDead: IsDead;
}

/** Whether the mirror now has the commit. */
async function maybeFetch(location: MirrorLocation, origin: Origin): Promise<boolean> {
  const { mirror, processIdentity, isDead } = location;
  await maybeCreate(location).catch((error: unknown) => {
    throw asDiskFault(error);
  });
  if (await hasCommit(mirror, origin.sha)) return true;
  const authorization = await origin.authorization();
  await removeAbandonedLocks(mirror, isDead);
  const begun = await makeFetchFolder(mirror, processIdentity).catch((error: unknown) => {
    throw asDiskFault(error);
  });
  try {
    await fetchCommit({ mirror, url: origin.url, sha: origin.sha, authorization, signal: origin.signal });
    return true;
  } catch (error) {
    const fault = fetchFault(String(error));
    if (fault === 'gone') return false;
    if (fault === 'refused')
      throw new NoAccess(`No access to the source of ${origin.repositoryKey}.`, { cause: error });
    if (fault === 'broken') throw asDiskFault(error);
    if (fault === 'locked') await removeStaleLocks(mirror);
    throw new Transient(`Could not fetch the source of ${origin.repositoryKey}.`, { cause: error });
  } finally {
    await rm(begun, { recursive: true, force: true });
  }
}

/** Created aside and renamed when complete, so that an interruption leaves no partial repository under the real name. */
async function maybeCreate({ directory, mirror, processIdentity }: Omit<MirrorLocation, 'isDead'>): Promise<void> {
  if (await exists(mirror)) return;
  await mkdir(directory, { recursive: true });
  const aside = await makeNewMirror(directory, processIdentity);
  try {
    await initialise(aside);
    // Overrides the tree's own .gitattributes: a sandbox must hold what a checkout would, not what a release would.
    await mkdir(join(aside, 'info'), { recursive: true });
    await writeFile(join(aside, 'info', 'attributes'), '* -export-ignore -export-subst\n');
    await rename(aside, mirror);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (!(await exists(mirror))) throw error; // Otherwise another process created it first.
  }
}

async function hasCommit(mirror: string, sha: string): Promise<boolean> {
  return (await git(mirror, ['for-each-ref', '--format=%(refname)', commitRef(sha)])).length > 0;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
