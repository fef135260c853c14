// Git's answers about objects, kept in memory: an object never changes, so what was answered once need not be asked again.
import { Readable } from 'node:stream';
import { LRUCache } from 'lru-cache';
import { git, gitStream } from './plumbing.ts';
import { asMadeAt } from './tar.ts';

const mebibyte = 1024 * 1024;
/** Two incidents work at once by default, each on one large tree. A larger answer is asked for each time. */
const largest = 32 * mebibyte;

/** Of the whole process. What is asked about a commit's ref is never kept: that may change. */
const kept = new LRUCache<string, Buffer>({
  maxSize: 2 * largest,
  maxEntrySize: largest,
  sizeCalculation: (answer, key) => answer.length + key.length,
});

/** As `git`, for a question that names objects by their hashes only. */
export async function gitOnce(mirror: string, args: readonly string[]): Promise<Buffer> {
  const key = keyOf(mirror, args);
  const known = kept.get(key);
  if (known) return known;
  const answer = await git(mirror, args);
  kept.set(key, answer);
  return answer;
}

/** As `gitStream`, for git's tar archive of a tree. */
export function archiveOnce(mirror: string, args: readonly string[]): Readable {
  const key = keyOf(mirror, args);
  const archive = kept.get(key);
  // Git gives files the time at which it is asked. An earlier one would tell make that what it built from them is up to date.
  const chunks = archive ? [asMadeAt(archive, Math.floor(Date.now() / 1_000))] : keeping(key, gitStream(mirror, args));
  return Readable.from(chunks, { objectMode: false });
}

/** Only a whole archive is kept: a reader that stops early, or git's failure, leaves nothing. */
async function* keeping(key: string, archive: Readable): AsyncGenerator<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of archive) {
    bytes += chunk.length;
    if (bytes <= largest) chunks.push(chunk);
    else chunks.length = 0;
    yield chunk;
  }
  if (bytes <= largest) kept.set(key, Buffer.concat(chunks));
}

/** Objects are equal by hash everywhere, but each repository may only show those that it has. */
function keyOf(mirror: string, args: readonly string[]): string {
  return [mirror, ...args].join('\0');
}
