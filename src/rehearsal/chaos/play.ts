// Plays rounds until there were enough kills, each held against the same story told without one.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parts } from './cast.ts';
import { type Difference, differences, type Ending } from './ending.ts';
import { type Fate, fate } from './fate.ts';
import { randomFrom } from './random.ts';
import { playRound, type Round } from './round.ts';

export interface PlayedRound extends Round {
  readonly differences: readonly Difference[];
  /** Where everything of it is kept; null when all was well, and nothing is. */
  readonly directory: string | null;
}

export interface Played {
  /** The telling without a kill. */
  readonly undisturbed: PlayedRound;
  readonly rounds: readonly PlayedRound[];
  readonly deaths: ReadonlyMap<string, number>;
}

/** At least so many kills. A round with a complaint leaves its folder there. */
export async function play(
  wish: { kills: number; seed: number },
  tell: (round: PlayedRound) => void = () => {},
): Promise<Played> {
  const suffix = `-${process.pid.toString(36)}${Date.now().toString(36)}`;
  const random = randomFrom(wish.seed);
  const undisturbed = await held(suffix, fate(random, 0), null);
  tell(undisturbed);
  const deaths = fate(random, wish.kills);
  const rounds: PlayedRound[] = [];
  while (rounds.reduce((sum, { kills }) => sum + kills, 0) < wish.kills) {
    const round = await held(suffix, deaths, undisturbed.endings);
    rounds.push(round);
    tell(round);
  }
  return { undisturbed, rounds, deaths: deaths.deaths };
}

export function isWell({ differences, complaints, left }: PlayedRound): boolean {
  return differences.length + complaints.length + left.length === 0;
}

async function held(suffix: string, ours: Fate, expected: Round['endings'] | null): Promise<PlayedRound> {
  const directory = await mkdtemp(join(tmpdir(), 'nightwatch-chaos-'));
  const round = await playRound({ directory, suffix, fate: ours });
  const found = parts.flatMap(({ name, end }) => {
    const ending = round.endings[name] ?? {};
    const wanted: Ending = expected?.[name] ?? { ...ending, end: [end] };
    return differences(wanted, ending).map(each => ({ ...each, sentence: `${name}: ${each.sentence}` }));
  });
  const played = { ...round, differences: found, directory };
  if (!isWell(played)) return played;
  await rm(directory, { recursive: true, force: true });
  return { ...played, directory: null };
}
