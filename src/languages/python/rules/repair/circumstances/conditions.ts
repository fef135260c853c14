// What newly decides something: comparisons, conditions without one, and keys that something is looked up by.
import { type Node, nodesOf } from '../../../../syntax.ts';
import { argumentsOf } from '../../names.ts';

export interface Deciding {
  /** Wherever they are: what is kept in a name may be asked about later. */
  readonly comparisons: readonly Node[];
  /** Of `if`, `while`, `assert`, a filter, `and`: what is asked for its truth. */
  readonly truths: readonly Node[];
  /** `x` of `d[x]`, `d.get(x, …)` and `match x:`. */
  readonly keys: readonly Node[];
}

export function decidingOn(changed: (types: readonly string[]) => Node[]): Deciding {
  return {
    comparisons: changed(['comparison_operator']),
    truths: changed(Object.keys(conditionOf))
      .flatMap(node => conditionOf[node.type]?.(node) ?? [])
      .flatMap(atoms),
    keys: changed(['subscript', 'call', 'match_statement']).flatMap(keysOf),
  };
}

const conditionOf: Readonly<Record<string, (node: Node) => Node[]>> = {
  if_statement: node => field(node, 'condition'),
  elif_clause: node => field(node, 'condition'),
  while_statement: node => field(node, 'condition'),
  conditional_expression: node => [node.namedChild(1)].flatMap(present),
  assert_statement: node => [node.firstNamedChild].flatMap(present),
  if_clause: node => [node.firstNamedChild].flatMap(present),
  boolean_operator: node => field(node, 'left'),
};

/** The parts of `a and not (b or c)`; comparisons are looked at by themselves. */
function atoms(node: Node): Node[] {
  const isMadeOf = /^(?:parenthesized_expression|boolean_operator|not_operator)$/.test(node.type);
  if (isMadeOf) return node.namedChildren.flatMap(child => (child ? atoms(child) : []));
  return node.type === 'comparison_operator' ? [] : [node];
}

function keysOf(node: Node): Node[] {
  if (node.type === 'subscript') return node.childrenForFieldName('subscript').flatMap(present);
  if (node.type === 'match_statement') return field(node, 'subject');
  const isLookup = node.childForFieldName('function')?.childForFieldName('attribute')?.text === 'get';
  return isLookup
    ? argumentsOf(node)
        .slice(0, 1)
        .map(({ value }) => value)
    : [];
}

function field(node: Node, name: string): Node[] {
  return [node.childForFieldName(name)].flatMap(present);
}

function present(node: Node | null): Node[] {
  return node ? [node] : [];
}

/** The function around a node; null at the top level. */
export function functionAround(node: Node): Node | null {
  let around = node.parent;
  while (around && around.type !== 'function_definition') around = around.parent;
  return around;
}

/** What is given to each name of a file, wherever. */
export function assignedIn(root: Node): ReadonlyMap<string, readonly Node[]> {
  const found = new Map<string, Node[]>();
  for (const node of nodesOf(root, 'assignment', 'named_expression')) {
    const name = node.childForFieldName('left') ?? node.childForFieldName('name');
    const value = node.childForFieldName('right') ?? node.childForFieldName('value');
    if (name?.type === 'identifier' && value) found.set(name.text, [...(found.get(name.text) ?? []), value]);
  }
  return found;
}
