import { describe, expect, test } from '@jest/globals';
import { neededParts } from '../../../../src/stages/repair/prove/bisection.ts';

/** What is left of so many parts where `holds` decides, and how often it was asked. */
async function left(count: number, holds: (kept: readonly number[]) => boolean) {
  const trials: (readonly number[])[] = [];
  const kept = await neededParts(
    Array.from({ length: count }, (_, at) => at),
    async rest => {
      trials.push(rest);
      return holds(rest);
    },
  );
  return { kept, trials };
}

const needs =
  (...wanted: number[]) =>
  (kept: readonly number[]) =>
    wanted.every(part => kept.includes(part));

describe('of the parts of a change', () => {
  test.each([2, 6, 7, 13, 40])('all of %d are kept when all are needed, and each was tried alone', async count => {
    const all = Array.from({ length: count }, (_, at) => at);
    const { kept, trials } = await left(count, needs(...all));
    expect(kept).toEqual(all);
    for (const part of all) expect(trials).toContainEqual(all.filter(other => other !== part));
    expect(trials.length).toBeLessThanOrEqual(2 * count);
  });

  test.each([
    [7, [3]],
    [12, [0, 11]],
    [40, [17, 18, 30]],
    [100, [99]],
  ])('of %d only %j are kept, wherever they stand', async (count, wanted) => {
    const { kept, trials } = await left(count, needs(...wanted));
    expect(kept).toEqual(wanted);
    expect(trials.length).toBeLessThanOrEqual(6 + wanted.length * 2 * Math.ceil(Math.log2(count)) + 2 * wanted.length);
  });

  test('one that no one needs is found among many that are needed', async () => {
    const wanted = Array.from({ length: 20 }, (_, at) => at).filter(part => part !== 8);
    expect((await left(20, needs(...wanted))).kept).toEqual(wanted);
  });

  test('what served only a part that is gone goes with it', async () => {
    const holds = (kept: readonly number[]) => kept.includes(0) && (!kept.includes(9) || kept.includes(4));
    expect((await left(10, holds)).kept).toEqual([0]);
  });

  test('the last one is never taken away', async () => {
    const { kept, trials } = await left(9, () => true);
    expect(kept).toHaveLength(1);
    expect(trials.every(rest => rest.length > 0)).toBe(true);
  });
});
