// What an expression holds: its constants, and the names that it reads.
import { type Node, nodesOf } from '../../../syntax.ts';
import { literalOf } from '../../source/literals.ts';
import { folded } from './fold.ts';
import type { Scope } from './known-names.ts';
import { itemsOf, type Value } from './value.ts';

/** Every constant in an expression: the largest ones, and all their parts; of a number with a sign also the number. */
export function constantsIn(node: Node, scope: Scope): Value[] {
  const value = folded(node, scope);
  const own = value === undefined ? [] : [value];
  if (literalOf(node) !== null && node.type !== 'unary_operator') return [...own, ...(itemsOf(value) ?? [])];
  return [...own, ...node.namedChildren.flatMap(child => (child ? constantsIn(child, scope) : []))];
}

/** Names that are read in an expression, each once. */
export function namesIn(node: Node): string[] {
  const own = node.type === 'identifier' ? [node] : nodesOf(node, 'identifier');
  return [...new Set(own.map(({ text }) => text))];
}
