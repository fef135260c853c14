// Images and mirrors within one budget.
import { describe, expect, test } from '@jest/globals';
import { removable, trim } from '../../src/engine/disk-budget.ts';
import type { Keeper, Kept } from '../../src/incident/kept.ts';

const hour = 3_600_000;
const now = new Date('2026-11-20T12:00:00Z');
const kept = (id: string, hoursAgo: number, more: Partial<Kept> = {}): Kept => ({
  ...{ id, bytes: 100, usedAt: now.getTime() - hoursAgo * hour, needs: [], isNeeded: false },
  ...more,
});
const order = (...all: Kept[]) => removable(all, now).map(({ id }) => id);

describe('what may go', () => {
  test('goes in the order of its last use', () => {
    expect(order(kept('b', 20), kept('c', 10), kept('a', 30))).toEqual(['a', 'b', 'c']);
  });

  test('is neither what an unfinished incident needs, however old, nor what was used of late', () => {
    expect(order(kept('needed', 900, { isNeeded: true }), kept('old', 30), kept('recent', 2))).toEqual(['old']);
  });

  test('is not what these are built on, through any number of layers', () => {
    const needed = kept('top', 30, { isNeeded: true, needs: ['middle'] });
    expect(order(kept('bottom', 90), kept('middle', 60, { needs: ['bottom'] }), needed)).toEqual([]);
  });

  test('goes before what it is built on, though that is older', () => {
    const top = kept('top', 20, { needs: ['middle'] });
    expect(order(kept('bottom', 90), kept('middle', 60, { needs: ['bottom'] }), top, kept('other', 30))).toEqual([
      ...['other', 'top', 'middle', 'bottom'],
    ]);
  });

  test('may need what is not kept by us', () => {
    expect(order(kept('a', 30, { needs: ['python:3.11'] }))).toEqual(['a']);
  });
});

describe('the budget', () => {
  test('counts all keepers together, and removes the oldest of all until they fit', async () => {
    const images = keeper([kept('image 1', 10), kept('image 2', 30)]);
    const mirrors = keeper([kept('mirror 1', 20), kept('mirror 2', 40)]);
    expect(await trimmed(250, images, mirrors)).toEqual({ removed: 2, excess: 0 });
    expect(images.removed).toEqual(['image 2']);
    expect(mirrors.removed).toEqual(['mirror 2']);
  });

  test('that is kept to removes nothing', async () => {
    const images = keeper([kept('a', 900), kept('b', 900)]);
    expect(await trimmed(200, images)).toEqual({ removed: 0, excess: 0 });
    expect(images.removed).toEqual([]);
  });

  test('that cannot be kept to says by how much', async () => {
    const images = keeper([kept('a', 90), kept('b', 1, { bytes: 500 })]);
    expect(await trimmed(200, images)).toEqual({ removed: 1, excess: 300 });
  });

  test('goes on with the next where one cannot be removed', async () => {
    const images = keeper([kept('busy', 90), kept('b', 80), kept('c', 70)], ['busy']);
    expect(await trimmed(200, images)).toEqual({ removed: 1, excess: 0 });
    expect(images.removed).toEqual(['b']);
  });
});

function keeper(all: readonly Kept[], busy: readonly string[] = []): Keeper & { removed: string[] } {
  const removed: string[] = [];
  return {
    removed,
    kept: async () => all,
    async remove(id) {
      if (busy.includes(id)) return false;
      removed.push(id);
      return true;
    },
  };
}

function trimmed(bytes: number, ...keepers: Keeper[]) {
  const needed = async () => ({ environments: new Set<string>(), repositories: new Set<string>() });
  return trim({ bytes, keepers, needed }, now);
}
