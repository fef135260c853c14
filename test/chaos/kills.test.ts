// A dozen of the kills that `npm run chaos` makes by the hundred.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type PlayedRound, play } from '../../src/rehearsal/chaos/play.ts';
import { roundText } from '../../src/rehearsal/chaos/table.ts';

describe('a process that is killed a dozen times, and started again each time', () => {
  let rounds: readonly PlayedRound[];

  beforeAll(async () => {
    ({ rounds } = await play({ kills: 12, seed: 12 }));
    for (const round of rounds) if (round.directory) console.error(roundText(round, 1));
  }, 240_000);

  test('did die so often', () => {
    expect(rounds.reduce((sum, { kills }) => sum + kills, 0)).toBe(12);
  });

  test('ends as if nobody had died: nothing is lost, nothing is doubled', () => {
    expect(rounds.flatMap(round => round.differences)).toEqual([]);
  });

  test('never goes backwards', () => {
    expect(rounds.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  test('leaves no container, volume, folder or lock', () => {
    expect(rounds.flatMap(({ left }) => left)).toEqual([]);
  });
});
