// Runs rounds until enough kills were made. Each round must end exactly as it does without kills.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFrom } from '../random.ts';
import { expectedOutcomes } from './expected-outcomes.ts';
import { type FaultSchedule, faultSchedule } from './fault-schedule.ts';
import { type Difference, differences } from './outcome.ts';
import { type Round, runRound } from './round.ts';
import { scenarios } from './scenarios.ts';

export interface CheckedRound extends Round {
  readonly differences: readonly Difference[];
  /** The round's files, kept for inspection when it failed; null when it passed. */
  readonly directory: string | null;
}

export interface ChaosResult {
  readonly rounds: readonly CheckedRound[];
  readonly killsByFailpoint: ReadonlyMap<string, number>;
}

/** Keeps repository and image names apart from those of a concurrent chaos run. */
const suffix = `-${process.pid.toString(36)}${Date.now().toString(36)}`;

/** Makes at least `kills` kills. A failed round leaves its directory behind. */
export async function runChaos(
  options: { kills: number; seed: number },
  onRound: (round: CheckedRound) => void = () => {},
): Promise<ChaosResult> {
  const schedule = faultSchedule(randomFrom(options.seed), options.kills);
  const rounds: CheckedRound[] = [];
  while (rounds.reduce((sum, { kills }) => sum + kills, 0) < options.kills) {
    const round = await checkedRound(schedule);
    rounds.push(round);
    onRound(round);
  }
  return { rounds, killsByFailpoint: schedule.killsByFailpoint };
}

export function passed({ differences, violations, leaks }: CheckedRound): boolean {
  return differences.length + violations.length + leaks.length === 0;
}

export async function checkedRound(schedule: FaultSchedule): Promise<CheckedRound> {
  const directory = await mkdtemp(join(tmpdir(), 'nightwatch-chaos-'));
  const round = await runRound({ directory, suffix, schedule });
  const found = scenarios.flatMap(({ name }) =>
    differences(expectedOutcomes[name], round.outcomes[name] ?? {}).map(each => ({
      ...each,
      sentence: `${name}: ${each.sentence}`,
    })),
  );
  const checked = { ...round, differences: found, directory };
  if (!passed(checked)) return checked;
  await rm(directory, { recursive: true, force: true });
  return { ...checked, directory: null };
}
