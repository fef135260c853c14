// Watches what a container writes to the host's disk, where the engine cannot limit it on most file systems.
import { setTimeout as pause } from 'node:timers/promises';
import type { Container } from 'dockerode';
import { z } from 'zod';
import { filesWritten } from './files-written.ts';

/** In ms. Where files are quickly counted, at most a twentieth of the time is spent on it; on a slow disk, a look is not put off for long. */
const shortestPause = 500;
const longestPause = 5_000;
const share = 20;

/** Bytes for each file that a file system has room for. Half of what ext4 takes, so that small files are not limited by number. */
export const bytesPerFile = 8_192;

/** Bytes written since the container was created; the engine counts them by walking the files. */
const Written = z.object({ SizeRw: z.number().default(0) });

/** Resolves once the container has written more than so many bytes, or too many files, or when the signal stops the watch. */
export async function untilOverfull(container: Container, bytes: number, signal: AbortSignal): Promise<void> {
  let lasted = 0;
  while (!signal.aborted) {
    const ms = Math.min(longestPause, Math.max(shortestPause, share * lasted));
    await pause(ms, undefined, { signal, ref: false }).catch(() => {}); // The program has ended.
    if (signal.aborted) break;
    const started = performance.now();
    if (await isOverfull(container, bytes, signal)) return;
    lasted = performance.now() - started;
  }
  return new Promise(() => {});
}

/** Whether the container has written more than so many bytes, or too many files. False when the engine cannot tell. */
export async function isOverfull(container: Container, bytes: number, signal: AbortSignal): Promise<boolean> {
  // The option is missing from the types.
  const question = { size: true, abortSignal: signal };
  const written = await container.inspect(question).then(
    found => Written.parse(found).SizeRw,
    () => 0,
  );
  if (written > bytes) return true;
  const most = bytes / bytesPerFile;
  return (await filesWritten(container, most, signal).catch(() => 0)) > most;
}
