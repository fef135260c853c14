// Whether code can be run by itself: all that it names is known, and it does nothing but compute.
import { type Node, nodesOf } from '../../../syntax.ts';
import type { PlainNames } from './plain-names.ts';

/** Builtins that compute. */
const builtins = new Set(
  (
    'abs all any ascii bin bool bytearray bytes chr complex dict divmod enumerate filter float frozenset hash hex int isinstance ' +
    'issubclass iter len list map max min next object oct ord pow range repr reversed round set slice sorted str sum tuple type zip ' +
    'Exception ValueError TypeError KeyError IndexError AttributeError LookupError ArithmeticError ZeroDivisionError NotImplemented'
  ).split(' '),
);

export interface Used {
  /** What must stand before the code, in order. */
  readonly before: readonly (string | Node)[];
  /** The parameters that it uses. */
  readonly given: readonly (readonly [string, Node])[];
  /** Whether it uses something of the repository. */
  readonly isOwn: boolean;
}

/** What plain code needs; null for code that does or names more. `row` holds the parameters' values. */
export function usedBy(
  code: readonly Node[],
  { names, row }: { names: PlainNames; row: ReadonlyMap<string, Node> },
): Used | null {
  const bound = new Set(code.flatMap(boundIn));
  const readByCode = readIn(code);
  const given = [...row].filter(([name]) => readByCode.has(name) && !bound.has(name));
  const values = given.map(([, value]) => value);
  const read = new Set([...readByCode, ...readIn(values)]);
  const free = [...read].filter(name => !bound.has(name) && !row.has(name));
  const definitions = free.map(name => names.definitionOf(name));
  const isUnknown = free.some((name, at) => !definitions[at] && !builtins.has(name));
  if (isUnknown || [...code, ...values].some(node => node.hasError || nodesOf(node, 'await', 'yield').length > 0))
    return null;
  return { before: definitions.flatMap(definition => definition ?? []), given, isOwn: free.some(names.isOwn) };
}

/** Targets of assignments, loops and lambdas. */
function boundIn(node: Node): string[] {
  const left = nodesOf(node, 'assignment', 'named_expression', 'for_in_clause').flatMap(
    each => each.childForFieldName('left') ?? each.childForFieldName('name') ?? [],
  );
  const targets = [...left.filter(isTarget), ...nodesOf(node, 'lambda_parameters')];
  return targets.flatMap(target => nodesOf(target, 'identifier').map(({ text }) => text));
}

function isTarget({ type }: Node): boolean {
  return /^(?:identifier|pattern_list|tuple_pattern)$/.test(type);
}

function readIn(code: readonly Node[]): Set<string> {
  return new Set(code.flatMap(node => nodesOf(node, 'identifier').filter(isRead)).map(({ text }) => text));
}

/** Not the name of an attribute or of a keyword. */
function isRead(identifier: Node): boolean {
  const { parent } = identifier;
  if (parent?.type === 'attribute') return parent.childForFieldName('attribute')?.id !== identifier.id;
  if (parent?.type === 'keyword_argument') return parent.childForFieldName('name')?.id !== identifier.id;
  return true;
}
