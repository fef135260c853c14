// What a candidate gets from the repository's own test code, one hop away: fixtures, imports, assertions and base classes.
import type { GuardSurroundings } from '../../../contract/rules.ts';
import { fromSyntax, type Node, nodesOf } from '../../../syntax.ts';
import { fixturesIn, parameters } from '../../source/fixtures.ts';
import { importedFiles, imports } from '../../source/imports.ts';
import { isTestFile } from '../../source/test-files.ts';
import { argumentsOf, type Resolve } from '../names.ts';

type Helpers = Pick<GuardSurroundings, 'helpers' | 'support'>;

/** Whether the source imports code of the repository, by itself, through a test helper, or by a fixture, which may do the importing. */
export function importsRepository(source: string, tests: readonly string[], around: GuardSurroundings): boolean {
  const { path, paths, helpers, support } = around;
  const isDirect = [{ path, text: source }, ...helpers].some(file =>
    importedFiles(file.path, imports(file.text), paths).some(imported => !isTestFile(imported)),
  );
  if (isDirect) return true;
  const fixtures = new Set(support.flatMap(fixturesIn));
  return parameters(source, tests).some(name => fixtures.has(name));
}

/** Whether the code asserts, itself or by calling a function of the test helpers that does. */
export function asserts(root: Node, resolve: Resolve, around: Helpers): boolean {
  if (assertsItself(root, resolve)) return true;
  const helpers = new Set(textsOf(around).flatMap(assertingFunctions));
  return calledIn(root, resolve).some(called => helpers.has(called.slice(called.lastIndexOf('.') + 1)));
}

/** Whether the code has a class below a `TestCase`, itself or by a base class of the test helpers. */
export function hasTestCase(root: Node, around: Helpers): boolean {
  const bases = new Set(textsOf(around).flatMap(text => fromSyntax('python', text, testCasesIn) ?? []));
  return nodesOf(root, 'class_definition').some(node =>
    basesOf(node).some(base => isTestCase(base) || bases.has(base.slice(base.lastIndexOf('.') + 1))),
  );
}

function textsOf({ helpers, support }: Helpers): string[] {
  return [...helpers.map(({ text }) => text), ...support];
}

function assertsItself(root: Node, resolve: Resolve): boolean {
  return nodesOf(root, 'assert_statement').length > 0 || calledIn(root, resolve).some(name => assertion.test(name));
}

const assertion = /(?:^|\.)(?:raises|warns|assert_\w+)$|\.assert[A-Z]\w*$/;

function calledIn(root: Node, resolve: Resolve): string[] {
  return nodesOf(root, 'call').map(call => resolve(call.childForFieldName('function') ?? call));
}

function assertingFunctions(text: string): string[] {
  const asWritten: Resolve = node => node.text;
  const found = fromSyntax('python', text, root =>
    nodesOf(root, 'function_definition')
      .filter(node => assertsItself(node, asWritten))
      .flatMap(node => node.childForFieldName('name')?.text ?? []),
  );
  return found ?? [];
}

function testCasesIn(root: Node): string[] {
  return nodesOf(root, 'class_definition')
    .filter(node => basesOf(node).some(isTestCase))
    .flatMap(node => node.childForFieldName('name')?.text ?? []);
}

function basesOf(node: Node): string[] {
  return argumentsOf(node).map(({ value }) => value.text);
}

function isTestCase(base: string): boolean {
  return base.endsWith('TestCase');
}
