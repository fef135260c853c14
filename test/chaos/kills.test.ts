// Some of the kills that `npm run chaos` makes by the hundred, among them one at each moment that matters most.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { certain } from '../../src/measure/chaos/fault-schedule.ts';
import { type Played, play } from '../../src/measure/chaos/play.ts';
import { roundText } from '../../src/measure/chaos/table.ts';

describe('a process that is killed twenty times, and started again each time', () => {
  let rounds: Played['rounds'];
  let deaths: Played['deaths'];

  beforeAll(async () => {
    ({ rounds, deaths } = await play({ kills: 20, seed: 12 }));
    for (const round of rounds) if (round.directory) console.error(roundText(round, 1));
  }, 240_000);

  test('did die so often', () => {
    expect(rounds.reduce((sum, { kills }) => sum + kills, 0)).toBe(20);
  });

  test('died right after each effect on GitHub that nobody had heard of, and after each stage', () => {
    expect(certain.filter(moment => !deaths.has(moment))).toEqual([]);
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
