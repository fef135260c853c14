// Whether a regression test puts in a value that the failing tests do not have. Only such a test tells a repair from a change that
// serves the failing tests' values alone.
import type { FailingTests } from '../../../contract/rules.ts';
import { fromSyntax, type Node, nodesOf } from '../../../syntax.ts';
import { literalsOf } from '../../source/literals.ts';
import { isTrivial, testValues } from '../repair/test-values.ts';

export function ownValuesBeside(failing: FailingTests): (source: string) => boolean {
  const { given, expected } = testValues(failing);
  const isOwn = (value: string) => !isTrivial(value) && !given.has(value) && !expected.has(value);
  const isFound = (root: Node) =>
    nodesOf(root, 'string', 'integer', 'float').filter(isPutIn).flatMap(literalsOf).some(isOwn);
  return source => fromSyntax('python', source, isFound) ?? false;
}

const checks = /assert|approx|raises|warns/i;

/** An argument of a call that is no check, or a part of what gets a name; what a result is compared with is neither. */
function isPutIn(literal: Node): boolean {
  for (let around = literal.parent; around; around = around.parent) {
    if (around.type === 'assignment') return true;
    if (around.type === 'call') return !checks.test(around.childForFieldName('function')?.text ?? '');
    if (around.type === 'comparison_operator' || around.type === 'assert_statement') return false;
  }
  return false;
}
