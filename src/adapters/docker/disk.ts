// Watches what a container writes. Its files lie on the host's own disk, and the engine sets no limit on most file systems.
import { setTimeout as pause } from 'node:timers/promises';
import type { Container } from 'dockerode';
import { z } from 'zod';

/** In ms; and of all the time no more than a twentieth is spent looking, however many files there are to walk through. */
const shortestPause = 2_000;
const share = 20;

/** Bytes written since the container was made; the engine counts them by walking through them. */
const Written = z.object({ SizeRw: z.number().default(0) });

/** Ends when the container has written more than so many bytes, or never; the signal ends the looking. */
export async function untilOverfull(container: Container, bytes: number, signal: AbortSignal): Promise<void> {
  let lasted = 0;
  while (!signal.aborted) {
    const ms = Math.max(shortestPause, share * lasted);
    await pause(ms, undefined, { signal, ref: false }).catch(() => {}); // The program has ended.
    if (signal.aborted) break;
    const started = performance.now();
    // Named apart, because the types do not know of `size`.
    const question = { size: true, abortSignal: signal };
    // What the engine cannot tell now, it is asked again after all.
    const written = await container.inspect(question).then(
      found => Written.parse(found).SizeRw,
      () => 0,
    );
    if (written > bytes) return;
    lasted = performance.now() - started;
  }
  return new Promise(() => {});
}
