// What a function returns or yields, or a name is set to.
import type { Node } from '../../../../syntax.ts';

export interface Result {
  readonly node: Node;
  readonly value: Node;
  /** Null for what is returned or yielded. */
  readonly name: string | null;
}

export const resultTypes = ['return_statement', 'yield', 'assignment', 'named_expression', 'lambda'];

export function resultOf(node: Node): Result[] {
  const [left, right] = fieldsOf(node);
  const value = right ? node.childForFieldName(right) : node.namedChildren.find(child => child?.type !== 'comment');
  const name = left ? (node.childForFieldName(left)?.text ?? '') : null;
  return value ? [{ node, value, name }] : [];
}

function fieldsOf({ type }: Node): [string | null, string | null] {
  if (type === 'assignment') return ['left', 'right'];
  if (type === 'named_expression') return ['name', 'value'];
  return [null, type === 'lambda' ? 'body' : null];
}
