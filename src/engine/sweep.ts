// Clears away what dead processes left behind: at the start, and every few minutes.
import type { Log } from './log.ts';

const everyMs = 10 * 60_000;

export interface Sweep {
  stop(): void;
}

export function startSweep({ sandbox, log }: { sandbox: { reap(): Promise<number> }; log: Log }): Sweep {
  const sweep = () => {
    sandbox.reap().then(
      count => {
        if (count > 0) log.info({ count }, 'Left-over containers and images were removed');
      },
      (error: unknown) => log.warn({ err: error }, 'Left-overs could not be removed; trying again later'),
    );
  };
  sweep();
  const timer = setInterval(sweep, everyMs);
  return { stop: () => clearInterval(timer) };
}
