// Decides when Nightwatch dies: at a moment that the harness sees, or at a random time in between.
import type { Random } from './random.ts';

export interface Fate {
  /** How many deaths each moment has seen. */
  readonly deaths: ReadonlyMap<string, number>;
  /** What the life that begins now will die of. */
  newLife(): Doom;
  /** True when the running life shall end here. */
  strikes(moment: string): boolean;
}

export interface Doom {
  /** After so long it dies in any case, in ms; null when only a moment ends it. */
  readonly afterMs: number | null;
  /** Whether the programs that it has started die with it. */
  readonly takesChildren: boolean;
}

export const atRandom = 'at a random time';

/** So many lives end at a random time, this long after their start at most, in ms. */
const randomShare = 0.25;
const longestMs = 15_000;
/** Of a moment that has seen no death yet, and of others, divided by the deaths that they have seen. */
const firstChance = 0.5;
const laterChance = 0.25;
/** Each time that a moment comes again within a life; or else no stage of many containers would ever end. */
const repeated = 0.7;

/** When an effect is done and nobody has heard of it, and when a state was just left: here a death comes at first sight. */
export const certain: readonly string[] = [
  ...['check-runs', 'issues', 'git/refs', 'pulls'].map(what => `after POST /${what}`),
  ...['collect', 'diagnose', 'reproduce', 'guard', 'repair', 'publish'].map(stage => `journal: ${stage} next`),
  'before POST /pulls',
  'journal: repair again',
];

/** Strikes so often in all. */
export function fate(random: Random, kills: number): Fate {
  const deaths = new Map<string, number>();
  const dueTo = new Set(kills < certain.length ? [] : certain);
  let seen = new Map<string, number>();
  let struck = 0;
  const strike = (moment: string) => {
    struck += 1;
    dueTo.delete(moment);
    deaths.set(moment, (deaths.get(moment) ?? 0) + 1);
    return true;
  };
  return {
    deaths,
    newLife() {
      seen = new Map();
      return {
        afterMs: random.next() < randomShare ? random.next() * longestMs : null,
        takesChildren: random.next() < 0.5,
      };
    },
    strikes(moment) {
      if (dueTo.has(moment)) return strike(moment);
      // What is due must not be used up by others.
      if (struck + dueTo.size >= kills) return false;
      const before = seen.get(moment) ?? 0;
      seen.set(moment, before + 1);
      const chance = chanceAfter(deaths.get(moment) ?? 0) * repeated ** before;
      return (moment === atRandom || random.next() < chance) && strike(moment);
    },
  };
}

function chanceAfter(deaths: number): number {
  return deaths === 0 ? firstChance : laterChance / deaths;
}
