// Branches that single out what the failing test puts in, and answer what it expects.
import { type Node, nodesOf } from '../../../../syntax.ts';
import { literalOf } from '../../../source/literals.ts';
import { withValue } from '../../constants/fold.ts';
import { lineOf } from '../../names.ts';
import { isTrivial } from '../test-values.ts';
import { type Judged, type Sign, tellingIn, worthOf } from './judged.ts';
import { resultOf, resultTypes } from './results.ts';
import { singledOut } from './singled-out.ts';

export function ownBranches(judged: Judged): Sign[] {
  const { file } = judged;
  const branches = file.added(Object.keys(branchReaders), near).flatMap(branchOf);
  return branches.flatMap(branch => {
    if (!branch.conditions.some(file.isNew)) return [];
    const answer = ownAnswer(branch, judged);
    if (answer === null || branches.some(other => isOfKind(branch, other, judged))) return [];
    return [{ line: lineOf(branch.node), words: `answers the failing test's own case with ${answer}.` }];
  });
}

/** What decides, and the values that it answers with. */
interface Branch {
  readonly node: Node;
  readonly conditions: readonly Node[];
  readonly answers: readonly Node[];
}

const branchReaders: Readonly<Record<string, (node: Node) => Omit<Branch, 'node'> | null>> = {
  if_statement: node => ({
    conditions: [node.childForFieldName('condition')].flatMap(present),
    answers: answersOfIf(node),
  }),
  elif_clause: ofBody,
  while_statement: ofBody,
  for_statement: node => ({
    conditions: comparisonsIn(node.childForFieldName('right')),
    answers: answersIn(bodyOf(node)),
  }),
  case_clause: node => ({
    conditions: [
      ...comparisonsIn(node.parent?.parent?.childForFieldName('subject') ?? null),
      ...nodesOf(node, 'case_pattern').filter(({ parent }) => parent?.id === node.id),
      ...[node.childForFieldName('guard')].flatMap(present),
    ],
    answers: answersIn(bodyOf(node)),
  }),
  try_statement: node => ({
    conditions: nodesOf(bodyOf(node) ?? node, 'assert_statement'),
    answers: nodesOf(node, 'except_clause').flatMap(answersIn),
  }),
  conditional_expression: node => {
    const [answer, condition, other] = node.namedChildren;
    return { conditions: [condition].flatMap(present), answers: [answer, other].flatMap(present) };
  },
  // `x == 4 and 17`
  boolean_operator: node => ({
    conditions: comparisonsIn(node.childForFieldName('left')),
    answers: [node.childForFieldName('right')].flatMap(present),
  }),
  // `[17 for _ in [0] if x == 4]`
  list_comprehension: ofComprehension,
  generator_expression: ofComprehension,
  set_comprehension: ofComprehension,
};

function branchOf(node: Node): Branch[] {
  const read = branchReaders[node.type]?.(node);
  return read && read.conditions.length > 0 ? [{ node, ...read }] : [];
}

function ofBody(node: Node): Omit<Branch, 'node'> {
  return { conditions: [node.childForFieldName('condition')].flatMap(present), answers: answersIn(bodyOf(node)) };
}

function ofComprehension(node: Node): Omit<Branch, 'node'> {
  const filters = nodesOf(node, 'if_clause').flatMap(({ firstNamedChild }) => present(firstNamedChild));
  const answer = node.childForFieldName('body');
  return {
    conditions: [...filters, ...nodesOf(node, 'for_in_clause').flatMap(comparisonsIn)],
    answers: present(answer),
  };
}

/** Also what `else` answers, or what stands behind a branch that ends: `if x != 4: return x * 3`, `return 17`. */
function answersOfIf(node: Node): Node[] {
  const alternatives = node.namedChildren.flatMap(child => (child?.type === 'else_clause' ? child : []));
  const body = bodyOf(node);
  const isLeaving = /^(?:return|raise|continue)_statement$/.test(body?.lastNamedChild?.type ?? '');
  const next = isLeaving && alternatives.length === 0 ? node.nextNamedSibling : null;
  const behind = next && resultTypes.includes(next.type) ? resultOf(next).map(({ value }) => value) : [];
  return [...answersIn(body), ...alternatives.flatMap(answersIn), ...behind];
}

