// What a call is worth whose arguments are known.
import type { Node } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf, lastPart } from '../names.ts';
import { called, calledOn } from './calls.ts';
import type { Scope } from './known-names.ts';
import { itemsOf, type Value } from './value.ts';

interface Reader {
  readonly scope: Scope;
  readonly fold: (node: Node, scope: Scope) => Value | undefined;
}

export function callValue(node: Node, reader: Reader): Value | undefined {
  const { scope, fold } = reader;
  const made = node.childForFieldName('function');
  const list = node.childForFieldName('arguments');
  if (!made) return undefined;
  if (list?.type === 'generator_expression') return known(made, [fold(list, scope)], reader);
  const given = argumentsOf(node);
  const name = lastPart(scope.resolve(made));
  if (name === 'map')
    return mapped(
      given.map(({ value }) => value),
      reader,
    );
  if (name === 'literal_eval' || name === 'loads' || name === 'eval') return written(given[0]?.value);
  if (name === 'dict') return keyed(node, reader);
  const values = given.flatMap(({ keyword, value }) => (keyword === 'encoding' ? [] : [fold(value, scope)]));
  return known(made, values, reader);
}

function known(made: Node, values: readonly (Value | undefined)[], { scope, fold }: Reader): Value | undefined {
  const given = values.filter(value => value !== undefined);
  if (given.length < values.length) return undefined;
  const object = made.type === 'attribute' ? made.childForFieldName('object') : null;
  const on = object && fold(object, scope);
  if (on !== null && on !== undefined) return calledOn(on, made.childForFieldName('attribute')?.text ?? '', given);
  return called(lastPart(scope.resolve(made)), given);
}

/** `map(chr, [71, 101])`. */
function mapped([made, list]: readonly Node[], { scope, fold }: Reader): Value | undefined {
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
function keyed(node: Node, { scope, fold }: Reader): Value | undefined {
  const given = argumentsOf(node).map(({ keyword, value }) => [keyword, fold(value, scope)] as const);
  const pairs = given.flatMap(([key, value]) => (key === null || value === undefined ? [] : [[key, value] as const]));
  return pairs.length === given.length ? { kind: 'dict', pairs } : undefined;
}
