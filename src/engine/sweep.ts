// Clears away what dead processes left behind: at the start, and every few minutes.
import type { Clock } from '../ports.ts';
import type { Log } from './log.ts';
import { vitalSign } from './process-liveness.ts';

const everyMs = 10 * 60_000;

export interface Sweep {
  stop(): void;
}

export interface Leavings {
  /** Whose leases are noted, also those that have run out. */
  readonly leases: { holders(at?: Date): Promise<readonly string[]>; forsake(owner: string): Promise<number> };
  /** Each removes what was made by lives that are no longer at work. */
  readonly reapers: readonly ((isAtWork: (life: string) => Promise<boolean>) => Promise<number>)[];
  readonly clock: Clock;
  readonly log: Log;
}

/** The incidents of processes that are known to be dead are free at once; of others, when their lease has run out. */
export function startSweep({ leases, reapers, clock, log }: Leavings): Sweep {
  const isAtWork = async (life: string) => {
    const sign = vitalSign(life);
    // What is asked about was made under a lease, and before this question: without one it is of no use any more.
    return sign === 'unknown' ? (await leases.holders(clock.now())).includes(life) : sign === 'alive';
  };
  const sweep = async () => {
    await attempt(log, 'Incidents of a process that died are taken up again', () => freeDead(leases));
    for (const reap of reapers)
      await attempt(log, 'Left-overs of a process that died were removed', () => reap(isAtWork));
  };
  void sweep();
  const timer = setInterval(() => void sweep(), everyMs);
  return { stop: () => clearInterval(timer) };
}

async function freeDead({ holders, forsake }: Leavings['leases']): Promise<number> {
  let freed = 0;
  for (const owner of await holders()) if (vitalSign(owner) === 'dead') freed += await forsake(owner);
  return freed;
}

/** What cannot be cleared away now must stop nothing else. */
async function attempt(log: Log, sentence: string, clear: () => Promise<number>): Promise<void> {
  try {
    const count = await clear();
    if (count > 0) log.info({ count }, sentence);
  } catch (error) {
    log.warn({ err: error }, 'Left-overs could not be removed; trying again later');
  }
}
