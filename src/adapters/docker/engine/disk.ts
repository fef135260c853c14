// Watches a container's disk usage: its files are on the host's disk, and on most file systems the engine cannot limit them.
import { setTimeout as pause } from 'node:timers/promises';
import type { Container } from 'dockerode';
import { z } from 'zod';

/** In ms. At most a twentieth of the time is spent measuring, however many files there are to walk through. */
const shortestPause = 2_000;
const share = 20;

/** Bytes written since the container was created; the engine counts them by walking the files. */
const Written = z.object({ SizeRw: z.number().default(0) });

/** Resolves once the container has written more than so many bytes, or when the signal stops the watch. */
export async function untilOverfull(container: Container, bytes: number, signal: AbortSignal): Promise<void> {
  let lasted = 0;
  while (!signal.aborted) {
    const ms = Math.max(shortestPause, share * lasted);
    await pause(ms, undefined, { signal, ref: false }).catch(() => {}); // The program has ended.
    if (signal.aborted) break;
    const started = performance.now();
    // The option is missing from the types.
    const question = { size: true, abortSignal: signal };
    // An error here does not matter: the next round asks again.
    const written = await container.inspect(question).then(
      found => Written.parse(found).SizeRw,
      () => 0,
    );
    if (written > bytes) return;
    lasted = performance.now() - started;
  }
  return new Promise(() => {});
}
