// Long lists and dictionaries of a Python file: their strings or keys, with lines.
import type { TableRow } from '../../contract/source.ts';
import type { Node } from '../../syntax.ts';

/** Fewer rows than this are no table. */
const fewest = 20;

export const tableTypes = ['dictionary', 'list', 'set', 'tuple'];

export function tablesAmong(nodes: readonly Node[]): TableRow[][] {
  return nodes
    .filter(node => node.namedChildCount >= fewest)
    .map(node => node.namedChildren.flatMap(child => (child === null ? [] : rowOf(child))))
    .filter(rows => rows.length >= fewest);
}

/** A dictionary's key, or a plain string. */
function rowOf(node: Node): TableRow[] {
  const key = node.type === 'pair' ? node.childForFieldName('key') : node;
  if (key?.type !== 'string') return [];
  return [{ key: key.text.replace(/^\w*["']+|(?<!["'])["']+$/g, ''), line: key.startPosition.row + 1 }];
}
