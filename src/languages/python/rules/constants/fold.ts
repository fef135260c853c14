// What an expression is worth when nothing in it comes from outside: literals, and what is computed from nothing but them.
import type { Node } from '../../../syntax.ts';
import { piecesOf } from '../../source/literals.ts';
import { callValue } from './call-value.ts';
import type { Scope } from './known-names.ts';
import { compared, operated, unary } from './operators.ts';
import { isSame, isTrue, itemsOf, numberOf, shown, type Value } from './value.ts';

/** Nodes of one expression; what is larger is no single value. */
const mostNodes = 400;

/** Undefined for what is computed. */
export function folded(node: Node, scope: Scope): Value | undefined {
  return node.descendantCount > mostNodes ? undefined : fold(node, scope);
}

function fold(node: Node, scope: Scope): Value | undefined {
  const read = Object.hasOwn(readers, node.type) ? readers[node.type] : undefined;
  return read?.(node, scope);
}

type Read = (node: Node, scope: Scope) => Value | undefined;

const inner: Read = (node, scope) => (node.namedChildCount === 1 ? ofField(node.firstNamedChild, scope) : undefined);
const number: Read = ({ text }) => {
  const value = Number(text.replaceAll('_', ''));
  return Number.isNaN(value) ? undefined : value;
};

const readers: Readonly<Record<string, Read>> = {
  none: () => null,
  true: () => true,
  false: () => false,
  integer: number,
  float: number,
  string: stringOf,
  concatenated_string: (node, scope) => joined(childrenOf(node).map(part => fold(part, scope))),
  parenthesized_expression: inner,
  expression_statement: inner,
  named_expression: (node, scope) => ofField(node.childForFieldName('value'), scope),
  identifier: (node, scope) => scope.constantOf(node),
  attribute: (node, scope) => scope.constantOf(node),
  unary_operator: (node, scope) => {
    const value = ofField(node.childForFieldName('argument'), scope);
    return value === undefined ? undefined : unary(node.firstChild?.type ?? '', value);
  },
  not_operator: (node, scope) => {
    const value = ofField(node.childForFieldName('argument'), scope);
    return value === undefined ? undefined : unary('not', value);
  },
  binary_operator: binary,
  boolean_operator: (node, scope) => {
    const left = ofField(node.childForFieldName('left'), scope);
    if (left === undefined) return undefined;
    const isDecided = isTrue(left) === (node.childForFieldName('operator')?.type === 'or');
    return isDecided ? left : ofField(node.childForFieldName('right'), scope);
  },
  comparison_operator: comparison,
  conditional_expression: (node, scope) => {
    const [answer, condition, other] = childrenOf(node);
    const value = ofField(condition ?? null, scope);
    return value === undefined ? undefined : ofField((isTrue(value) ? answer : other) ?? null, scope);
  },
  list: (node, scope) => collection('list', node, scope),
  tuple: (node, scope) => collection('tuple', node, scope),
  expression_list: (node, scope) => collection('tuple', node, scope),
  set: (node, scope) => collection('set', node, scope),
  dictionary: dictionary,
  subscript: subscript,
  call: (node, scope) => callValue(node, { scope, fold }),
  list_comprehension: comprehension,
  generator_expression: comprehension,
  set_comprehension: comprehension,
};

function ofField(node: Node | null, scope: Scope): Value | undefined {
  return node === null ? undefined : fold(node, scope);
}

function stringOf(node: Node, scope: Scope): string | undefined {
  return joined(
    piecesOf(node).map(piece => {
      if (typeof piece === 'string') return piece;
      const parts = childrenOf(piece);
      const value = parts.length === 1 ? ofField(parts[0] ?? null, scope) : undefined;
      return value === undefined ? undefined : shown(value);
    }),
  );
}

function joined(parts: readonly (Value | undefined)[]): string | undefined {
  return parts.every(part => typeof part === 'string') ? parts.join('') : undefined;
}

