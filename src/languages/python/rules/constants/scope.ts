// What the names of a file stand for where that is one constant: set once, a parameter's default, an attribute of a class.
import { type Node, nodesOf } from '../../../syntax.ts';
import type { Resolve } from '../names.ts';
import { folded } from './fold.ts';
import type { Scope } from './known-names.ts';
import type { Value } from './value.ts';

/** Names that stand for names that stand for names. */
const deepest = 6;

/** `isRead` tells which bindings count. */
export function scopeOf(root: Node, { resolve, isRead }: { resolve: Resolve; isRead: (node: Node) => boolean }): Scope {
  const bindings = new Map<number, Map<string, Binding[]>>();
  const boundIn = (place: Node) => {
    const known = bindings.get(place.id) ?? bindingsOf(place);
    bindings.set(place.id, known);
    return known;
  };
  let depth = 0;
  const constantOf = (name: Node): Value | undefined => {
    const found =
      name.type === 'attribute' ? attributeOf(name) : placesAround(name).map(place => boundIn(place).get(name.text));
    const [binding, ...others] = found.find(each => each !== undefined) ?? [];
    if (!binding?.value || others.length > 0 || depth >= deepest || !isRead(binding.node)) return undefined;
    depth++;
    const value = folded(binding.value, { constantOf, resolve });
    depth--;
    return value;
  };
  /** `self.ANSWER`, `Class.ANSWER`: set in one class of the file, and nowhere else. */
  const attributeOf = (node: Node): (Binding[] | undefined)[] => {
    const [object, attribute] = ['object', 'attribute'].map(field => node.childForFieldName(field));
    if (object?.type !== 'identifier' || !attribute) return [];
    return [nodesOf(root, 'class_definition').flatMap(each => boundIn(each).get(attribute.text) ?? [])];
  };
  return { constantOf, resolve };
}

interface Binding {
  readonly node: Node;
  /** Null for what is not told, such as a parameter. */
  readonly value: Node | null;
}

/** Innermost first; a name in a function does not see the names of its class. */
function placesAround(name: Node): Node[] {
  const places: Node[] = [];
  for (let node = name.parent; node; node = node.parent) {
    if (/^(?:function_definition|lambda|module)$/.test(node.type)) places.push(node);
    if (node.type === 'class_definition' && places.length === 0) places.push(node);
  }
  return places;
}

const bindingTypes = [
  'assignment',
  'augmented_assignment',
  'named_expression',
  'for_statement',
  'for_in_clause',
  'with_item',
  'default_parameter',
  'typed_default_parameter',
  'parameters',
  'lambda_parameters',
];

/** Those of functions inside of it are not its own. */
function bindingsOf(place: Node): Map<string, Binding[]> {
  const found = new Map<string, Binding[]>();
  const own = nodesOf(place, ...bindingTypes).filter(node => ownerOf(node)?.id === place.id);
  for (const { name, ...binding } of own.flatMap(boundBy)) found.set(name, [...(found.get(name) ?? []), binding]);
  return found;
}

function ownerOf(node: Node): Node | null {
  let around = node.parent;
  while (around && !/^(?:function_definition|lambda|class_definition|module)$/.test(around.type))
    around = around.parent;
  return around;
}

function boundBy(node: Node): (Binding & { name: string })[] {
  if (/parameters$/.test(node.type))
    return node.namedChildren.flatMap(child =>
      child?.type === 'identifier' || child?.type === 'typed_parameter'
        ? [{ name: (child.type === 'identifier' ? child : child.firstNamedChild)?.text ?? '', node, value: null }]
        : [],
    );
  const left = node.childForFieldName('left') ?? node.childForFieldName('name');
  const isTold =
    /assignment$|^named_expression$|default_parameter$/.test(node.type) && node.type !== 'augmented_assignment';
  const right = isTold ? (node.childForFieldName('right') ?? node.childForFieldName('value')) : null;
  if (!left) return [];
  if (left.type === 'identifier') return [{ name: left.text, node, value: right }];
  const [names, values] = [left, right].map(side => side?.namedChildren ?? []);
  const isPaired =
    right !== null && /^(?:expression_list|tuple|list)$/.test(right.type) && names?.length === values?.length;
  return (names ?? []).flatMap((name, at) =>
    name?.type === 'identifier' ? [{ name: name.text, node, value: isPaired ? (values?.[at] ?? null) : null }] : [],
  );
}
