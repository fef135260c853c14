// A sample of the kills that `npm run chaos` makes by the hundred, including one at each critical failpoint.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { criticalFailpoints } from '../../src/measure/chaos/fault-schedule.ts';
import { type ChaosResult, runChaos } from '../../src/measure/chaos/run-chaos.ts';
import { roundText } from '../../src/measure/chaos/table.ts';

describe('a process that is killed twenty times, and started again each time', () => {
  let rounds: ChaosResult['rounds'];
  let killsByFailpoint: ChaosResult['killsByFailpoint'];

  beforeAll(async () => {
    ({ rounds, killsByFailpoint } = await runChaos({ kills: 20, seed: 12 }));
    for (const round of rounds) if (round.directory) console.error(roundText(round, 1));
  });

  test('is killed exactly twenty times', () => {
    expect(rounds.reduce((sum, { kills }) => sum + kills, 0)).toBe(20);
  });

  test('is killed right after each unrecorded effect on GitHub, and after each stage', () => {
    expect(criticalFailpoints.filter(failpoint => !killsByFailpoint.has(failpoint))).toEqual([]);
  });

  test('ends as if it had never been killed: nothing is lost, nothing is duplicated', () => {
    expect(rounds.flatMap(round => round.differences)).toEqual([]);
  });

  test('never goes backwards', () => {
    expect(rounds.flatMap(({ violations }) => violations)).toEqual([]);
  });

  test('leaves no container, volume, folder or lock', () => {
    expect(rounds.flatMap(({ leaks }) => leaks)).toEqual([]);
  });
});
