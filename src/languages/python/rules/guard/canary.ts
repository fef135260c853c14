// The canary: the regression test with its expectations turned. On honest code it is red; where it is green, green means nothing.
import { fromSyntax, type Node, nodesOf } from '../../../syntax.ts';
import { argumentsOf, importsOf, lastPart, type Resolve, resolver } from '../names.ts';
import { anotherValue, isValue } from './another-value.ts';

/** A piece of the source and what takes its place. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The same test, which passes only where outcomes are not real or the expected value is compared with nothing. A test none of whose
 * assertions can be turned fails at its end instead.
 */
export function canary(source: string): string {
  const turned = applied(source, fromSyntax('python', source, turnedAssertions) ?? []);
  return turned !== source && isWellFormed(turned) ? turned : failingAtTheEnd(source);
}

function turnedAssertions(root: Node): Edit[] {
  const resolve = resolver(importsOf(root));
  return [
    ...nodesOf(root, 'assert_statement').flatMap(({ firstNamedChild }) =>
      firstNamedChild === null ? [] : turnedCondition(firstNamedChild),
    ),
    ...nodesOf(root, 'call').flatMap(call => turnedCall(call, resolve)),
  ];
}

function turnedCondition(node: Node): Edit[] {
  if (node.type === 'parenthesized_expression' && node.firstNamedChild) return turnedCondition(node.firstNamedChild);
  const [left, right, ...more] = node.namedChildren.filter(child => child?.type !== 'comment');
  if (!left || !right || more.length > 0) return negated(node);
  // Both have to hold, so it is enough that one does not.
  if (node.type === 'boolean_operator' && node.childForFieldName('operator')?.text === 'and')
    return turnedCondition(left);
  const isEquality = node.type === 'comparison_operator' && node.children.some(child => child?.type === '==');
  return isEquality ? [otherExpectation(left, right)] : negated(node);
}

function negated({ startIndex, endIndex }: Node): Edit[] {
  return [
    { from: startIndex, to: startIndex, text: 'not (' },
    { from: endIndex, to: endIndex, text: ')' },
  ];
}

/** Of two that should be equal, the one that is a plain value gets another. */
function otherExpectation(left: Node, right: Node): Edit {
  const expected = !isValue(right) && isValue(left) ? left : right;
  return { from: expected.startIndex, to: expected.endIndex, text: anotherValue(expected) };
}

const equalities = /^assert(?:(?:Almost|Count|List|Dict|Set|Tuple|Sequence|MultiLine)?Equal|Equals)$/;
const opposites: Readonly<Record<string, string>> = {
  assertTrue: 'assertFalse',
  assertFalse: 'assertTrue',
  assertIn: 'assertNotIn',
  assertNotIn: 'assertIn',
  assertIs: 'assertIsNot',
  assertIsNot: 'assertIs',
  assertIsNone: 'assertIsNotNone',
  assertIsNotNone: 'assertIsNone',
  assertIsInstance: 'assertNotIsInstance',
  assertNotIsInstance: 'assertIsInstance',
  assertNotEqual: 'assertEqual',
  assertGreater: 'assertLessEqual',
  assertGreaterEqual: 'assertLess',
  assertLess: 'assertGreaterEqual',
  assertLessEqual: 'assertGreater',
  assertRegex: 'assertNotRegex',
  assertNotRegex: 'assertRegex',
};
/** Assertions that something raises, and which argument is the function that should. */
const raising: Readonly<Record<string, number>> = { 'pytest.raises': 1, assertRaises: 1, assertRaisesRegex: 2 };

function turnedCall(call: Node, resolve: Resolve): Edit[] {
  const called = call.childForFieldName('function');
  if (!called) return [];
  const path = resolve(called);
  const name = path.startsWith('pytest.') ? path : lastPart(path);
  const [first, second] = argumentsOf(call).filter(({ keyword }) => keyword === null);
  if (equalities.test(name) && first && second) return [otherExpectation(first.value, second.value)];
  const opposite = Object.hasOwn(opposites, name) ? opposites[name] : undefined;
  const method = called.childForFieldName('attribute');
  if (opposite !== undefined && method) return [{ from: method.startIndex, to: method.endIndex, text: opposite }];
  const at = Object.hasOwn(raising, name) ? raising[name] : undefined;
  return at === undefined ? [] : [expectingNoError(call, called, at)];
}

/** What is raised then ends the test. */
function expectingNoError(call: Node, called: Node, at: number): Edit {
  const isContext = call.parent?.type === 'with_item' || call.parent?.parent?.type === 'with_item';
  const { startIndex: from, endIndex: to } = isContext ? call : called;
  if (isContext) return { from, to, text: '__import__("contextlib").nullcontext()' };
  return { from, to, text: `(lambda *given, **named: given[${at}](*given[${at + 1}:], **named))` };
}

function failingAtTheEnd(source: string): string {
  const failure = fromSyntax('python', source, root => {
    const test = nodesOf(root, 'function_definition').find(node =>
      node.childForFieldName('name')?.text.startsWith('test'),
    );
    const last = test?.childForFieldName('body')?.lastNamedChild;
    if (!test || !last) return [];
    const isOneLine = last.startPosition.row === test.startPosition.row;
    const separator = isOneLine ? '; ' : `\n${' '.repeat(last.startPosition.column)}`;
    return [{ from: last.endIndex, to: last.endIndex, text: `${separator}raise AssertionError("canary")` }];
  });
  return applied(source, failure ?? []);
}

function applied(source: string, edits: readonly Edit[]): string {
  const ordered = edits.toSorted((a, b) => b.from - a.from);
  return ordered.reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), source);
}

function isWellFormed(source: string): boolean {
  return fromSyntax('python', source, root => !root.hasError) ?? false;
}
