// Plays rounds until there were enough kills; each has to end as the story does when nobody dies.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Difference, differences } from './ending.ts';
import { expected } from './expected.ts';
import { type Fate, fate } from './fault-schedule.ts';
import { randomFrom } from './random.ts';
import { playRound, type Round } from './round.ts';
import { parts } from './scenarios.ts';

export interface PlayedRound extends Round {
  readonly differences: readonly Difference[];
  /** Where everything of it is kept; null when all was well, and nothing is. */
  readonly directory: string | null;
}

export interface Played {
  readonly rounds: readonly PlayedRound[];
  readonly deaths: ReadonlyMap<string, number>;
}

/** No other play's environments are used, nor removed. */
const suffix = `-${process.pid.toString(36)}${Date.now().toString(36)}`;

/** At least so many kills. A round with a complaint leaves its folder there. */
export async function play(
  wish: { kills: number; seed: number },
  tell: (round: PlayedRound) => void = () => {},
): Promise<Played> {
  const ours = fate(randomFrom(wish.seed), wish.kills);
  const rounds: PlayedRound[] = [];
  while (rounds.reduce((sum, { kills }) => sum + kills, 0) < wish.kills) {
    const round = await playedRound(ours);
    rounds.push(round);
    tell(round);
  }
  return { rounds, deaths: ours.deaths };
}

export function isWell({ differences, complaints, left }: PlayedRound): boolean {
  return differences.length + complaints.length + left.length === 0;
}

export async function playedRound(ours: Fate): Promise<PlayedRound> {
  const directory = await mkdtemp(join(tmpdir(), 'nightwatch-chaos-'));
  const round = await playRound({ directory, suffix, fate: ours });
  const found = parts.flatMap(({ name }) =>
    differences(expected[name], round.endings[name] ?? {}).map(each => ({
      ...each,
      sentence: `${name}: ${each.sentence}`,
    })),
  );
  const played = { ...round, differences: found, directory };
  if (!isWell(played)) return played;
  await rm(directory, { recursive: true, force: true });
  return { ...played, directory: null };
}
