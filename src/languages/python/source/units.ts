// Cuts a Python file into the units that are shown whole or not at all: functions and methods, class heads, statements.
import type { Block, Unit } from '../../contract/source.ts';
import { fromSyntax, type Node, nodesOf } from '../../syntax.ts';
import { blocks } from './blocks.ts';

/** Lines; a longer function is cut, and so are long tables. */
const longestFunction = 250;
const longestStatements = 40;
/** Lines; statements no longer than this share a unit with their neighbours. */
const longestShared = 12;

export function unitsOf(text: string): Unit[] {
  const lines = text.split('\n');
  const all = blocks(text);
  const outer = all.filter(block => !all.some(other => other.kind === 'function' && holds(other, block)));
  const assigned = assignments(text);
  return runsOf(lines.map((_, index) => placeOf(index + 1, outer))).flatMap(run => unitsIn(run, { lines, assigned }));
}

interface Run {
  /** The function around the lines, else their innermost class. */
  readonly owner: Block | null;
  readonly className: string | null;
  readonly from: number;
  readonly to: number;
}

interface Assignment {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function holds(outer: Block, inner: Block): boolean {
  return outer !== inner && outer.start <= inner.start && inner.end <= outer.end;
}

type Place = Pick<Run, 'owner' | 'className'>;

function placeOf(line: number, outer: readonly Block[]): Place {
  const around = outer.filter(block => block.start <= line && line <= block.end);
  const owner = around.find(block => block.kind === 'function') ?? around.at(-1) ?? null;
  return { owner, className: around.findLast(block => block.kind === 'class')?.name ?? null };
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
  const first = lines.findIndex((line, index) => index >= from - 1 && line.trim() !== '') + 1;
  if (first === 0 || first > to) return [];
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
      return { kind, names: [...new Set(names)], className, from: start, to: end };
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

/** Names assigned outside of functions, with the lines of the whole statement. */
function assignments(text: string): Assignment[] {
  const found = fromSyntax(text, root =>
    nodesOf(root, 'assignment').flatMap(node => {
      const name = node.childForFieldName('left');
      if (name?.type !== 'identifier' || isInFunction(node)) return [];
      return [{ name: name.text, from: node.startPosition.row + 1, to: node.endPosition.row + 1 }];
    }),
  );
  return found ?? [];
}

function isInFunction(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) if (at.type === 'function_definition') return true;
  return false;
}
