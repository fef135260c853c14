// Chooses what fits into a budget: the surroundings of what changed, then the best suspects.
import type { ChangedPlace } from './changes.ts';
import { choose, classHeadAround, type Excerpt, excerptOf, linesAround, type Shown, shown } from './excerpt.ts';
import type { Suspect } from './ranking/ranking.ts';
import type { SourceFile } from './source-file.ts';

export interface Choice {
  /** Best first. */
  readonly suspects: readonly Suspect[];
  /** Shown before all suspects, within a part of the room. */
  readonly changed: readonly ChangedPlace[];
}

/** Lines around a unit, so that an edit beside it finds something to hold on to. */
const margin = 3;
/** Lines around a change that are shown whatever else points at it, and their part of the room. */
const aroundChange = 8;
const forChanges = 0.25;
/** Suspects after these are shown without the body of their long docstrings. */
const shownInFull = 8;

/** Best first as long as they fit; files in the order of their best suspect. `characters` bounds passages and outlines. */
export function shownWithin(characters: number, { suspects, changed }: Choice, files: readonly SourceFile[]): Shown[] {
  // Made once for each file, also for one of which nothing fits: a large file has thousands of units.
  const excerpts = new Map(files.map(file => [file.path, excerptOf(file)]));
  const begun = new Set<Excerpt>();
  let room = characters - chooseChanges(characters * forChanges, changed, excerpts);
  for (const [rank, { path, unit }] of suspects.entries()) {
    const excerpt = excerpts.get(path);
    if (!excerpt) continue;
    const around = [...(begun.has(excerpt) ? [] : excerpt.head), ...linesAround(excerpt, unit, margin)];
    const wanted = around.filter(line => rank < shownInFull || !excerpt.documentation.has(line));
    const outline = begun.has(excerpt) ? 0 : excerpt.outline.length;
    const cost = choose(excerpt, [...new Set(wanted)], room - outline);
    if (cost === null) continue;
    begun.add(excerpt);
    room -= cost + outline;
    // A method alone does not say what it belongs to.
    room -= choose(excerpt, classHeadAround(excerpt, unit), room) ?? 0;
  }
  const onlyChanged = [...excerpts.values()].filter(excerpt => excerpt.chosen.size > 0 && !begun.has(excerpt));
  return [...[...begun].map(shown), ...onlyChanged.map(excerpt => shown({ ...excerpt, outline: '' }))];
}

/** One change of each file before the second of any, removals first. Returns the characters that this took. */
function chooseChanges(
  characters: number,
  changed: readonly ChangedPlace[],
  excerpts: ReadonlyMap<string, Excerpt>,
): number {
  const removalsFirst = changed.toSorted((a, b) => Number(b.isRemoval) - Number(a.isRemoval));
  const byFile = [...Map.groupBy(removalsFirst, ({ path }) => path).values()];
  const inTurn = byFile.flatMap(own => own.map((place, nth) => ({ place, nth }))).sort((a, b) => a.nth - b.nth);
  let room = characters;
  for (const { place } of inTurn) {
    const excerpt = excerpts.get(place.path);
    if (!excerpt) continue;
    const around = linesAround(excerpt, { from: place.line, to: place.line }, aroundChange);
    room -= choose(excerpt, around, room) ?? 0;
  }
  return characters - room;
}
