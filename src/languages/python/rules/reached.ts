// What tests reach by name in their own files and in those that support them: fixtures, helpers, tables of parameters.
import { fromSyntax, type Node, nodesOf } from '../../syntax.ts';
import { constantString } from '../source/literals.ts';

export interface Definition {
  readonly name: string;
  readonly text: string;
  /** What it names, itself included; a string may name a fixture. */
  readonly names: ReadonlySet<string>;
  /** Whether it takes part in every test around it. */
  readonly isAlways: boolean;
}

/** Functions and classes, with their decorators, and what is assigned outside of functions. */
export function definitionsIn(text: string): Definition[] {
  return fromSyntax('python', text, root => definitionNodes(root).flatMap(definitionsOf)) ?? [];
}

/** Names that these tests reach, their own included. */
export function reachedNames(tests: Iterable<string>, definitions: readonly Definition[]): Set<string> {
  const always = definitions.flatMap(each => (each.isAlways ? each.name : []));
  const reached = new Set([...tests, ...always]);
  const byName = Map.groupBy(definitions, ({ name }) => name);
  // A set goes on with what is added while it is read.
  for (const name of reached)
    for (const { names } of byName.get(name) ?? []) for (const each of names) if (byName.has(each)) reached.add(each);
  return reached;
}

export function definitionNodes(root: Node): Node[] {
  return nodesOf(root, 'function_definition', 'class_definition', 'assignment')
    .filter(node => !isInFunction(node))
    .map(node => (node.parent?.type === 'decorated_definition' ? node.parent : node));
}

function isInFunction(node: Node): boolean {
  for (let around = node.parent; around; around = around.parent) if (around.type === 'function_definition') return true;
  return false;
}

/** Several for `a, b = 1, 2`. */
export function namesOfDefinition(node: Node): string[] {
  const definition = node.childForFieldName('definition') ?? node;
  const name = definition.childForFieldName('name') ?? definition.childForFieldName('left');
  if (!name) return [];
  return /^(?:pattern_list|tuple_pattern)$/.test(name.type)
    ? nodesOf(name, 'identifier').map(({ text }) => text)
    : [name.text];
}

const always =
  /^(?:setUp\w*|tearDown\w*|asyncSetUp|setup(?:_\w+)?|teardown(?:_\w+)?|pytest_\w+|pytestmark|load_tests)$/;

function definitionsOf(node: Node): Definition[] {
  const words = nodesOf(node, 'string').flatMap(string => {
    const text = constantString(string);
    return text !== null && /^[A-Za-z_]\w*$/.test(text) ? text : [];
  });
  const names = new Set([...nodesOf(node, 'identifier').map(({ text }) => text), ...words]);
  const isAutomatic = nodesOf(node, 'decorator').some(({ text }) => /\bautouse\s*=\s*True\b/.test(text));
  return namesOfDefinition(node).map(name => ({
    name,
    text: node.text,
    names,
    isAlways: isAutomatic || always.test(name),
  }));
}
