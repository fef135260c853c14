// A unit of code with its words and its score so far, and an index of units by the names they define.
import type { Unit } from '../../languages/contract/source.ts';
import type { SourceFile } from '../source-file.ts';
import { identifiersIn, wordsIn } from './words.ts';

export interface Scored {
  readonly path: string;
  readonly unit: Unit;
  readonly identifiers: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
  score: number;
}

export interface Named {
  readonly owners: Scored[];
  /** How many definitions the name has; the parts of one long table are one. */
  readonly definitions: number;
}

export function scoredUnits({ path, text, units }: SourceFile): Scored[] {
  const lines = text.split('\n');
  return units.map(unit => {
    const own = lines.slice(unit.from - 1, unit.to).join('\n');
    return { path, unit, identifiers: identifiersIn(own), words: wordsIn(own), score: 0 };
  });
}

export function unitsByName(units: readonly Scored[]): Map<string, Named> {
  const owners = new Map<string, Scored[]>();
  for (const one of units)
    for (const name of one.unit.names) {
      const known = owners.get(name);
      if (known) known.push(one);
      else owners.set(name, [one]);
    }
  return new Map([...owners].map(([name, own]) => [name, { owners: own, definitions: definitions(own) }]));
}

function definitions(units: readonly Scored[]): number {
  return new Set(units.map(({ path, unit }) => `${path} ${unit.kind === 'statements' ? '' : unit.from}`)).size;
}
