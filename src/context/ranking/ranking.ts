// Which units of code a failure points at, best first. Every clue adds to a unit's score: the trace, the lines that the
// failing tests run and the passing ones do not (Ochiai), names in the failing test, what changed since CI was green, shared
// words, and being used by, or using, a suspect. Measured on 100 failing tests, trace alone: 25 % of functions;
// Ochiai, trace and names: 80 % in the first five (TECHNIQUES: Localisation).
// Repositories have files of 10,000 lines, so every step here is about linear in the size of the files.
import type { Unit } from '../../languages/contract/source.ts';
import type { SourceFile } from '../source-file.ts';
import { spread } from './neighbours.ts';
import { type Scored, scoredUnits, unitsByName } from './scored-unit.ts';
import { gapsFor } from './table-gaps.ts';

export interface Clue {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  /** What it adds to the score of the unit that holds the line. */
  readonly weight: number;
}

export interface Clues {
  readonly places: readonly Clue[];
  readonly terms: SearchTerms;
}

/** What the failing tests speak of, each term with a weight from 0 to 1. */
export interface SearchTerms {
  readonly identifiers: ReadonlyMap<string, number>;
  readonly words: ReadonlyMap<string, number>;
  /** Words that stand in quotes. */
  readonly quoted: ReadonlySet<string>;
}

export interface Suspect {
  readonly path: string;
  readonly unit: Unit;
  readonly score: number;
}

const forName = 1;
const forWords = 1;
/** A word of the test that no source holds, where it would be in a sorted table. */
const forGap = 1;
/** Every word fits somewhere into every sorted table, so most gaps mean nothing: more took a third of a prompt. */
const mostGaps = 3;
/** A table steers code, but no test runs it, and no trace ever points at it. */
const forTable = 0.25;
const tableLines = 5;

/** All units of the files, best first. */
export function ranked(files: readonly SourceFile[], { places, terms }: Clues): Suspect[] {
  const units = files.flatMap(scoredUnits);
  const named = unitsByName(units);
  addPlaces(units, places);
  for (const one of units) one.score += isTable(one.unit) ? forTable : 0;
  addNames(units, named, terms.identifiers);
  const holders = holdersOf(units, terms.words);
  addWords(units, holders, terms.words);
  const missing = [...terms.words].filter(([word]) => !holders.has(word));
  addPlaces(units, gapPlaces(files, new Map(missing), terms.quoted));
  spread(units, named);
  return units.map(({ path, unit, score }) => ({ path, unit, score })).sort((a, b) => b.score - a.score);
}

/** Several clues to one unit: the strongest counts in full, the others a little. */
function addPlaces(units: readonly Scored[], places: readonly Clue[]): void {
  const byPath = Map.groupBy(places, place => place.path);
  for (const [path, own] of Map.groupBy(units, one => one.path)) {
    const owners = byPath.has(path) ? ownersOf(own) : new Map<number, Scored>();
    const hit = Map.groupBy(byPath.get(path) ?? [], place => owners.get(place.line));
    for (const [one, clues] of hit) {
      const weights = clues.map(clue => clue.weight).sort((a, b) => b - a);
      if (one) one.score += weights.reduce((sum, weight, at) => sum + (at === 0 ? weight : weight / 10), 0);
    }
  }
}

/** The unit of each line. */
function ownersOf(units: readonly Scored[]): Map<number, Scored> {
  const owners = new Map<number, Scored>();
  for (const one of units) for (let line = one.unit.from; line <= one.unit.to; line++) owners.set(line, one);
  return owners;
}

function isTable({ kind, names, from, to }: Unit): boolean {
  return kind === 'statements' && names.length > 0 && to - from >= tableLines;
}

/** A name that many units have, or use, says little about each. */
function addNames(
  units: readonly Scored[],
  named: ReturnType<typeof unitsByName>,
  wanted: SearchTerms['identifiers'],
): void {
  const users = new Map<string, number>();
  for (const one of units)
    for (const name of one.identifiers) if (wanted.has(name)) users.set(name, (users.get(name) ?? 0) + 1);
  for (const [name, { owners, definitions }] of named) {
    const weight = wanted.get(name) ?? 0;
    if (weight === 0) continue;
    const rarity = Math.log(units.length / (users.get(name) ?? 0)) / Math.log(units.length);
    for (const one of owners) one.score += ((forName * weight) / definitions) * rarity;
  }
}

/** Of the words that are looked for, each with the units that hold it, where there are any. */
function holdersOf(units: readonly Scored[], wanted: SearchTerms['words']): Map<string, Scored[]> {
  const holders = new Map<string, Scored[]>();
  for (const one of units)
    for (const word of one.words) {
      if (!wanted.has(word)) continue;
      const known = holders.get(word);
      if (known) known.push(one);
      else holders.set(word, [one]);
    }
  return holders;
}

/** Rare words weigh more (inverse document frequency); a long unit holds many words by chance. */
function addWords(
  units: readonly Scored[],
  holders: ReadonlyMap<string, readonly Scored[]>,
  wanted: SearchTerms['words'],
): void {
  let whole = 0;
  const shared = new Map<Scored, number>();
  for (const [word, weight] of wanted) {
    const own = holders.get(word) ?? [];
    if (own.length === 0) continue;
    const rarity = weight * Math.log(1 + units.length / own.length);
    whole += rarity;
    for (const one of own) shared.set(one, (shared.get(one) ?? 0) + rarity);
  }
  for (const [one, sum] of shared) {
    const length = 1 + Math.log(1 + (one.unit.to - one.unit.from) / 20);
    one.score += whole === 0 ? 0 : (forWords * sum) / whole / length;
  }
}

/** The best few: tables hold texts, so words in quotes come first. */
function gapPlaces(
  files: readonly SourceFile[],
  missing: SearchTerms['words'],
  inQuotes: SearchTerms['quoted'],
): Clue[] {
  const words = [...missing.keys()];
  return files
    .flatMap(({ path, tables }) => gapsFor(words, tables).map(gap => ({ path, ...gap })))
    .map(gap => ({ ...gap, weight: forGap * (missing.get(gap.word) ?? 0) }))
    .sort((a, b) => Number(inQuotes.has(b.word)) - Number(inQuotes.has(a.word)) || b.weight - a.weight)
    .slice(0, mostGaps);
}
