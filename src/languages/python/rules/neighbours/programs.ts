// The parts of failing tests that can be run by themselves: plain statements up to an expectation, and the expression that it is about.
import { functionOfTest } from '../../../../incident/test-id.ts';
import type { ProbedTests } from '../../../contract/neighbours.ts';
import { fromSyntax, type Node, nodesOf } from '../../../syntax.ts';
import { literalOf } from '../../source/literals.ts';
import { argumentsOf } from '../names.ts';
import { type Used, usedBy } from './plain.ts';
import { namesIn, type PlainNames } from './plain-names.ts';
import { rowsOf } from './rows.ts';
import { type Shift, shiftsOf } from './shifts.ts';

/** Code to run and the expression to look at; its last part. */
export interface Program {
  readonly parts: readonly string[];
  readonly points: readonly Point[];
}

/** A literal in a program, and what may take its place. */
export interface Point {
  /** Index of the part. */
  readonly part: number;
  /** Characters of the part: from, up to but not including. */
  readonly from: number;
  readonly to: number;
  readonly shifts: readonly Shift[];
}

/** In order of appearance. */
export function programsOf({ targets, texts, guard, paths }: ProbedTests): Program[] {
  const failing = new Set(targets.flatMap(({ testId }) => functionOfTest(testId) ?? []));
  const of = (text: string, isWanted: (name: string) => boolean) =>
    fromSyntax('python', text, root => testsIn(root, isWanted).flatMap(test => programsIn(test, { root, paths }))) ??
    [];
  return [...texts.flatMap(text => of(text, name => failing.has(name))), ...of(guard, name => name.startsWith('test'))];
}

function testsIn(root: Node, isWanted: (name: string) => boolean): Node[] {
  return nodesOf(root, 'function_definition').filter(node => isWanted(node.childForFieldName('name')?.text ?? ''));
}

interface File {
  readonly root: Node;
  readonly paths: ReadonlySet<string>;
}

function programsIn(test: Node, { root, paths }: File): Program[] {
  const names = namesIn(root, paths);
  return rowsOf(test).flatMap(row => programsOfRow(test, { names, row }));
}

/** As far as the statements are plain. */
function programsOfRow(test: Node, known: { names: PlainNames; row: ReadonlyMap<string, Node> }): Program[] {
  const code: Node[] = [];
  const programs: Program[] = [];
  for (const statement of statementsOf(test)) {
    const about = aboutWhat(statement);
    const used = about || isStep(statement) ? usedBy([...code, about ?? statement], known) : null;
    if (!used) break;
    if (about && used.isOwn) programs.push(programOf(used, [...code, about]));
    // What stands by itself leaves nothing behind that the next one needs.
    if (!about || !usedBy([about], known)) code.push(about ?? statement);
  }
  return programs;
}

/** Imports are known, and strings say nothing. */
function statementsOf(test: Node): Node[] {
  const body = test.childForFieldName('body')?.namedChildren ?? [];
  return body.flatMap(node => (node === null || isSilent(node) ? [] : node));
}

function isSilent({ type, firstNamedChild }: Node): boolean {
  return (
    /^(?:comment|import_statement|import_from_statement|pass_statement)$/.test(type) ||
    (type === 'expression_statement' && firstNamedChild?.type === 'string')
  );
}

/** A statement that is run on the way to an expectation. */
function isStep({ type }: Node): boolean {
  return type === 'expression_statement';
}

const pairs = /(?:^|\.)assert\w*Equals?$|(?:^|\.)assert(?:Is|IsNot|In|NotIn|Greater\w*|Less\w*)$/;
const singles = /(?:^|\.)assert(?:True|False|IsNone|IsNotNone)$/;

/** The expression whose value decides; null for a statement that expects nothing. */
function aboutWhat(statement: Node): Node | null {
  if (statement.type === 'assert_statement') return ofCondition(statement.firstNamedChild);
  if (statement.type === 'with_statement') return ofRaising(statement);
  const call = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  if (call?.type !== 'call') return null;
  const name = call.childForFieldName('function')?.text ?? '';
  const [first, second] = argumentsOf(call).map(({ value }) => value);
  if (singles.test(name)) return first ?? null;
  return pairs.test(name) && first && second ? oneOf(first, second) : null;
}

function ofCondition(condition: Node | null): Node | null {
  if (condition === null) return null;
  if (condition.type === 'parenthesized_expression' || condition.type === 'not_operator')
    return ofCondition(condition.firstNamedChild);
  const [left, right, ...more] = condition.namedChildren;
  if (condition.type !== 'comparison_operator' || !left || !right || more.length > 0) return condition;
  return oneOf(left, right);
}

/** Of two that are compared, the one that is no value; of two values that are computed, the one that is called. */
function oneOf(left: Node, right: Node): Node {
  if (literalOf(right) !== null) return left;
  return literalOf(left) !== null || nodesOf(left, 'call').length === 0 ? right : left;
}

/** `with pytest.raises(ValueError): total(-1)`. */
function ofRaising(statement: Node): Node | null {
  const [item, ...others] = nodesOf(statement, 'with_item');
  const body = statement.childForFieldName('body')?.namedChildren ?? [];
  const [only] = body;
  const isRaising = /^(?:pytest\.raises|self\.assertRaises(?:Regex)?|raises)\(/.test(item?.text ?? '');
  if (!isRaising || others.length > 0 || body.length !== 1 || only?.type !== 'expression_statement') return null;
  return only.firstNamedChild;
}

function programOf({ before, given }: Used, code: readonly Node[]): Program {
  const places = [
    ...before.map(each => (typeof each === 'string' ? { text: each, node: null, at: 0 } : asWritten(each))),
    ...given.map(([name, value]) => ({ text: `${name} = ${value.text}`, node: value, at: name.length + 3 })),
    ...code.map(asWritten),
  ];
  const points = places.flatMap(({ node, at }, part) => (node ? pointsIn(node, { part, at }) : []));
  return { parts: places.map(({ text }) => text), points };
}

function asWritten(node: Node): { text: string; node: Node; at: number } {
  return { text: node.text, node, at: 0 };
}

const literalTypes = ['integer', 'float', 'string', 'true', 'false', 'list', 'tuple', 'set', 'dictionary'];

function pointsIn(node: Node, { part, at }: { part: number; at: number }): Point[] {
  return nodesOf(node, ...literalTypes).flatMap(literal => {
    const shifts = isPutIn(literal, node) ? shiftsOf(literal) : [];
    const from = literal.startIndex - node.startIndex + at;
    return shifts.length === 0 ? [] : { part, from, to: from + literal.text.length, shifts };
  });
}

/** Not what a result is looked up or compared with. */
function isPutIn(literal: Node, within: Node): boolean {
  if (literal.id === within.id) return true;
  for (let around = literal.parent; around && around.id !== within.id; around = around.parent) {
    if (/^(?:argument_list|for_in_clause)$/.test(around.type)) return true;
    if (/^(?:subscript|slice|comparison_operator)$/.test(around.type)) return false;
  }
  return within.type === 'assignment' || literalOf(within) !== null || isAssigned(within);
}

function isAssigned({ firstNamedChild }: Node): boolean {
  return firstNamedChild?.type === 'assignment';
}
