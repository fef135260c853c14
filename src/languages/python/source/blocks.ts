// Functions and classes of a Python file.
import type { Block } from '../../contract/source.ts';
import { fromSyntax, type Node, nodesOf } from '../../syntax.ts';

/** Lines. */
const longDocstring = 10;

/** Every function and class, in order of appearance. */
export function blocks(text: string): Block[] {
  return fromSyntax(text, root => nodesOf(root, 'function_definition', 'class_definition').map(blockOf)) ?? [];
}

/** Lines inside of long docstrings, from 1: what a reader of code can do without. The first and last two lines are not among them. */
export function docstringLines(text: string): number[] {
  const strings = fromSyntax(text, root =>
    nodesOf(root, 'function_definition', 'class_definition')
      .flatMap(node => node.childForFieldName('body')?.firstNamedChild?.firstNamedChild ?? [])
      .filter(node => node.type === 'string')
      .map(node => ({ from: node.startPosition.row + 1, to: node.endPosition.row + 1 })),
  );
  return (strings ?? [])
    .filter(({ from, to }) => to - from >= longDocstring)
    .flatMap(({ from, to }) => Array.from({ length: to - from - 3 }, (_, at) => from + 2 + at));
}

function blockOf(node: Node): Block {
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

/** A node that ends at the start of a line does not hold that line. */
function lastRow({ startPosition, endPosition }: Node): number {
  return endPosition.column === 0 ? Math.max(startPosition.row, endPosition.row - 1) : endPosition.row;
}
