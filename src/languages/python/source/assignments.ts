// Names that a Python file assigns outside of functions.
import type { Block } from '../../contract/source.ts';
import type { Node } from '../../syntax.ts';

/** Lines of the whole statement, counted from 1, both included. */
export interface Assignment {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export const assignmentType = 'assignment';

/** `blocks` are those of the same file. Lines decide what is in a function: asking each node for its parents takes far longer. */
export function assignmentsAmong(nodes: readonly Node[], blocks: readonly Block[]): Assignment[] {
  const inFunction = new Set<number>();
  for (const { kind, head, end } of blocks) {
    if (kind === 'function') for (let line = head; line <= end; line++) inFunction.add(line);
  }
  return nodes.flatMap(node => {
    const from = node.startPosition.row + 1;
    if (inFunction.has(from)) return [];
    const name = node.childForFieldName('left');
    return name?.type === 'identifier' ? [{ name: name.text, from, to: node.endPosition.row + 1 }] : [];
  });
}