function bodyOf(node: Node): Node | null {
  return node.childForFieldName('consequence') ?? node.childForFieldName('body');
}

/** Lines below a head: what is further away is not the answer to its condition. */
const nearest = 12;

function answersIn(body: Node | null): Node[] {
  if (!body) return [];
  const end = { row: body.startPosition.row + nearest, column: 0 };
  const results = body
    .descendantsOfType(resultTypes, body.startPosition, end)
    .flatMap(each => (each ? resultOf(each) : []));
  return results.map(({ value }) => value);
}

function comparisonsIn(node: Node | null): Node[] {
  if (!node) return [];
  return node.type === 'comparison_operator' ? [node] : nodesOf(node, 'comparison_operator');
}

function present(node: Node | null | undefined): Node[] {
  return node ? [node] : [];
}

/** `if x == 3: return 7`, where the test puts in 3 and expects 7; or any new branch on numbers that ends in the expected number. */
function ownAnswer({ conditions, answers }: Branch, { values, scope }: Judged): string | null {
  const cases = conditions.flatMap(condition => singledOut(condition, { values, scope }) ?? []);
  const scopes = [scope, ...cases.map(({ name, value }) => withValue(scope, name, value))];
  const expected = answers.flatMap(answer => {
    const found = scopes.map(each => worthOf(answer, each)).find(each => each !== null && values.expected.has(each));
    return found === undefined || found === null ? [] : [{ found, isConstant: worthOf(answer, scope) !== null }];
  });
  const [answer] = expected;
  if (!answer) return null;
  if (cases.length > 0) return answer.found;
  const deciding = conditions.filter(isComparing);
  const compared = deciding.flatMap(condition => tellingIn(condition, scope));
  const isForIts = compared.some(value => values.given.has(value));
  const isOnNumbers = deciding.some(hasNumbers) && /^-?\d/.test(answer.found);
  return isForIts || isOnNumbers ? answer.found : null;
}

/** Trivial ones count here. What is divisible is a rule for many: `year % 4 == 0`. */
function hasNumbers(condition: Node): boolean {
  const divisions = comparisonsIn(condition).filter(({ text }) => /^[\w.]+ *% *\d+ *[!=]= *0$/.test(text));
  return nodesOf(condition, 'integer', 'float', 'string').some(
    ({ startIndex: at }) => !divisions.some(({ startIndex, endIndex }) => startIndex <= at && at < endIndex),
  );
}

const asking =
  /^(?:startswith|endswith|match|fullmatch|search|fnmatch|count|find|index|eq|ne|contains|__(?:eq|ne|contains)__)$/;

function isComparing(condition: Node): boolean {
  if (condition.type === 'case_pattern' || comparisonsIn(condition).length > 0) return true;
  const calls = condition.type === 'call' ? [condition] : nodesOf(condition, 'call');
  return calls.some(call => asking.test(/(?<!\w)\w*$/.exec(call.childForFieldName('function')?.text ?? '')?.[0] ?? ''));
}

/** Lines around a branch in which others show what is custom here. */
const near = 12;

/** Code that maps such values to such values already: one more is data, as in `if code == "de": return "German"`. */
function isOfKind(branch: Branch, other: Branch, { file, scope }: Judged): boolean {
  if (Math.abs(lineOf(other.node) - lineOf(branch.node)) > near || other.conditions.some(file.isNew)) return false;
  const [own, others] = [branch, other].map(each => each.conditions.map(subjectOf).join());
  const compared = other.conditions.flatMap(condition => tellingIn(condition, scope));
  const answers = other.answers.flatMap(answer => literalOf(answer) ?? []).filter(answer => !isTrivial(answer));
  return own === others && compared.length > 0 && answers.length > 0;
}

/** What a condition is about: its text without the constants. */
function subjectOf(condition: Node): string {
  if (literalOf(condition) !== null) return '';
  return condition.childCount === 0
    ? condition.text
    : condition.children.map(child => (child ? subjectOf(child) : '')).join(' ');
}
