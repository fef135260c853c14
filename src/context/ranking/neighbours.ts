// Passes a part of each unit's score on to its neighbours: what it uses, what calls it, and the head and constructor of its class.
import type { Named, Scored } from './scored-unit.ts';

/** Parts of a score. */
const toUsed = 0.25;
const toCallers = 0.12;
const toClass = 0.3;
/** A name that is defined more often than this could mean anything. */
const mostDefinitions = 5;

/** One step along the uses of names, from the scores as they were. Of several gains the largest counts. */
export function spread(units: readonly Scored[], named: ReadonlyMap<string, Named>): void {
  const heads = classHeads(units);
  const gains = new Map<Scored, number>();
  const gain = (one: Scored, score: number) => gains.set(one, Math.max(gains.get(one) ?? 0, score));
  for (const one of units) {
    for (const head of heads.get(classOf(one)) ?? []) if (head !== one) gain(head, toClass * one.score);
    for (const used of usedBy(one, named)) {
      gain(used, toUsed * one.score);
      gain(one, toCallers * used.score);
    }
  }
  for (const [one, score] of gains) one.score += score;
}

function usedBy(one: Scored, named: ReadonlyMap<string, Named>): Scored[] {
  const used: Scored[] = [];
  for (const name of one.identifiers) {
    const found = named.get(name);
    if (!found || found.definitions > mostDefinitions) continue;
    for (const other of found.owners) if (other !== one) used.push(other);
  }
  return used;
}

/** The heads and constructors of each class. */
function classHeads(units: readonly Scored[]): Map<string | null, Scored[]> {
  return Map.groupBy(
    units.filter(({ unit }) => unit.className !== null && (unit.kind === 'class' || unit.isConstructor)),
    classOf,
  );
}

function classOf({ path, unit }: Scored): string | null {
  return unit.className === null ? null : `${path} ${unit.className}`;
}
