// Signs that a change serves the failing test's own values alone: its expected value written into the code. What is written
// into code stays a guess, so each sign needs two things that honest repairs rarely have together.
import { type Node, nodesOf } from '../../../syntax.ts';
import { literalOf, literalsOf } from '../../source/literals.ts';
import { lineOf } from '../names.ts';
import type { FileTrees } from './file-trees.ts';
import type { TestValues } from './test-values.ts';

/** Sentences, one a sign. */
export function hardCodedValues(file: FileTrees, values: TestValues): string[] {
  const branches = file.added(heads, near).flatMap(branchOf);
  const isData = (branch: Branch) => branches.some(other => isOfKind(branch, other, file));
  const signs = [
    ...branches.flatMap(branch => {
      const answer = file.isNew(branch.condition) ? ownAnswer(branch, values) : null;
      const words = `answers the failing test's own case with ${answer}.`;
      return answer && !isData(branch) ? [{ line: lineOf(branch.condition), words }] : [];
    }),
    ...file
      .added(results)
      .flatMap(resultOf)
      .flatMap(result => replacedComputation(result, { file, values })),
    ...file.added(['pair']).flatMap(pair => ownPair(pair, { file, values })),
  ];
  return signs.map(({ line, words }) => `${file.path}:${line} ${words}`);
}

interface Sign {
  readonly line: number;
  readonly words: string;
}

interface Judged {
  readonly file: FileTrees;
  readonly values: TestValues;
}

/** A condition, and the values that it answers with; null stands for what is computed. */
interface Branch {
  readonly condition: Node;
  readonly answers: readonly (string | null)[];
}

/** Lines below a head: what is further away is not the answer to its condition. */
const nearest = 6;

const heads = ['if_statement', 'elif_clause', 'while_statement', 'case_clause', 'conditional_expression'];

function branchOf(node: Node): Branch[] {
  if (node.type === 'conditional_expression') {
    const [answer, condition] = node.namedChildren;
    return condition ? [{ condition, answers: [answer ? literalOf(answer) : null] }] : [];
  }
  const condition = node.childForFieldName('condition') ?? nodesOf(node, 'case_pattern')[0];
  const body = node.childForFieldName('consequence') ?? node.childForFieldName('body');
  if (!condition || !body) return [];
  const end = { row: node.startPosition.row + nearest + 1, column: 0 };
  const answers = body
    .descendantsOfType(results, body.startPosition, end)
    .flatMap(each => (each ? resultOf(each) : []));
  return [{ condition, answers: answers.map(({ value }) => literalOf(value)) }];
}

/** `if x == 3: return 7`, where the test puts in 3 and expects 7; or any new branch on numbers that ends in the expected number. */
function ownAnswer({ condition, answers }: Branch, { given, expected }: TestValues): string | null {
  const answer = answers.find(each => each !== null && expected.has(each));
  const isComparing = condition.type === 'case_pattern' || nodesWith(condition, 'comparison_operator').length > 0;
  if (!answer || !isComparing || measuresLength(condition)) return null;
  const compared = literalsOf(condition);
  const isForIts = compared.some(value => given.has(value)) || (compared.length > 0 && /^-?\d/.test(answer));
  return isForIts ? answer : null;
}

function measuresLength(condition: Node): boolean {
  return nodesWith(condition, 'call').some(call => call.childForFieldName('function')?.text === 'len');
}

/** The node itself may be one of them. */
function nodesWith(node: Node, type: string): Node[] {
  return node.type === type ? [node] : nodesOf(node, type);
}

/** Lines around a branch in which others show what is custom here. */
const near = 12;

/** Code that maps values to values in this way already: one more is data, as in `if code == "de": return "German"`. */
function isOfKind({ condition }: Branch, other: Branch, { isNew }: FileTrees): boolean {
  const isNear = Math.abs(lineOf(other.condition) - lineOf(condition)) <= near;
  const answers = other.answers.some(answer => answer !== null && answer !== 'None');
  return isNear && answers && literalsOf(other.condition).length > 0 && !isNew(other.condition);
}

/** What a function returns or yields, or a name is set to. */
interface Result {
  readonly node: Node;
  readonly value: Node;
  /** Null for what is returned or yielded. */
  readonly name: string | null;
}

const results = ['return_statement', 'yield', 'assignment'];

function resultOf(node: Node): Result[] {
  const value = node.type === 'assignment' ? node.childForFieldName('right') : node.firstNamedChild;
  const name = node.type === 'assignment' ? (node.childForFieldName('left')?.text ?? '') : null;
  return value ? [{ node, value, name }] : [];
}

/** Lines between a computation that is gone and the value in its place. */
const farthest = 40;

/** A value that was computed before is now the expected one, written out; perhaps by way of a name. */
function replacedComputation({ node, value, name }: Result, { file, values }: Judged): Sign[] {
  const written = literalOf(value);
  if (written === null || !file.isNew(node) || !values.expected.has(written)) return [];
  const isReturned =
    name === null ||
    file
      .added(results)
      .flatMap(resultOf)
      .some(each => file.isNew(each.node) && returns(each, name));
  const isReplaced = file
    .removed(results)
    .flatMap(resultOf)
    .some(
      each =>
        Math.abs(lineOf(each.node) - lineOf(node)) < farthest &&
        (each.name === null ? isReturned : each.name === name) &&
        literalOf(each.value) === null,
    );
  const words = `writes the value that the failing test expects (${written}) in the place of one that was computed.`;
  return isReplaced ? [{ line: lineOf(node), words }] : [];
}

function returns({ name, value }: Result, wanted: string): boolean {
  return name === null && value.text === wanted;
}

/** `{3: 7}`, unless it joins a table that was there. */
function ownPair(pair: Node, { file, values }: Judged): Sign[] {
  const [key, value] = ['key', 'value'].map(field => literalOf(pair.childForFieldName(field) ?? pair));
  const isOwn = values.given.has(key ?? '') && values.expected.has(value ?? '');
  const table = pair.parent;
  if (!isOwn || !table || !file.isNew(pair) || !isNewTable(table, file)) return [];
  return [{ line: lineOf(pair), words: `answers the failing test's own case with ${value}.` }];
}

/** None of its rows was there. */
function isNewTable(table: Node, { removed, isNew }: FileTrees): boolean {
  const old = new Set(removed(['pair']).map(({ text }) => text));
  const rows = table.namedChildren.flatMap(row => (row?.type === 'pair' ? [row] : []));
  return rows.every(row => isNew(row) && !old.has(row.text));
}
