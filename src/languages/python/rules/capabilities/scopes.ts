// Which names each scope of a file binds, and to what: a local `time` is not the module, and `o = os` is.
import type { Node } from '../../../syntax.ts';
import { importsIn } from '../names.ts';

/** What a name is bound to: the path of an import, an expression in its scope, or null for what only a run can tell. */
export type Binding = { path: string } | { value: Node; scope: Scope } | null;

export interface Scope {
  readonly kind: 'module' | 'class' | 'function';
  readonly outer: Scope | null;
  readonly names: Map<string, Binding[]>;
  /** Names that a statement hands to an outer scope. */
  readonly handed: Set<string>;
}

export interface Scopes {
  readonly module: Scope;
  /** The scope that a definition, a lambda or a comprehension makes. */
  of(node: Node): Scope | undefined;
  /** Modules of which all names are imported. */
  readonly stars: readonly string[];
}

/** Null when no scope binds it: it is built in, or comes with a star import. */
export function bindingsOf(name: string, from: Scope): readonly Binding[] | null {
  for (let scope: Scope | null = from; scope; scope = scope.outer) {
    if (scope.kind === 'class' && scope !== from) continue;
    const found = scope.handed.has(name) ? undefined : scope.names.get(name);
    if (found) return found;
  }
  return null;
}

export function scopesOf(root: Node): Scopes {
  const made = new Map<number, Scope>();
  const stars: string[] = [];
  const module = scopeIn(null, 'module');
  bindAll(root, module, { made, stars, level: 0 });
  return { module, of: node => made.get(node.id), stars };
}

function scopeIn(outer: Scope | null, kind: Scope['kind']): Scope {
  return { kind, outer, names: new Map(), handed: new Set() };
}

interface Found {
  readonly made: Map<number, Scope>;
  readonly stars: string[];
  readonly level: number;
}

/** What each kind of scope is made by. */
const kinds: Readonly<Record<string, Scope['kind']>> = {
  function_definition: 'function',
  class_definition: 'class',
  lambda: 'function',
  list_comprehension: 'function',
  set_comprehension: 'function',
  dictionary_comprehension: 'function',
  generator_expression: 'function',
};

/** Deeper code is not read. */
export const mostLevels = 1_000;

/** Binds what the node and everything in it binds. */
function bindAll(node: Node, scope: Scope, found: Found): void {
  if (found.level > mostLevels) return;
  const kind = kinds[node.type];
  if (kind && /_definition$/.test(node.type)) bind(scope, node.childForFieldName('name')?.text ?? '', null);
  const own = kind ? scopeIn(scope, kind) : scope;
  if (kind) found.made.set(node.id, own);
  binders[node.type]?.(node, own, found);
  const inner = { ...found, level: found.level + 1 };
  for (const child of node.namedChildren) if (child) bindAll(child, own, inner);
}

type Binder = (node: Node, scope: Scope, found: Found) => void;

const binders: Readonly<Record<string, Binder>> = {
  import_statement: bindImports,
  import_from_statement: bindImports,
  parameters: bindParameters,
  lambda_parameters: bindParameters,
  assignment: (node, scope) => bindTarget(node.childForFieldName('left'), node.childForFieldName('right'), scope),
  named_expression: (node, scope) => bindTarget(node.childForFieldName('name'), node.childForFieldName('value'), scope),
  for_statement: (node, scope) => bindTarget(node.childForFieldName('left'), null, scope),
  for_in_clause: (node, scope) => bindTarget(node.childForFieldName('left'), null, scope),
  as_pattern: (node, scope) => bindTarget(node.childForFieldName('alias'), node.firstNamedChild, scope),
  case_pattern: bindCapture,
  splat_pattern: (node, scope) => bindTarget(node.firstNamedChild, null, scope),
  global_statement: (node, scope) => handOut(node, scope),
  nonlocal_statement: (node, scope) => handOut(node, scope),
};

function bind(scope: Scope, name: string, binding: Binding): void {
  const target = scope.handed.has(name) ? moduleOf(scope) : scope;
  target.names.set(name, [...(target.names.get(name) ?? []), binding]);
}

function moduleOf(scope: Scope): Scope {
  return scope.outer ? moduleOf(scope.outer) : scope;
}

function handOut(node: Node, scope: Scope): void {
  for (const name of node.namedChildren) if (name) scope.handed.add(name.text);
}

/** `import a.b` binds `a` to itself. */
function bindImports(node: Node, scope: Scope, { stars }: Found): void {
  for (const { name, path } of importsIn(node)) {
    const isWhole = node.type === 'import_statement' && path.startsWith(`${name}.`);
    if (name === '*') stars.push(path);
    else bind(scope, name, { path: isWhole ? name : path });
  }
}

/** A default belongs to the scope around the function. */
function bindParameters(node: Node, scope: Scope): void {
  for (const parameter of node.namedChildren) {
    if (!parameter) continue;
    const name =
      parameter.childForFieldName('name') ?? (parameter.type === 'identifier' ? parameter : parameter.firstNamedChild);
    const value = parameter.childForFieldName('value');
    bindTarget(name, null, scope);
    if (value && scope.outer && name?.type === 'identifier') bind(scope, name.text, { value, scope: scope.outer });
  }
}

/** Pairs of one length are bound one by one. */
function bindTarget(target: Node | null, value: Node | null, scope: Scope): void {
  if (target?.type === 'identifier') bind(scope, target.text, value ? { value, scope } : null);
  if (!target || !isPattern.test(target.type)) return;
  const targets = target.namedChildren;
  const values = value && isSequence.test(value.type) ? value.namedChildren : [];
  const isOne = target.type === 'as_pattern_target';
  for (const [at, each] of targets.entries()) {
    bindTarget(each, isOne ? value : values.length === targets.length ? (values[at] ?? null) : null, scope);
  }
}

const isPattern = /_pattern(?:_target)?$|^pattern_list$|^(?:tuple|list|parenthesized_expression)$/;
const isSequence = /^(?:tuple|list|expression_list)$/;

/** `case x`, and `case … as x`, where the name is no alias. */
function bindCapture(node: Node, scope: Scope): void {
  const inner = node.firstNamedChild;
  if (inner?.type === 'dotted_name' && !inner.text.includes('.')) bind(scope, inner.text, null);
  if (inner?.type === 'as_pattern') bindTarget(inner.lastNamedChild, null, scope);
}
