// The mirrors on this disk, what each takes and when it was used.
import { createHash } from 'node:crypto';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keeper } from '../../incident/kept.ts';
import { asDiskFault } from './disk-fault.ts';
import { isFetchedInto, isLeftover, makeNewRepository } from './leftovers.ts';
import type { InTurn } from './turns.ts';

/** Readable, safe on any file system, and unique per key. */
export function folderName(repositoryKey: string): string {
  const readable = repositoryKey.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60);
  return `${readable}.${createHash('sha256').update(repositoryKey).digest('hex').slice(0, 16)}.git`;
}

/** By the folder's own time, which outlives this process. */
export async function noteUse(mirror: string): Promise<void> {
  const now = new Date();
  await utimes(mirror, now, now).catch((error: unknown) => {
    throw asDiskFault(error);
  });
}

export interface KeptMirrors {
  readonly directory: string;
  readonly processIdentity: string;
  readonly inTurn: InTurn;
}

export function keptMirrors({ directory, processIdentity, inTurn }: KeptMirrors): Keeper {
  return {
    async kept({ repositories }) {
      const needed = new Set([...repositories].map(folderName));
      const names = (await readdir(directory).catch(() => [])).filter(name => !isLeftover(name));
      const kept = names.map(async id => {
        const { bytes, usedAt } = await measured(join(directory, id));
        return { id, bytes, usedAt, needs: [], isNeeded: needed.has(id) };
      });
      return await Promise.all(kept);
    },
    remove: id => inTurn(join(directory, id), () => remove({ directory, processIdentity }, id)),
  };
}

/** Renamed first: a process that is killed in the middle leaves no mirror with missing objects. */
async function remove({ directory, processIdentity }: Omit<KeptMirrors, 'inTurn'>, id: string): Promise<boolean> {
  const mirror = join(directory, id);
  // Another process may share the directory.
  if (await isFetchedInto(mirror)) return false;
  const aside = await makeNewRepository(directory, processIdentity);
  try {
    await rename(mirror, join(aside, 'old'));
    return true;
  } catch {
    return false; // Another process removed it first.
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function measured(mirror: string): Promise<{ bytes: number; usedAt: number }> {
  const paths = await readdir(mirror, { recursive: true }).catch(() => []);
  // Git renames and removes files meanwhile.
  const sizes = await Promise.all(paths.map(path => stat(join(mirror, path)).then(blocks, () => 0)));
  const usedAt = await stat(mirror).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), usedAt };
}

/** What a file takes on the disk, in the unit of `stat`: an empty one takes no block, and a small one a whole block. */
function blocks({ blocks }: { blocks: number }): number {
  return blocks * 512;
}
