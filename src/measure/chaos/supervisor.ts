// Starts one Nightwatch process after another and kills the running one when the fault schedule says so.
import { setTimeout as wait } from 'node:timers/promises';
import { atRandom, type FaultSchedule } from './fault-schedule.ts';
import { type KillableProcess, startKillableProcess } from './killable-process.ts';

export interface Supervisor {
  readonly pids: ReadonlySet<number>;
  starts(): number;
  kills(): number;
  /** Called at each failpoint. True when the running process was killed here, or is being killed already. */
  reach(failpoint: string): Promise<boolean>;
  /** True while the process with this pid runs and is not being killed. */
  isRunning(pid: number): boolean;
  /** Ignores the fault schedule from now on. */
  stopKilling(): void;
  /** Starts a process, and `work` once it answers. Settles when the process is killed or `work` is done. */
  run<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result | 'killed'>;
  /** Ends the running process, whatever the schedule says. */
  end(how: 'kill' | 'stop'): Promise<void>;
}

export interface SupervisorOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly schedule: FaultSchedule;
  /** While it is true no one is killed, whatever the schedule says. */
  readonly isKillTooMany: () => boolean;
}

/** `run` throws when Nightwatch exits without having been killed. */
export function supervise({ environment, logFile, schedule, isKillTooMany }: SupervisorOptions): Supervisor {
  const pids = new Set<number>();
  let [starts, kills] = [0, 0];
  let current: { process: KillableProcess; killsChildren: boolean } | null = null;
  let killing: Promise<void> | null = null;
  let isKilling = true;

  const reach = async (failpoint: string) => {
    if (!current || killing) return killing !== null;
    if (!isKilling || isKillTooMany() || !schedule.kills(failpoint)) return false;
    kills += 1;
    killing = current.process.kill(current.killsChildren);
    await killing;
    return true;
  };

  return {
    pids,
    starts: () => starts,
    kills: () => kills,
    reach,
    isRunning: pid => current?.process.pid === pid && !killing,
    stopKilling() {
      isKilling = false;
    },
    async run<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result | 'killed'> {
      const { afterMs, killsChildren } = schedule.processStarts();
      const started = await startKillableProcess(environment, logFile);
      [current, killing] = [{ process: started, killsChildren }, null];
      starts += 1;
      pids.add(started.pid);
      const over = new AbortController();
      void reachAfter(afterMs, over.signal, reach);
      try {
        const worked = started.isUp.then<Result | 'killed'>(isUp => (isUp ? work(over.signal) : 'killed'));
        const end = await Promise.race([started.ended.then(() => 'killed' as const), worked]);
        if (end === 'killed' && !killing) throw new Error(`Nightwatch exited by itself; see ${logFile}`);
        return end;
      } finally {
        over.abort();
      }
    },
    async end(how) {
      await (how === 'kill' ? current?.process.kill(true) : current?.process.stop());
      current = null;
    },
  };
}

async function reachAfter(ms: number | null, over: AbortSignal, reach: Supervisor['reach']): Promise<void> {
  if (ms === null) return;
  const isDue = await wait(ms, true, { signal: over }).catch(() => false); // The process ended before.
  if (isDue) await reach(atRandom);
}
