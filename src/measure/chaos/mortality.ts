// One life after the other: the one that runs, and the hand that ends it.
import { setTimeout as wait } from 'node:timers/promises';
import { atRandom, type Fate } from './fault-schedule.ts';
import { type Mortal, startMortal } from './process.ts';

export interface Mortality {
  readonly pids: ReadonlySet<number>;
  lives(): number;
  kills(): number;
  /** True when the running life has ended here, or is just ending. */
  strikes(moment: string): Promise<boolean>;
  /** True for a life of this one's that has the pid and still runs. */
  isAlive(pid: number): boolean;
  /** From now on nobody dies but by `end`. */
  spare(): void;
  /** Lives until it dies, or until `work`, which is told when it answers, has come to its end. */
  live<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result | 'died'>;
  /** Ends what still lives, whatever fate says. */
  end(how: 'kill' | 'stop'): Promise<void>;
}

export interface Birth {
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly fate: Fate;
}

/** `live` throws when Nightwatch ends by itself. */
export function mortality({ environment, logFile, fate }: Birth): Mortality {
  const pids = new Set<number>();
  let [lives, kills] = [0, 0];
  let current: { mortal: Mortal; takesChildren: boolean } | null = null;
  let dying: Promise<void> | null = null;
  let isSpared = false;

  const strikes = async (moment: string) => {
    if (!current || dying) return dying !== null;
    if (isSpared || !fate.strikes(moment)) return false;
    kills += 1;
    dying = current.mortal.kill(current.takesChildren);
    await dying;
    return true;
  };

  return {
    pids,
    lives: () => lives,
    kills: () => kills,
    strikes,
    isAlive: pid => current?.mortal.pid === pid && !dying,
    spare() {
      isSpared = true;
    },
    async live<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result | 'died'> {
      const doom = fate.newLife();
      const mortal = await startMortal(environment, logFile);
      [current, dying] = [{ mortal, takesChildren: doom.takesChildren }, null];
      lives += 1;
      pids.add(mortal.pid);
      const over = new AbortController();
      void strikeAfter(doom.afterMs, over.signal, strikes);
      try {
        const worked = mortal.isUp.then<Result | 'died'>(isUp => (isUp ? work(over.signal) : 'died'));
        const end = await Promise.race([mortal.ended.then(() => 'died' as const), worked]);
        if (end === 'died' && !dying) throw new Error(`Nightwatch ended by itself; see ${logFile}`);
        return end;
      } finally {
        over.abort();
      }
    },
    async end(how) {
      await (how === 'kill' ? current?.mortal.kill(true) : current?.mortal.stop());
      current = null;
    },
  };
}

async function strikeAfter(ms: number | null, over: AbortSignal, strikes: Mortality['strikes']): Promise<void> {
  if (ms === null) return;
  const isDue = await wait(ms, true, { signal: over }).catch(() => false); // It ended otherwise.
  if (isDue) await strikes(atRandom);
}
