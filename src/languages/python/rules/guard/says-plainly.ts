// Whether a regression test says plainly what a result of the repository is: `assert total(1) == 29`. Such a test needs no further run.
import { type Node, nodesOf } from '../../../syntax.ts';
import { literalOf } from '../../source/literals.ts';
import { argumentsOf } from '../names.ts';
import type { Candidate } from './forbidden.ts';
import { isOwnCode } from './repository-part.ts';

/** True only where one assertion is sure to run and compares a result with a value; false when in doubt. */
export function saysPlainly(candidate: Candidate, paths: ReadonlySet<string>): boolean {
  const [test, ...others] = nodesOf(candidate.root, 'function_definition', 'lambda');
  const body = test?.childForFieldName('body');
  if (!body || others.length > 0 || nodesOf(test ?? body, ...ways).length > 0) return false;
  const results = resultsIn(body, ownNames(candidate, paths));
  return body.namedChildren.some(statement => statement !== null && isPlain(statement, results));
}

/** By which an assertion may be left out, or a name be bound to something else. */
const ways = [
  ...['if_statement', 'try_statement', 'while_statement', 'match_statement', 'return_statement', 'global_statement'],
  ...['named_expression', 'augmented_assignment', 'delete_statement', 'import_statement', 'wildcard_import'],
];

/** Names that the file takes from the repository's code and binds once. */
function ownNames({ root, imports }: Candidate, paths: ReadonlySet<string>): ReadonlySet<string> {
  const own = imports.filter(({ path, name }) => name !== '' && name !== '*' && isOwnCode(path, paths));
  const bound = new Set(nodesOf(root, ...binders).flatMap(namesBound));
  return new Set(own.flatMap(({ name }) => (bound.has(name) ? [] : name)));
}

const binders = ['assignment', 'for_statement', 'for_in_clause', 'as_pattern', 'parameters', 'class_definition'];

function namesBound(node: Node): string[] {
  const target =
    node.type === 'as_pattern'
      ? node.lastNamedChild
      : (node.childForFieldName('left') ??
        node.childForFieldName('name') ??
        (node.type === 'parameters' ? node : null));
  return target && target.type !== 'attribute' && target.type !== 'subscript'
    ? nodesOf(target, 'identifier').map(({ text }) => text)
    : [];
}

/** Names of the repository, and names for what its functions and classes have made. */
interface Results {
  readonly own: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
  readonly instances: ReadonlySet<string>;
}

function resultsIn(body: Node, own: ReadonlySet<string>): Results {
  const found = { own, values: new Set<string>(), instances: new Set<string>() };
  const names = nodesOf(body, ...binders).flatMap(namesBound);
  for (const statement of body.namedChildren) {
    const assignment = statement?.firstNamedChild?.type === 'assignment' ? statement.firstNamedChild : null;
    const name = assignment?.childForFieldName('left')?.text ?? '';
    const value = assignment?.childForFieldName('right');
    if (!value || names.filter(each => each === name).length !== 1) continue;
    if (isInstance(value, found)) found.instances.add(name);
    else if (isResult(value, found)) found.values.add(name);
  }
  return found;
}

/** `Basket()` and `shop.Basket()`: classes are told by their names. */
function isInstance(node: Node, { own }: Results): boolean {
  const called = node.type === 'call' ? node.childForFieldName('function') : null;
  return called !== null && /(?:^|\.)[A-Z]\w*$/.test(called.text) && isOwnPath(called, own);
}

/** `total(1)`, `shop.total(1)`, `Basket().total()`, `basket.total()`, or a name for one of these. */
function isResult(node: Node, results: Results): boolean {
  if (node.type === 'identifier') return results.values.has(node.text);
  const called = node.type === 'call' ? node.childForFieldName('function') : null;
  if (!called || /(?:^|\.)(?:__\w+__|[A-Z]\w*)$/.test(called.text)) return false;
  const object = called.type === 'attribute' ? called.childForFieldName('object') : null;
  const isMethod = object !== null && (results.instances.has(object.text) || isInstance(object, results));
  return isMethod || isOwnPath(called, results.own);
}

function isOwnPath(called: Node, own: ReadonlySet<string>): boolean {
  return /^[\w.]+$/.test(called.text) && own.has(called.text.split('.')[0] ?? '');
}

function isPlain(statement: Node, results: Results): boolean {
  if (statement.type === 'assert_statement' && statement.firstNamedChild)
    return isPlainComparison(statement.firstNamedChild, results);
  const call = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  const method = call?.type === 'call' ? call.childForFieldName('function')?.text : undefined;
  const [left, right] = call ? argumentsOf(call).map(({ value }) => value) : [];
  if (method === 'self.assertIsNone') return left !== undefined && isResult(left, results);
  return method === 'self.assertEqual' && isBetween([left, right], results);
}

function isPlainComparison(node: Node, results: Results): boolean {
  const sides = node.namedChildren.filter(child => child?.type !== 'comment');
  const isEqual = node.type === 'comparison_operator' && /^(?:==|is)$/.test(node.child(1)?.type ?? '');
  return isEqual && sides.length === 2 && isBetween(sides, results);
}

function isBetween([left, right]: readonly (Node | null | undefined)[], results: Results): boolean {
  if (!left || !right) return false;
  return (isResult(left, results) && isTelling(right)) || (isTelling(left) && isResult(right, results));
}

/** A value; what is true or false may be the answer of a comparison. */
function isTelling(node: Node): boolean {
  return literalOf(node) !== null && node.type !== 'true' && node.type !== 'false';
}
