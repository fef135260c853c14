// Cleans up what dead processes left behind: at startup, and every few minutes.
import type { Clock } from '../ports.ts';
import { type DiskBudget, trim } from './disk-budget.ts';
import type { Log } from './log.ts';
import { livenessOf } from './process-liveness.ts';

const everyMs = 10 * 60_000;

export interface Sweep {
  stop(): void;
}

export interface SweepOptions {
  /** `holders` includes owners of expired leases, unless `at` is given. */
  readonly leases: { holders(at?: Date): Promise<readonly string[]>; endLeasesOf(owner: string): Promise<number> };
  /** Each removes what was created by processes that are no longer working, and returns how many it removed. */
  readonly reapers: readonly ((isAtWork: (processIdentity: string) => Promise<boolean>) => Promise<number>)[];
  readonly budget: DiskBudget;
  readonly clock: Clock;
  readonly log: Log;
}

/** Incidents of processes known to be dead are released at once; others when their lease expires. */
export function startSweep({ leases, reapers, budget, clock, log }: SweepOptions): Sweep {
  const isAtWork = async (processIdentity: string) => {
    const liveness = livenessOf(processIdentity);
    if (liveness !== 'unknown') return liveness === 'alive';
    // Everything a reaper asks about was created under a lease; if that lease has expired, it is no longer needed.
    return (await leases.holders(clock.now())).includes(processIdentity);
  };
  const sweep = async () => {
    await attempt(log, 'Released the incidents of a dead process', () => freeDead(leases));
    for (const reap of reapers) await attempt(log, 'Removed leftovers of a dead process', () => reap(isAtWork));
    await attempt(log, 'Removed what was used longest ago, for want of space', () => trimmed(budget, { clock, log }));
  };
  void sweep();
  const timer = setInterval(() => void sweep(), everyMs);
  return { stop: () => clearInterval(timer) };
}

async function freeDead({ holders, endLeasesOf }: SweepOptions['leases']): Promise<number> {
  let freed = 0;
  for (const owner of await holders()) if (livenessOf(owner) === 'dead') freed += await endLeasesOf(owner);
  return freed;
}

async function trimmed(budget: DiskBudget, { clock, log }: Pick<SweepOptions, 'clock' | 'log'>): Promise<number> {
  const { removed, excess } = await trim(budget, clock.now());
  if (excess > 0) log.warn({ excess }, 'What unfinished incidents need is larger than KEPT_DISK_MB');
  return removed;
}

/** A failed clean-up must not stop anything else. */
async function attempt(log: Log, sentence: string, clear: () => Promise<number>): Promise<void> {
  try {
    const count = await clear();
    if (count > 0) log.info({ count }, sentence);
  } catch (error) {
    log.warn({ err: error }, 'Could not remove leftovers; retrying later');
  }
}
