// Keeps images and mirrors within one budget of disk space: what was used longest ago goes first, whichever it is.
import type { Keeper, Kept, Needed } from '../incident/kept.ts';

export interface DiskBudget {
  readonly bytes: number;
  readonly keepers: readonly Keeper[];
  readonly needed: () => Promise<Needed>;
}

export interface Trimmed {
  readonly removed: number;
  /** Bytes over the budget; all that is left is in use. */
  readonly excess: number;
}

export async function trim({ bytes, keepers, needed }: DiskBudget, now: Date): Promise<Trimmed> {
  const inUse = await needed();
  const kept = await Promise.all(
    keepers.map(async keeper => (await keeper.kept(inUse)).map(thing => ({ thing, keeper }))),
  );
  const keeperOf = new Map(kept.flat().map(({ thing, keeper }) => [thing, keeper]));
  let excess = sum(keeperOf.keys()) - bytes;
  let removed = 0;
  for (const thing of removable([...keeperOf.keys()], now)) {
    if (excess <= 0) break;
    // False: a container uses it, or another process was quicker.
    if (!(await keeperOf.get(thing)?.remove(thing.id))) continue;
    removed += 1;
    excess -= thing.bytes;
  }
  return { removed, excess: Math.max(0, excess) };
}

/** An incident's row names its environment only once it is reproduced; until then its use speaks for it. In ms. */
const recent = 3 * 3_600_000;

/** What may go, in the order in which it goes: nothing before what is built on it. */
export function removable(kept: readonly Kept[], now: Date): readonly Kept[] {
  const builtOn = Map.groupBy(
    kept.flatMap(one => one.needs.map(need => ({ need, one }))),
    ({ need }) => need,
  );
  const above = ({ id }: Kept) => (builtOn.get(id) ?? []).map(({ one }) => one);
  // Through any number of layers. A millisecond later than what is built on it, so that it goes after that.
  const usedAt = (one: Kept): number => Math.max(one.usedAt, ...above(one).map(other => usedAt(other) + 1));
  const isUsed = (one: Kept): boolean => one.isNeeded || now.getTime() - one.usedAt < recent || above(one).some(isUsed);
  return kept.filter(one => !isUsed(one)).toSorted((a, b) => usedAt(a) - usedAt(b));
}

function sum(kept: Iterable<Kept>): number {
  return [...kept].reduce((total, { bytes }) => total + bytes, 0);
}
