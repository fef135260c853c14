// The values of the failing tests: what they put in, and what they expect to come out.
import type { Failure } from '../../../../incident/evidence.ts';
import { functionOfTest, withoutParameters } from '../../../../incident/test-id.ts';
import type { FailingTests } from '../../../contract/rules.ts';
import { fromSyntax, type Node, nodesOf } from '../../../syntax.ts';
import { literalOf, literalsIn, literalsOf } from '../../source/literals.ts';
import { folded } from '../constants/fold.ts';
import type { Scope } from '../constants/known-names.ts';
import { scopeOf } from '../constants/scope.ts';
import { spelled } from '../constants/value.ts';
import { importsOf, resolver } from '../names.ts';
import { definitionNodes, definitionsIn, namesOfDefinition, reachedNames } from '../reached.ts';
import { valuesOfData } from './values/data-values.ts';

/** Literals in one spelling; what every program is full of (0, 1, empty ones) is left out. */
export interface TestValues {
  /** Anywhere in the failing tests, in what they reach, or in what they read. */
  readonly given: ReadonlySet<string>;
  /** Compared with in them: the right result may be among these. */
  readonly expected: ReadonlySet<string>;
}

const trivial = new Set(['0', '1', '-1', '0.0', '1.0', '""', '[]', '{}', '()', 'None', 'True', 'False']);

export function isTrivial(value: string): boolean {
  return trivial.has(value);
}

export function testValues({ targets, texts, support = [], data = [] }: FailingTests): TestValues {
  const all = [...texts, ...support];
  const tests = targets.flatMap(({ testId }) => functionOfTest(testId) ?? []);
  // Whatever supports them may hold a test of ours.
  const own = support.flatMap(definitionsIn).flatMap(({ name }) => (/^test/.test(name) ? name : []));
  const reached = reachedNames([...tests, ...own], all.flatMap(definitionsIn));
  const read = all.flatMap(text => fromSyntax('python', text, root => valuesIn(root, reached)) ?? []);
  const told = targets.flatMap(toldBy);
  const parameters = targets.flatMap(parametersOf);
  const kept = data.flatMap(valuesOfData);
  return {
    given: telling([...read.flatMap(({ given }) => given), ...parameters, ...kept]),
    expected: telling([...read.flatMap(({ expected }) => expected), ...told, ...parameters, ...kept]),
  };
}

function telling(literals: readonly string[]): Set<string> {
  return new Set(literals.filter(value => !isTrivial(value)));
}

function toldBy({ message }: Failure): string[] {
  const compared = fromSyntax('python', message.split('\n')[0] ?? '', root => comparands(root, noNames));
  return compared ?? [];
}

const noNames: Scope = { constantOf: () => undefined, resolve: node => node.text };

/** `[de-17]` holds the word `de` and the number 17. */
function parametersOf({ testId }: Failure): string[] {
  const parts = testId
    .slice(withoutParameters(testId).length + 1, -1)
    .split('-')
    .filter(Boolean);
  return parts.flatMap(part => [...literalsIn(part), ...(/^[A-Za-z_]/.test(part) ? [JSON.stringify(part)] : [])]);
}

/** Of the definitions with these names; their decorators count: parameters are values, too. */
function valuesIn(root: Node, names: ReadonlySet<string>): { given: string[]; expected: string[] } {
  const scope = scopeOf(root, { resolve: resolver(importsOf(root)), isRead: () => true });
  const own = definitionNodes(root).filter(node => namesOfDefinition(node).some(name => names.has(name)));
  const compared = own.flatMap(node =>
    nodesOf(node, 'assert_statement', 'call', 'assignment', 'list', 'tuple').filter(isExpectation),
  );
  const around = own.filter(isTableOrFixture);
  return {
    given: [...own.flatMap(literalsOf), ...own.flatMap(node => computedIn(node, scope))],
    expected: [
      ...compared.flatMap(node => [...literalsOf(node), ...comparands(node, scope), ...wholes(node, scope)]),
      ...around.flatMap(node => [...literalsOf(node), ...computedIn(node, scope), ...wholes(node, scope)]),
    ],
  };
}

/** What stands outside of tests may be what they put in or what they expect. */
function isTableOrFixture(node: Node): boolean {
  const isFixture = nodesOf(node, 'decorator').some(({ text }) => /^@\s*(?:\w+\.)*fixture\b/.test(text));
  return node.type === 'assignment' || isFixture;
}

/** Values that are put together: `10 + 7`, `"a" * 3`. */
function computedIn(node: Node, scope: Scope): string[] {
  return nodesOf(node, 'binary_operator', 'concatenated_string', 'call', 'subscript').flatMap(each =>
    worth(each, scope),
  );
}

function worth(node: Node, scope: Scope): string[] {
  const value = folded(node, scope);
  return value === undefined ? [] : [spelled(value)];
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
function comparands(node: Node, scope: Scope): string[] {
  return nodesOf(node, 'comparison_operator').flatMap(({ namedChildren }) =>
    namedChildren.flatMap(side => (side ? worth(side, scope) : [])),
  );
}

/** Whole values that a call is given or a name stands for: `[1, 2]` of `self.assertEqual(f(3), [1, 2])`. */
function wholes(node: Node, scope: Scope): string[] {
  const values = node.childForFieldName('arguments')?.namedChildren ?? [node.childForFieldName('right')];
  return values.flatMap(value => (value ? [literalOf(value) ?? [], worth(value, scope)].flat() : []));
}
