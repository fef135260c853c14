// What an expression is worth when nothing in it comes from outside: literals, and what is computed from nothing but them.
import { type Node, nodesOf } from '../../../syntax.ts';
import { constantString, literalOf, piecesOf } from '../../source/literals.ts';
import { argumentsOf, lastPart, type Resolve } from '../names.ts';
import { called, calledOn } from './calls.ts';
import { compared, operated, unary } from './operators.ts';
import { isSame, isTrue, itemsOf, numberOf, shown, type Value } from './value.ts';

/** What names stand for while an expression is read. */
export interface Scope {
  /** Of an identifier, or an attribute of a class; undefined for what is not known. */
  constantOf(name: Node): Value | undefined;
  readonly resolve: Resolve;
}

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
  call: call,
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

function call(node: Node, scope: Scope): Value | undefined {
  const made = node.childForFieldName('function');
  const list = node.childForFieldName('arguments');
  if (!made) return undefined;
  if (list?.type === 'generator_expression') return known(made, [fold(list, scope)], scope);
  const given = argumentsOf(node);
  const name = lastPart(scope.resolve(made));
  if (name === 'map')
    return mapped(
      given.map(({ value }) => value),
      scope,
    );
  if (name === 'literal_eval' || name === 'loads' || name === 'eval') return written(given[0]?.value);
  if (name === 'dict') return keyed(node, scope);
  const values = given.flatMap(({ keyword, value }) => (keyword === 'encoding' ? [] : [fold(value, scope)]));
  return known(made, values, scope);
}

function known(made: Node, values: readonly (Value | undefined)[], scope: Scope): Value | undefined {
  const given = values.filter(value => value !== undefined);
  if (given.length < values.length) return undefined;
  const object = made.type === 'attribute' ? made.childForFieldName('object') : null;
  const on = object && fold(object, scope);
  if (on !== null && on !== undefined) return calledOn(on, made.childForFieldName('attribute')?.text ?? '', given);
  return called(lastPart(scope.resolve(made)), given);
}

/** `map(chr, [71, 101])`. */
function mapped([made, list]: readonly Node[], scope: Scope): Value | undefined {
  const items = list && itemsOf(fold(list, scope));
  const values = made && items?.map(item => called(lastPart(scope.resolve(made)), [item]));
  return values?.every(value => value !== undefined) ? { kind: 'list', items: values } : undefined;
}

/** `ast.literal_eval("17")`: only what is a literal in there. */
function written(node: Node | undefined): Value | undefined {
  const text = node && constantString(node);
  const isNumber = text && /^-?\d+(?:\.\d+)?$/.test(text.trim());
  return isNumber ? Number(text) : undefined;
}

/** `dict(a=1)`. */
function keyed(node: Node, scope: Scope): Value | undefined {
  const given = argumentsOf(node).map(({ keyword, value }) => [keyword, fold(value, scope)] as const);
  const pairs = given.flatMap(([key, value]) => (key === null || value === undefined ? [] : [[key, value] as const]));
  return pairs.length === given.length ? { kind: 'dict', pairs } : undefined;
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

/** Every constant in an expression: the largest ones, and all their parts; of a number with a sign also the number. */
export function constantsIn(node: Node, scope: Scope): Value[] {
  const value = folded(node, scope);
  const own = value === undefined ? [] : [value];
  if (literalOf(node) !== null && node.type !== 'unary_operator') return [...own, ...(itemsOf(value) ?? [])];
  return [...own, ...childrenOf(node).flatMap(child => constantsIn(child, scope))];
}

/** Names that are read in an expression, each once. */
export function namesIn(node: Node): string[] {
  const own = node.type === 'identifier' ? [node] : nodesOf(node, 'identifier');
  return [...new Set(own.map(({ text }) => text))];
}

function childrenOf(node: Node): Node[] {
  return node.namedChildren.flatMap(child => (child === null || child.type === 'comment' ? [] : child));
}
