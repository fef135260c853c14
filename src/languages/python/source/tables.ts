// Long sorted tables in the source: a word that is missing from one would have to stand between its neighbours.
import { fromSyntax, type Node, nodesOf } from '../../syntax.ts';

/** Fewer rows than this are no table. */
const fewest = 20;
/** Rows on either side of a gap that have to be in order, since a table may be sorted in parts. */
const around = 4;

interface Row {
  readonly key: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The sorted tables of a file. */
export type Tables = readonly (readonly Row[])[];

export function tablesIn(text: string): Tables {
  const found = fromSyntax(text, root =>
    nodesOf(root, 'dictionary', 'list', 'set', 'tuple')
      .map(node => node.namedChildren.flatMap(child => (child === null ? [] : rowOf(child))))
      .filter(rows => rows.length >= fewest),
  );
  return found ?? [];
}

/** Lines after which this word would stand, spelled in capitals or not like its neighbours. */
export function gapsFor(word: string, tables: Tables): number[] {
  return tables.flatMap(rows => gapsIn(rows, word));
}

function gapsIn(rows: readonly Row[], word: string): number[] {
  return rows.flatMap((row, at) => {
    const next = rows[at + 1];
    const spelled = row.key === row.key.toUpperCase() ? word.toUpperCase() : word.toLowerCase();
    const fits = row.key < spelled && (next === undefined || spelled < next.key);
    return fits && isSorted(rows.slice(Math.max(0, at - around), at + around)) ? [row.line] : [];
  });
}

/** A dictionary's key, or a plain string. */
function rowOf(node: Node): Row[] {
  const key = node.type === 'pair' ? node.childForFieldName('key') : node;
  if (key?.type !== 'string') return [];
  return [{ key: key.text.replace(/^\w*["']+|["']+$/g, ''), line: key.startPosition.row + 1 }];
}

function isSorted(rows: readonly Row[]): boolean {
  return rows.every((row, at) => at === 0 || (rows[at - 1]?.key ?? '') <= row.key);
}
