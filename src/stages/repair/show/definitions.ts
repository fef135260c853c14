// What a file defines outside of functions, by the names under which a part of it can be asked for.
import type { SourceFile } from '../../../context/source-file.ts';
import type { Unit } from '../../../languages/contract/source.ts';

export interface Definition {
  /** `Class.method`, `Class.NAME`, `function`. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** In order of appearance. */
export function definitionsIn({ blocks, units }: SourceFile): Definition[] {
  const found: Definition[] = [];
  const open: { name: string; kind: 'function' | 'class'; to: number }[] = [];
  for (const { kind, name, start, end } of blocks) {
    while ((open.at(-1)?.to ?? end) < end) open.pop();
    const isInFunction = open.some(one => one.kind === 'function');
    if (!isInFunction) found.push({ name: [...open.map(one => one.name), name].join('.'), from: start, to: end });
    open.push({ name, kind, to: end });
  }
  return [...found, ...assigned(units)].sort((a, b) => a.from - b.from);
}

/** The parts of a long table are one definition. */
function assigned(units: readonly Unit[]): Definition[] {
  const found: Definition[] = [];
  for (const one of units.flatMap(namesOf)) {
    const at = found.findLastIndex(({ name, to }) => name === one.name && to + 1 === one.from);
    const before = found[at];
    if (before) found[at] = { ...before, to: one.to };
    else found.push(one);
  }
  return found;
}

/** Functions and class heads are blocks, too. */
function namesOf({ kind, names, className, from, to }: Unit): Definition[] {
  if (kind === 'function') return [];
  const own = names.filter(name => name !== className);
  return own.map(name => ({ name: className === null ? name : `${className}.${name}`, from, to }));
}
