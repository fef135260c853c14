// Equalities that do not compare like with like: whoever defines one says what its objects equal, and so what a test sees.
import { type Node, nodesOf } from '../../../syntax.ts';
import { equality } from './own-equalities.ts';

/** Functions called `__eq__` or `__ne__` that do not compare something of the one object with the same of the other. */
export function looseEqualities(root: Node): Node[] {
  const written = nodesOf(root, 'function_definition').filter(node =>
    equality.test(node.childForFieldName('name')?.text ?? ''),
  );
  return written.filter(node => !comparesAlike(node));
}

function comparesAlike(node: Node): boolean {
  const [own = '', other = ''] = (node.childForFieldName('parameters')?.namedChildren ?? []).map(
    each => each?.text ?? '',
  );
  const body = node.childForFieldName('body');
  if (other === '' || body === null) return false;
  if (nodesOf(body, 'comparison_operator', 'binary_operator').some(each => takesWhole(each, other))) return false;
  const inherits = nodesOf(body, 'call').some(({ text }) => /^super\(\)\.__(?:eq|ne)__\(/.test(text));
  return inherits || nodesOf(body, 'comparison_operator').some(each => isMirrored(each, { own, other }));
}

/** Compared or counted as a whole, with something else: only whether it is the same object may be asked. */
function takesWhole(node: Node, other: string): boolean {
  const isIdentity = node.children.some(child => child?.type === 'is' || child?.type === 'is not');
  return !isIdentity && node.namedChildren.some(child => child?.type === 'identifier' && child.text === other);
}

/** `self.x == other.x`, `(self.x, self.y) != (other.x, other.y)`, `key(self) == key(other)`. */
function isMirrored(node: Node, { own, other }: { own: string; other: string }): boolean {
  const [left, right, ...more] = node.namedChildren.flatMap(child => child ?? []);
  if (!left || !right || more.length > 0) return false;
  const [first, second] = [left, right].map(side => namesIn(side));
  const isOfBoth = first?.has(own) && second?.has(other) && !first.has(other) && !second.has(own);
  const isTurned = first?.has(other) && second?.has(own) && !first.has(own) && !second.has(other);
  if (!isOfBoth && !isTurned) return false;
  return replaced(left, [own, other]) === replaced(right, [own, other]);
}

function namesIn(node: Node): Set<string> {
  return new Set(nodesOf(node, 'identifier').map(({ text }) => text));
}

/** The text with one name for both objects, without blanks. */
function replaced(node: Node, names: readonly string[]): string {
  let text = '';
  let at = node.startIndex;
  for (const each of nodesOf(node, 'identifier')) {
    if (!names.includes(each.text) || each.parent?.childForFieldName('attribute')?.id === each.id) continue;
    text += `${node.text.slice(at - node.startIndex, each.startIndex - node.startIndex)}\u0000`;
    at = each.endIndex;
  }
  return (text + node.text.slice(at - node.startIndex)).replace(/\s/g, '');
}
