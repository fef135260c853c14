// Cuts a Python file into the units that are shown whole or not at all: functions and methods, class heads, statements.
import type { Block, Unit } from '../../contract/source.ts';
import type { Assignment } from './assignments.ts';

/** Lines; a longer function is cut, and so are long tables. */
const longestFunction = 250;
const longestStatements = 40;
/** Lines; statements no longer than this share a unit with their neighbours. */
const longestShared = 12;

export interface Definitions {
  readonly blocks: readonly Block[];
  readonly assigned: readonly Assignment[];
}

export function unitsOf(text: string, { blocks, assigned }: Definitions): Unit[] {
  const lines = text.split('\n');
  return runsOf(placesOf(lines.length, outermost(blocks))).flatMap(run => unitsIn(run, { lines, assigned }));
}

interface Run {
  /** The function around the lines, else their innermost class. */
  readonly owner: Block | null;
  readonly className: string | null;
  readonly from: number;
  readonly to: number;
}

/** What is in no function; blocks come in order of appearance. */
function outermost(blocks: readonly Block[]): Block[] {
  let lastLine = 0;
  return blocks.filter(block => {
    const isInside = block.end <= lastLine;
    if (block.kind === 'function') lastLine = Math.max(lastLine, block.end);
    return !isInside;
  });
}

type Place = Pick<Run, 'owner' | 'className'>;

/** By line; a class holds its methods' lines as well, and comes before them. */
function placesOf(lines: number, outer: readonly Block[]): Place[] {
  const places: Place[] = Array.from({ length: lines }, () => ({ owner: null, className: null }));
  for (const block of outer) {
    for (let line = block.start; line <= block.end; line++) {
      const around = places[line - 1] ?? { owner: null, className: null };
      const isClass = block.kind === 'class';
      const owner = around.owner?.kind === 'function' ? around.owner : block;
      places[line - 1] = { owner, className: isClass ? block.name : around.className };
    }
  }
  return places;
}

function runsOf(places: readonly Place[]): Run[] {
  const runs: (Place & { from: number; to: number })[] = [];
  for (const [index, place] of places.entries()) {
    const last = runs.at(-1);
    if (last && last.owner === place.owner) last.to = index + 1;
    else runs.push({ ...place, from: index + 1, to: index + 1 });
  }
  return runs;
}

function unitsIn(
  { owner, className, from, to }: Run,
  { lines, assigned }: { lines: readonly string[]; assigned: readonly Assignment[] },
): Unit[] {
  let first = from;
  while (first <= to && lines[first - 1]?.trim() === '') first++;
  if (first > to) return [];
  const hasText = ([start, end]: [number, number]) => lines.slice(start - 1, end).some(line => line.trim() !== '');
  const isFunction = owner?.kind === 'function';
  const size = isFunction ? longestFunction : longestStatements;
  const kind = isFunction ? 'function' : owner && from <= owner.head ? 'class' : 'statements';
  const parts = isFunction ? [[first, to] as const] : segments({ from: first, to }, assigned).filter(hasText);
  return parts
    .flatMap(([start, end]) => chunks(start, end, size))
    .map(([start, end]) => {
      const own = assigned.filter(one => one.from <= end && start <= one.to).map(one => one.name);
      const names = isFunction ? [owner.name] : [...(owner ? [owner.name] : []), ...own];
      const isConstructor = isFunction && className !== null && owner.name === '__init__';
      return { kind, names: [...new Set(names)], className, isConstructor, from: start, to: end };
    });
}

/** A long assignment is a part of its own. */
function segments({ from, to }: { from: number; to: number }, assigned: readonly Assignment[]): [number, number][] {
  const long = assigned.filter(one => from <= one.from && one.to <= to && one.to - one.from > longestShared);
  const starts = [from, ...long.flatMap(one => [one.from, one.to + 1])].filter(start => start <= to);
  const cuts = [...new Set(starts)].sort((a, b) => a - b);
  return cuts.map((start, at) => [start, (cuts[at + 1] ?? to + 1) - 1]);
}

function chunks(from: number, to: number, size: number): [number, number][] {
  const count = Math.ceil((to - from + 1) / size);
  const each = Math.ceil((to - from + 1) / count);
  return Array.from({ length: count }, (_, at) => [from + at * each, Math.min(to, from + (at + 1) * each - 1)]);
}
