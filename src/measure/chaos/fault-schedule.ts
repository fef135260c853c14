// Decides when Nightwatch is killed: at a failpoint that the harness can see, or at a random time in between.
import type { Random } from '../random.ts';

export interface FaultSchedule {
  readonly killsByFailpoint: ReadonlyMap<string, number>;
  /** What is planned for the process that starts now. */
  processStarts(): PlannedKill;
  /** True when the running process is to be killed at this failpoint; counts as a kill. */
  kills(failpoint: string): boolean;
}

export interface PlannedKill {
  /** Kill it this many ms after its start; null when only a failpoint ends it. */
  readonly afterMs: number | null;
  /** Whether its child processes are killed with it. */
  readonly killsChildren: boolean;
}

export const atRandom = 'at a random time';

/** The share of processes that is killed at a random time, and how long after the start at most, in ms. */
const randomShare = 0.25;
const longestMs = 15_000;
/** Chance of a kill at a failpoint without kills so far, and at others, divided by the kills made there. */
const firstChance = 0.5;
const laterChance = 0.25;
/** Applied each time one process reaches the same failpoint again; else a stage with many containers would never finish. */
const repeated = 0.7;

/** The critical failpoints: an effect is done but not recorded, or a state was just saved. The first visit always kills. */
export const criticalFailpoints: readonly string[] = [
  ...['check-runs', 'issues', 'git/refs', 'pulls'].map(what => `after POST /${what}`),
  ...['configure', 'collect', 'diagnose', 'reproduce', 'guard', 'repair', 'publish'].map(
    stage => `journal: ${stage} next`,
  ),
  'before POST /pulls',
  'journal: repair again',
];

/** Makes `total` kills in all. */
export function faultSchedule(random: Random, total: number): FaultSchedule {
  const killsByFailpoint = new Map<string, number>();
  const due = new Set(total < criticalFailpoints.length ? [] : criticalFailpoints);
  let visits = new Map<string, number>();
  let made = 0;
  const kill = (failpoint: string) => {
    made += 1;
    due.delete(failpoint);
    killsByFailpoint.set(failpoint, (killsByFailpoint.get(failpoint) ?? 0) + 1);
    return true;
  };
  return {
    killsByFailpoint,
    processStarts() {
      visits = new Map();
      return {
        afterMs: random.next() < randomShare ? random.next() * longestMs : null,
        killsChildren: random.next() < 0.5,
      };
    },
    kills(failpoint) {
      if (due.has(failpoint)) return kill(failpoint);
      // The kills that critical failpoints still need are reserved.
      if (made + due.size >= total) return false;
      const before = visits.get(failpoint) ?? 0;
      visits.set(failpoint, before + 1);
      const chance = chanceAfter(killsByFailpoint.get(failpoint) ?? 0) * repeated ** before;
      return (failpoint === atRandom || random.next() < chance) && kill(failpoint);
    },
  };
}

function chanceAfter(kills: number): number {
  return kills === 0 ? firstChance : laterChance / kills;
}
