// Whether a test asks the same of the code as before and expects something else of it.
import { fromSyntax, type Node, nodesOf } from '../../../../syntax.ts';
import { literalOf } from '../../../source/literals.ts';
import { argumentsOf } from '../../names.ts';
import { definitionNodes } from '../../reached.ts';
import { codeOf } from '../code.ts';

/** Of both texts of a test file, and the test's name now. A test that was renamed on the way is found by what it asks. */
export function isFlipped(before: string, after: string, name: string): boolean {
  const flipped = fromSyntax('python', before, old =>
    fromSyntax('python', after, now => {
      const [later] = testsIn(now).filter(test => nameOf(test) === name);
      if (!later) return false;
      const kept = new Set(testsIn(now).map(nameOf));
      const named = testsIn(old).filter(test => nameOf(test) === name);
      const gone = testsIn(old).filter(test => !kept.has(nameOf(test)));
      return (named.length > 0 ? named : gone).some(then => expectsElse(then, later));
    }),
  );
  return flipped ?? false;
}

function testsIn(root: Node): Node[] {
  return definitionNodes(root).filter(node => /^(?:function|decorated)_definition$/.test(node.type));
}

function definitionOf(node: Node): Node {
  return node.childForFieldName('definition') ?? node;
}

function nameOf(node: Node): string {
  return definitionOf(node).childForFieldName('name')?.text ?? '';
}

function expectsElse(then: Node, later: Node): boolean {
  const [old, now] = [then, later].map(test => definitionOf(test).childForFieldName('body'));
  if (!old || !now || checksIn(now) > checksIn(old)) return false;
  const [oldRows, rows] = [then, later].map(decoratorsOf);
  const areRows = oldRows === rows;
  if (inputsOf(old) !== inputsOf(now) || inputsOf(now) === '') return false;
  const isSame = expectationsOf(old) === expectationsOf(now);
  return areRows ? !isSame : isSame && differInLasts(then, later);
}

function decoratorsOf(test: Node): string {
  return test.namedChildren.flatMap(node => (node?.type === 'decorator' ? codeOf(node) : [])).join('\n');
}

const checks = /(?:^|\.)(?:assert\w*|raises|warns|approx)$/;
/** What makes a value of another one. */
const makers =
  /^(?:int|float|str|bytes|bool|list|tuple|set|frozenset|dict|len|sorted|sum|abs|round|repr|Decimal|Fraction|print)$/;

function checksIn(body: Node): number {
  return nodesOf(body, 'assert_statement').length + callsIn(body).filter(call => checks.test(nameOfCall(call))).length;
}

/** The calls that a test makes, with the names and loops that their arguments come from. */
function inputsOf(body: Node): string {
  const calls = callsIn(body).filter(call => !checks.test(nameOfCall(call)) && !makers.test(nameOfCall(call)));
  const used = new Set(calls.flatMap(call => nodesOf(call, 'identifier').map(({ text }) => text)));
  const bound = nodesOf(body, 'assignment', 'for_statement', 'for_in_clause').flatMap(node => {
    const [left, right] = ['left', 'right'].map(field => node.childForFieldName(field));
    return left && right && nodesOf(left, 'identifier').some(({ text }) => used.has(text)) ? codeOf(right) : [];
  });
  return [...new Set([...calls.map(codeOf), ...bound])].sort().join('\n');
}

/** What is checked, without messages, and the values that have names. */
function expectationsOf(body: Node): string {
  const asserted = nodesOf(body, 'assert_statement').flatMap(({ firstNamedChild }) => firstNamedChild ?? []);
  const called = callsIn(body).filter(call => checks.test(nameOfCall(call)));
  return [...asserted, ...called, ...nodesOf(body, 'assignment')].map(codeOf).join('\n');
}

function callsIn(node: Node): Node[] {
  return nodesOf(node, 'call');
}

function nameOfCall(call: Node): string {
  return call.childForFieldName('function')?.text ?? '';
}

/** All rows of parameters are the same but for the last value of some. */
function differInLasts(then: Node, later: Node): boolean {
  const [old, now] = [then, later].map(rowsOf);
  if (!old || !now || old.length !== now.length) return false;
  return old.every((row, at) => {
    const other = now[at];
    return other !== undefined && row.slice(0, -1).join() === other.slice(0, -1).join() && row.length === other.length;
  });
}

/** Values of tuples, lists and `pytest.param(…)` that hold several. */
function rowsOf(test: Node): string[][] {
  const decorators = test.namedChildren.filter(node => node?.type === 'decorator');
  return decorators.flatMap(decorator => {
    const params = nodesOf(decorator ?? test, 'call').filter(call => /(?:^|\.)param$/.test(nameOfCall(call)));
    const rows = nodesOf(decorator ?? test, 'tuple', 'list').map(({ namedChildren }) => namedChildren);
    const given = params.map(call =>
      argumentsOf(call).flatMap(({ keyword, value }) => (keyword === null ? value : [])),
    );
    return [...rows, ...given].flatMap(row => {
      const values = row.map(value => value && literalOf(value));
      const isRow = values.length > 1 && values.every(value => value && !/^[[({]/.test(value));
      return isRow ? [values.map(String)] : [];
    });
  });
}
