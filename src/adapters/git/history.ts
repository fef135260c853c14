// Fetches the history and tags that a job's checkout had, within limits of size and time.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { History } from '../../incident/reproduction.ts';
import { fetchHistory } from './fetch.ts';
import { asFetchError, fetchFault } from './fetch-fault.ts';
import type { Origin } from './origin.ts';

/** What of earlier commits is there: their files too, the commits alone, or nothing. */
export type Fetched = 'everything' | 'commits' | 'nothing';

export interface Wish {
  /** Has the commit and is shallow. */
  readonly repository: string;
  readonly history: History;
  readonly contents: Fetched;
  /** For tests; the default is meant for an image's size and a person's patience. */
  readonly limits?: { bytes: number; ms: number } | undefined;
}

/** Larger or slower histories cost more than their old files are worth: the version of a package needs only commits and tags. */
const usual = { bytes: 256 * 1024 * 1024, ms: 5 * 60_000 };

/** Throws as `Mirrors.tree` does. A commit that the server no longer has comes without history. */
export async function maybeFetchHistory(origin: Origin, wish: Wish): Promise<Fetched | 'too-large'> {
  const { repository, history, contents, limits = usual } = wish;
  const isAlone = history.depth === 1 && !history.tags;
  if (isAlone || contents === 'nothing') return 'nothing';
  const { url, sha, repositoryKey } = origin;
  const authorization = await origin.authorization();
  const done = new AbortController();
  const excess = AbortSignal.any([AbortSignal.timeout(limits.ms), largerThan(limits.bytes, repository, done.signal)]);
  const signal = AbortSignal.any([excess, ...(origin.signal ? [origin.signal] : [])]);
  try {
    const commitsOnly = contents === 'commits';
    await fetchHistory({ repository, url, sha, authorization, signal, ...history, commitsOnly });
    return contents;
  } catch (error) {
    if (excess.aborted) return 'too-large';
    if (fetchFault(String(error)) === 'gone') return 'nothing';
    throw asFetchError(error, repositoryKey);
  } finally {
    done.abort();
  }
}

const pollMs = 500;

/** Aborts once a fetch has brought so many bytes, finished or not. Not at once: simple-git overlooks a signal while it starts git. */
function largerThan(bytes: number, repository: string, done: AbortSignal): AbortSignal {
  const larger = new AbortController();
  void (async () => {
    const before = await packedBytes(repository);
    while (!larger.signal.aborted) {
      await pause(pollMs, undefined, { signal: done, ref: false }).catch(() => {}); // Aborted: the fetch is over.
      if (done.aborted) return;
      if ((await packedBytes(repository)) - before > bytes) larger.abort();
    }
  })();
  return larger.signal;
}

async function packedBytes(repository: string): Promise<number> {
  const packs = join(repository, 'objects', 'pack');
  const names = await readdir(packs).catch(() => []); // Git makes the folder.
  // Git renames finished packs meanwhile.
  const sizes = await Promise.all(
    names.map(name =>
      stat(join(packs, name)).then(
        found => found.size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
