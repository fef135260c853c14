// What a file can reach: every use of a capability, found wherever it is named.
import type { Node } from '../../../syntax.ts';
import { isDocstring } from '../../source/docstrings.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf, importsIn } from '../names.ts';
import type { Around } from './around.ts';
import { fileUses } from './file-uses.ts';
import { lookupUses } from './lookup-uses.ts';
import { type Match, matchesOf, ofAttribute, ofIdentifier, ofString, withinModule } from './match.ts';
import { pathsIn } from './paths.ts';
import { replacementsIn } from './replacements.ts';
import { mostLevels, type Scopes, scopesOf } from './scopes.ts';

/** One use. */
export interface Use extends Match {
  readonly node: Node;
}

/** All uses, in order of appearance. `own` are the top-level packages of the repository. */
export function usesIn(root: Node, own: ReadonlySet<string>): Use[] {
  const scopes = scopesOf(root);
  const found: Use[] = [];
  visit(root, { scope: scopes.module, paths: pathsIn(scopes), own }, { scopes, found, level: 0 });
  return found;
}

interface Visit {
  readonly scopes: Scopes;
  readonly found: Use[];
  readonly level: number;
}

function visit(node: Node, around: Around, to: Visit): void {
  if (to.level > mostLevels)
    return void to.found.push({ capability: 'internals', name: 'code nested too deeply', node });
  const matches = readers[node.type]?.(node, around) ?? [];
  to.found.push(...matches.map(match => ({ ...match, node })));
  const own = to.scopes.of(node);
  const inner = own ? { ...around, scope: own } : around;
  const below = { ...to, level: to.level + 1 };
  for (const child of partsOf(node)) visit(child, isOutside(node, child) ? around : inner, below);
}

/** A definition's defaults, decorators and bases belong to the scope around it. */
function isOutside({ type }: Node, child: Node): boolean {
  return /_definition$/.test(type) ? child.type !== 'block' : type === 'lambda' && child.type === 'lambda_parameters';
}

/** What of a node is read on its own. Names that are bound are not uses, nor are those of keywords and attributes. */
function partsOf(node: Node): Node[] {
  switch (node.type) {
    case 'import_statement':
    case 'import_from_statement':
    case 'future_import_statement':
    case 'global_statement':
    case 'nonlocal_statement':
    case 'comment':
      return [];
    case 'expression_statement':
      return isDocstring(node) ? [] : childrenOf(node);
    case 'attribute':
      return [node.childForFieldName('object')].flatMap(object =>
        object && object.type !== 'identifier' ? object : [],
      );
    case 'call':
      return partsOfCall(node);
    case 'keyword_argument':
      return [node.childForFieldName('value')].flatMap(value => value ?? []);
    case 'function_definition':
    case 'class_definition':
      return childrenOf(node).slice(1);
    case 'parameters':
    case 'lambda_parameters':
      return childrenOf(node).flatMap(each => ['value', 'type'].flatMap(field => each.childForFieldName(field) ?? []));
    case 'assignment':
    case 'augmented_assignment':
    case 'named_expression':
    case 'for_statement':
    case 'for_in_clause': {
      const target = node.childForFieldName('left') ?? node.childForFieldName('name');
      return childrenOf(node).filter(child => child.id !== target?.id || child.type !== 'identifier');
    }
    default:
      return childrenOf(node);
  }
}

/** A module whose attribute is looked up by a constant name is no value. */
function partsOfCall(call: Node): Node[] {
  const called = call.childForFieldName('function');
  const [object, name] = argumentsOf(call);
  const isLookup =
    /^(?:get|has|set|del)attr$/.test(called?.text ?? '') &&
    object?.value.type === 'identifier' &&
    name &&
    constantString(name.value) !== null;
  return childrenOf(call).flatMap(child =>
    isLookup && child.type === 'argument_list' ? childrenOf(child).filter(({ id }) => id !== object.value.id) : child,
  );
}

