// The values in the failing tests: what they put in, and what they expect to come out.
import type { Failure } from '../../../../incident/evidence.ts';
import { functionOfTest } from '../../../../incident/test-id.ts';
import { fromSyntax, type Node, nodesOf } from '../../../syntax.ts';
import { literalOf, literalsIn, literalsOf } from '../../source/literals.ts';

/** Literals in one spelling; what every program is full of (0, 1, empty ones) is left out. */
export interface TestValues {
  /** Anywhere in the failing tests. */
  readonly given: ReadonlySet<string>;
  /** Compared with in them: the right result may be among these. */
  readonly expected: ReadonlySet<string>;
}

const trivial = new Set(['0', '1', '-1', '0.0', '1.0', '""', '[]', '{}', '()', 'None', 'True', 'False']);

/** `texts` are those of the failing tests' files. */
export function testValues(targets: readonly Failure[], texts: readonly string[]): TestValues {
  const names = new Set(targets.map(({ testId }) => functionOfTest(testId)));
  const read = texts.flatMap(text => fromSyntax('python', text, root => valuesIn(failingFunctions(root, names))) ?? []);
  const told = targets.flatMap(({ message }) => fromSyntax('python', message.split('\n')[0] ?? '', comparands) ?? []);
  const parameters = targets.flatMap(({ testId }) => /\[(.*)\]$/s.exec(testId)?.[1]?.split('-') ?? []);
  return {
    given: telling([...read.flatMap(({ given }) => given), ...parameters.flatMap(literalsIn)]),
    expected: telling([...read.flatMap(({ expected }) => expected), ...told]),
  };
}

function telling(literals: readonly string[]): Set<string> {
  return new Set(literals.filter(value => !trivial.has(value)));
}

/** With their decorators: parameters are values, too. */
function failingFunctions(root: Node, names: ReadonlySet<string | null>): Node[] {
  return nodesOf(root, 'function_definition')
    .filter(node => names.has(node.childForFieldName('name')?.text ?? ''))
    .map(node => (node.parent?.type === 'decorated_definition' ? node.parent : node));
}

function valuesIn(functions: readonly Node[]): { given: string[]; expected: string[] } {
  const compared = functions.flatMap(node =>
    nodesOf(node, 'assert_statement', 'call', 'assignment', 'list', 'tuple').filter(isExpectation),
  );
  return {
    given: functions.flatMap(literalsOf),
    expected: compared.flatMap(node => [...literalsOf(node), ...comparands(node), ...wholes(node)]),
  };
}

/** What is asserted, named as expected, a parameter, or a row of a table. */
function isExpectation(node: Node): boolean {
  if (node.type === 'assert_statement') return true;
  if (node.type === 'list' || node.type === 'tuple') return startsItsLine(node);
  const name = node.childForFieldName(node.type === 'call' ? 'function' : 'left')?.text ?? '';
  return /assert|expect|parametrize/i.test(name);
}

function startsItsLine({ parent, startPosition }: Node): boolean {
  return parent !== null && parent.startPosition.row < startPosition.row;
}

/** Both sides of a comparison, where they are values: `assert 6 == 7`, `assert f(3) == [1, 2]`, `'a' != 'b'`. */
function comparands(node: Node): string[] {
  return nodesOf(node, 'comparison_operator').flatMap(({ namedChildren }) =>
    namedChildren.flatMap(side => (side && literalOf(side)) ?? []),
  );
}

/** Whole values that a call is given or a name stands for: `[1, 2]` of `self.assertEqual(f(3), [1, 2])`. */
function wholes(node: Node): string[] {
  const values = node.childForFieldName('arguments')?.namedChildren ?? [node.childForFieldName('right')];
  return values.flatMap(value => (value && literalOf(value)) ?? []);
}
