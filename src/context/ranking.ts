// Which pieces of code a failure points at, most telling first. Every clue adds to a unit's score: the trace, the lines that the
// failing tests run and the passing ones do not (Ochiai), names in the failing test, what changed since CI was green, shared
// words, and being used by, or using, what is suspected. Measured on 100 failing Python tests, trace alone: 25 % of functions;
// Ochiai, trace and names: 80 % in the first five (TECHNIQUES: Localisation).

import type { Unit } from '../languages/contract/source.ts';
import { gapsFor, tablesIn } from '../languages/python/source/tables.ts';
import { identifiersIn, wordsIn } from './words.ts';

export interface Clue {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  /** What it adds to the score of the unit that holds the line. */
  readonly weight: number;
}

export interface Clues {
  readonly places: readonly Clue[];
  readonly wanted: Wanted;
}

/** What the failing tests speak of: how telling each identifier and each word is, from 0 to 1. */
export interface Wanted {
  readonly identifiers: ReadonlyMap<string, number>;
  readonly words: ReadonlyMap<string, number>;
}

export interface Outlined {
  readonly path: string;
  readonly text: string;
  readonly units: readonly Unit[];
}

export interface Suspect {
  readonly path: string;
  readonly unit: Unit;
  readonly score: number;
}

const forName = 1;
const forWords = 1;
/** A word of the test that no source holds, where it would stand in a sorted table. */
const forGap = 1;
/** A table steers code, but no test runs it, and no trace ever points at it. */
const forTable = 0.25;
const tableLines = 5;
/** Of a suspect's score, what goes to the code it uses, to its callers, and to the head and constructor of its class. */
const toUsed = 0.25;
const toCallers = 0.12;
const toClass = 0.3;

interface Piece {
  readonly path: string;
  readonly unit: Unit;
  readonly identifiers: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
  score: number;
}

/** All units of the files, best first. */
export function ranked(files: readonly Outlined[], { places, wanted }: Clues): Suspect[] {
  const pieces = files.flatMap(piecesOf);
  for (const piece of pieces) piece.score += placesIn(piece, places) + (isTable(piece.unit) ? forTable : 0);
  addNames(pieces, wanted.identifiers);
  addWords(pieces, wanted.words);
  addGaps(pieces, { files, words: wanted.words });
  spread(pieces);
  return pieces.map(({ path, unit, score }) => ({ path, unit, score })).sort((a, b) => b.score - a.score);
}

function piecesOf({ path, text, units }: Outlined): Piece[] {
  const lines = text.split('\n');
  return units.map(unit => {
    const own = lines.slice(unit.from - 1, unit.to).join('\n');
    return { path, unit, identifiers: identifiersIn(own), words: wordsIn(own), score: 0 };
  });
}

/** Several clues to one unit: the strongest counts in full, the others a little. */
function placesIn({ path, unit }: Piece, places: readonly Clue[]): number {
  const weights = places
    .filter(place => place.path === path && unit.from <= place.line && place.line <= unit.to)
    .map(place => place.weight)
    .sort((a, b) => b - a);
  return weights.reduce((sum, weight, at) => sum + (at === 0 ? weight : weight / 10), 0);
}

function isTable({ kind, names, from, to }: Unit): boolean {
  return kind === 'statements' && names.length > 0 && to - from >= tableLines;
}

/** A name that many units have, or use, says little about each. */
function addNames(pieces: readonly Piece[], wanted: Wanted['identifiers']): void {
  for (const [name, owners] of byName(pieces)) {
    const telling = wanted.get(name) ?? 0;
    if (telling === 0) continue;
    const users = pieces.filter(piece => piece.identifiers.has(name)).length;
    const rarity = Math.log(pieces.length / users) / Math.log(pieces.length);
    for (const piece of owners) piece.score += ((forName * telling) / definitions(owners)) * rarity;
  }
}

/** Rare words weigh more (inverse document frequency); a long unit holds many words by chance. */
function addWords(pieces: readonly Piece[], wanted: Wanted['words']): void {
  const weights = [...wanted].flatMap(([word, telling]): [string, number][] => {
    const holders = pieces.filter(piece => piece.words.has(word)).length;
    return holders === 0 ? [] : [[word, telling * Math.log(1 + pieces.length / holders)]];
  });
  const whole = weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const piece of pieces) {
    const shared = weights.reduce((sum, [word, weight]) => sum + (piece.words.has(word) ? weight : 0), 0);
    const length = 1 + Math.log(1 + (piece.unit.to - piece.unit.from) / 20);
    piece.score += whole === 0 ? 0 : (forWords * shared) / whole / length;
  }
}

function addGaps(
  pieces: readonly Piece[],
  { files, words }: { files: readonly Outlined[]; words: Wanted['words'] },
): void {
  const unheard = [...words].filter(([word]) => !pieces.some(piece => piece.words.has(word)));
  const places = files.flatMap(({ path, text }) => {
    const tables = tablesIn(text);
    return unheard.flatMap(([word, telling]) =>
      gapsFor(word, tables).map(line => ({ path, line, weight: forGap * telling })),
    );
  });
  for (const piece of pieces) piece.score += placesIn(piece, places);
}

/** One step along the uses of names, from the scores as they were. */
function spread(pieces: readonly Piece[]): void {
  const named = byName(pieces);
  const gains = new Map<Piece, number>();
  const gain = (piece: Piece, score: number) => gains.set(piece, Math.max(gains.get(piece) ?? 0, score));
  for (const piece of pieces) {
    for (const kin of pieces.filter(other => isHeadFor(other, piece))) gain(kin, toClass * piece.score);
    for (const name of piece.identifiers) {
      const used = named.get(name) ?? [];
      for (const other of used) {
        if (other === piece || definitions(used) > 5) continue;
        gain(other, toUsed * piece.score);
        gain(piece, toCallers * other.score);
      }
    }
  }
  for (const [piece, score] of gains) piece.score += score;
}

function isHeadFor({ path, unit }: Piece, member: Piece): boolean {
  if (path !== member.path || unit.className === null || unit.className !== member.unit.className) return false;
  return unit !== member.unit && (unit.kind === 'class' || unit.names.includes('__init__'));
}

/** The parts of one long table are one definition. */
function definitions(pieces: readonly Piece[]): number {
  return new Set(pieces.map(({ path, unit }) => `${path} ${unit.kind === 'statements' ? '' : unit.from}`)).size;
}

function byName(pieces: readonly Piece[]): Map<string, Piece[]> {
  const named = new Map<string, Piece[]>();
  for (const piece of pieces) for (const name of piece.unit.names) named.set(name, [...(named.get(name) ?? []), piece]);
  return named;
}
