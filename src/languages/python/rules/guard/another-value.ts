// A value that differs from another one, of the same kind wherever that can be had: what compares types alone must not notice.
import type { Node } from '../../../syntax.ts';
import { literalOf } from '../../source/literals.ts';

/** Whether an expression is nothing but a value, or one with a tolerance. */
export function isValue(node: Node): boolean {
  return literalOf(node) !== null || approximated(node) !== null;
}

/** An expression for a value that is not equal to this one. */
export function anotherValue(node: Node): string {
  const inner = approximated(node) ?? (literalOf(node) === null ? null : node);
  const place = inner && firstLiteral(inner);
  if (!place) return unequal;
  const before = node.text.slice(0, place.startIndex - node.startIndex);
  return `${before}${changed(place)}${node.text.slice(place.endIndex - node.startIndex)}`;
}

/** Equal to nothing but itself. */
const unequal = 'object()';

/** The value in `pytest.approx(…)`. */
function approximated(node: Node): Node | null {
  if (node.type !== 'call' || !/(?:^|\.)approx$/.test(node.childForFieldName('function')?.text ?? '')) return null;
  const value = node.childForFieldName('arguments')?.firstNamedChild ?? null;
  return value !== null && literalOf(value) !== null ? value : null;
}

const leaves = new Set(['integer', 'float', 'string', 'concatenated_string', 'true', 'false']);

/** In order of appearance; null in a value without any: `None`, `[]`. */
function firstLiteral(node: Node): Node | null {
  if (leaves.has(node.type)) return node;
  for (const child of node.namedChildren) {
    const found = child && firstLiteral(child);
    if (found) return found;
  }
  return null;
}

/** A number grows by more than any tolerance; the last character of a text comes twice, for a text of the same kind. */
function changed({ type, text }: Node): string {
  if (type === 'true') return 'False';
  if (type === 'false') return 'True';
  if (type === 'integer' || type === 'float') return `(${text} * 2 + 1)`;
  const other = /^(?:[rR]?[bB])/.test(text) ? 'b"-"' : '"-"';
  return `(${text} + ((${text})[-1:] or ${other}))`;
}