function binary(node: Node, scope: Scope): Value | undefined {
  const [left, right] = ['left', 'right'].map(field => node.childForFieldName(field));
  const operator = node.childForFieldName('operator')?.text ?? '';
  const [a, b] = [left, right].map(side => ofField(side ?? null, scope));
  if (a !== undefined && b !== undefined) return operated(operator, a, b);
  // Whatever the rest is worth.
  const isNothing =
    (operator === '*' && (a === 0 || b === 0)) || (/^[-^]$/.test(operator) && left?.text === right?.text);
  return isNothing ? 0 : undefined;
}

/** `1 < x <= 5` is two comparisons. */
function comparison(node: Node, scope: Scope): boolean | undefined {
  const sides = childrenOf(node);
  const operators = node.children.flatMap(child => (child?.isNamed === false ? child.type.replace(/\s+/g, ' ') : []));
  let isSo = true;
  for (const [at, operator] of operators.entries()) {
    const [left, right] = [sides[at], sides[at + 1]].map(side => ofField(side ?? null, scope));
    const holds = left === undefined || right === undefined ? undefined : compared(operator, left, right);
    if (holds === undefined) return undefined;
    isSo &&= holds;
  }
  return isSo;
}

function collection(kind: 'list' | 'tuple' | 'set', node: Node, scope: Scope): Value | undefined {
  const items: Value[] = [];
  for (const child of childrenOf(node)) {
    const value = fold(child, scope);
    if (value === undefined) return undefined;
    items.push(value);
  }
  return { kind, items };
}

function dictionary(node: Node, scope: Scope): Value | undefined {
  const pairs: [Value, Value][] = [];
  for (const pair of childrenOf(node)) {
    const [key, value] = ['key', 'value'].map(field => ofField(pair.childForFieldName(field), scope));
    if (key === undefined || value === undefined) return undefined;
    pairs.push([key, value]);
  }
  return { kind: 'dict', pairs };
}

/** What else a display holds need not be known: `[17, x * 3][0]`. */
function subscript(node: Node, scope: Scope): Value | undefined {
  const [object, index] = [node.childForFieldName('value'), node.childForFieldName('subscript')];
  if (!object || !index) return undefined;
  const whole = fold(object, scope);
  if (index.type === 'slice') return index.text.replace(/\s+/g, '') === '::-1' ? reversed(whole) : undefined;
  const key = fold(index, scope);
  if (key === undefined) return undefined;
  const at = numberOf(key);
  if (whole === undefined) {
    const displayed = /^(?:list|tuple)$/.test(object.type) ? childrenOf(object) : [];
    return at === undefined ? undefined : ofField(displayed.at(at) ?? null, scope);
  }
  if (whole !== null && typeof whole === 'object' && whole.kind === 'dict')
    return whole.pairs.find(([each]) => isSame(each, key))?.[1];
  return at === undefined ? undefined : itemsOf(whole)?.at(at);
}

function reversed(value: Value | undefined): Value | undefined {
  if (typeof value === 'string') return [...value].toReversed().join('');
  if (value === undefined || value === null || typeof value !== 'object' || value.kind === 'dict') return undefined;
  return { ...value, items: value.items.toReversed() };
}

/** With one loop over what is known, and nothing left out. */
function comprehension(node: Node, scope: Scope): Value | undefined {
  const [body, loop, ...others] = childrenOf(node);
  const [name, list] = ['left', 'right'].map(field => loop?.childForFieldName(field) ?? null);
  const items = others.length === 0 ? itemsOf(ofField(list ?? null, scope)) : undefined;
  if (!body || !items || name?.type !== 'identifier' || items.length > mostNodes) return undefined;
  const values = items.map(item => fold(body, withValue(scope, name.text, item)));
  return values.every(value => value !== undefined) ? { kind: 'list', items: values } : undefined;
}

/** The same scope, in which a name stands for a value. */
export function withValue(scope: Scope, name: string, value: Value): Scope {
  return { ...scope, constantOf: node => (node.text === name ? value : scope.constantOf(node)) };
}

function childrenOf(node: Node): Node[] {
  return node.namedChildren.flatMap(child => (child === null || child.type === 'comment' ? [] : child));
}