function childrenOf(node: Node): Node[] {
  return node.namedChildren.filter(child => child !== null);
}

/** What each kind of node uses. */
const readers: Readonly<Record<string, (node: Node, around: Around) => Match[]>> = {
  import_statement: ofImport,
  import_from_statement: ofImport,
  identifier: (node, around) => [...ofIdentifier(node.text), ...ofPaths(node, around), ...ofValue(node, around)],
  attribute: (node, around) => [...ofPaths(node, around), ...ofOwnAttribute(node, around)],
  call: (node, around) => [
    ...ofPaths(node, around),
    ...fileUses(node, around),
    ...lookupUses(node, around),
    ...replacementsIn(node, around),
  ],
  subscript: (node, around) => [...ofPaths(node, around), ...lookupUses(node, around)],
  string: ofConstant,
  concatenated_string: ofConstant,
  binary_operator: ofConstant,
  assignment: (node, around) => [...replacementsIn(node, around), ...ofModuleName(node, around)],
  augmented_assignment: replacementsIn,
  for_statement: replacementsIn,
  for_in_clause: replacementsIn,
  as_pattern: replacementsIn,
  delete_statement: replacementsIn,
  // Two statements that this grammar sees where Python sees calls: `type(x).y = 1` and `exec(a), b`.
  type_alias_statement: ofMisreadType,
  exec_statement: () => [{ capability: 'code at run time', name: 'exec' }],
  function_definition: node => {
    const name = node.childForFieldName('name')?.text ?? '';
    return /^pytest_/.test(name) ? [{ capability: 'the test run', name }] : [];
  },
  raise_statement: (node, around) => {
    const raised = node.firstNamedChild;
    const paths = raised ? around.paths(raised, around.scope) : [];
    const ends = paths.some(path => /^(?:builtins\.)?SystemExit(?:\(\))?$/.test(path));
    return ends ? [{ capability: 'exits', name: 'SystemExit' }] : [];
  },
};

/** What a module says of itself to whoever imports from it. */
function ofModuleName(node: Node, { scope }: Around): Match[] {
  const name = node.childForFieldName('left')?.text ?? '';
  const isSo = scope.kind === 'module' && /^__(?:path|loader|spec|package|file|builtins|class_getitem)__$/.test(name);
  return isSo ? [{ capability: 'imports', name }] : [];
}

function ofMisreadType(node: Node): Match[] {
  const left = node.childForFieldName('left')?.text ?? '';
  const isCall = left.startsWith('(') && !/^\(\s*(?:self|cls)\s*\)/.test(left);
  return isCall ? [{ capability: 'replacements', name: `type${left}` }] : [];
}

function ofImport(node: Node, { own }: Around): Match[] {
  return importsIn(node).flatMap(({ path }) => matchesOf(path, own));
}

function ofPaths(node: Node, { scope, paths, own }: Around): Match[] {
  return paths(node, scope).flatMap(path => matchesOf(path, own));
}

/** A module that is handed on can be used for everything. */
function ofValue(node: Node, { scope, paths, own }: Around): Match[] {
  return paths(node, scope).flatMap(path =>
    own.has(path) ? [] : withinModule(path).map(capability => ({ capability, name: path })),
  );
}

/** What a method of one's own is called says nothing, nor does a function of another module of the repository. */
function ofOwnAttribute(node: Node, { scope, paths }: Around): Match[] {
  const name = node.childForFieldName('attribute')?.text ?? '';
  const matches = ofAttribute(name);
  if (matches.length === 0) return [];
  const object = node.childForFieldName('object');
  const isOwn = object !== null && paths(object, scope).every(path => path === 'self' || /^\.[^()]*$/.test(path));
  return isOwn && !name.startsWith('__') ? [] : matches;
}

/** Each string, and what those that are put together say. */
function ofConstant(node: Node): Match[] {
  const isPart = node.parent?.type === 'binary_operator' && node.type === 'binary_operator';
  const said = isPart ? null : constantString(node);
  return said === null ? [] : ofString(said);
}
