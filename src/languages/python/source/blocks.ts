// Functions and classes of a Python file.
import type { Block } from '../../contract/source.ts';
import { fromSyntax, type Node, nodesOf } from '../../syntax.ts';

/** Lines. */
const longDocstring = 10;

export const definitionTypes = ['function_definition', 'class_definition'];

/** Every function and class, in order of appearance. */
export function blocks(text: string): Block[] {
  return fromSyntax('python', text, root => nodesOf(root, ...definitionTypes).map(blockOf)) ?? [];
}

export function blockOf(node: Node): Block {
  const decorated = node.parent?.type === 'decorated_definition' ? node.parent : node;
  return {
    kind: node.type === 'class_definition' ? 'class' : 'function',
    name: node.childForFieldName('name')?.text ?? '',
    start: decorated.startPosition.row + 1,
    head: node.startPosition.row + 1,
    end: lastRow(node) + 1,
    indent: node.startPosition.column,
  };
}

/** Lines inside of the long docstrings of these definitions, from 1. The first and last two lines of each are not among them. */
export function docstringLines(definitions: readonly Node[]): number[] {
  return definitions
    .flatMap(node => node.childForFieldName('body')?.firstNamedChild?.firstNamedChild ?? [])
    .filter(node => node.type === 'string')
    .map(node => ({ from: node.startPosition.row + 1, to: node.endPosition.row + 1 }))
    .filter(({ from, to }) => to - from >= longDocstring)
    .flatMap(({ from, to }) => Array.from({ length: to - from - 3 }, (_, at) => from + 2 + at));
}

/** A node that ends at the start of a line does not hold that line. */
function lastRow({ startPosition, endPosition }: Node): number {
  return endPosition.column === 0 ? Math.max(startPosition.row, endPosition.row - 1) : endPosition.row;
}
