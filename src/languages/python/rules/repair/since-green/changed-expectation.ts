// Whether a push changed nothing but what a test expects: then code and test disagree, and which of them is right is no
// machine's to decide. Without this, a repair could always hard-code the new value, and no other test would contradict it.

import type { Failure } from '../../../../../incident/evidence.ts';
import { fileOfTest, functionOfTest } from '../../../../../incident/test-id.ts';
import { type DiffLine, diffLines } from '../../../../../text/diff.ts';
import type { SinceGreen } from '../../../../contract/rules.ts';
import { fromSyntax, type Node } from '../../../../syntax.ts';
import { blocks } from '../../../source/blocks.ts';
import { literalOf } from '../../../source/literals.ts';
import { codeAmong } from './changed-code.ts';
import { changedSupport, type Replaced } from './changed-support.ts';
import { isFlipped } from './flipped-test.ts';

/** A sentence when no code was changed, and in every failing test an expected value was, or what it depends on; null otherwise. */
export function changedExpectation(targets: readonly Failure[], since: SinceGreen): string | null {
  const { sha, diff } = since;
  const { added, removed } = diffLines(diff);
  const isCode = codeAmong(targets, since);
  if ([...added, ...removed].some(isCode)) return null;
  const changes = targets.map(target => {
    const own = changeIn(target, { added, removed, since });
    return own === 'unchanged' ? changedSupport(target.testId, since) : own;
  });
  const [first] = changes;
  if (!first || changes.includes(null)) return null;
  return `Since the last green run (of ${sha.slice(0, 7)}) only what the test expects has changed, and no code: at ${first.path}:${first.number} \`${first.before}\` became \`${first.after}\`. Either the code has to follow or the test is wrong, which is for a person to decide.`;
}

interface Lines {
  readonly added: readonly DiffLine[];
  readonly removed: readonly DiffLine[];
  readonly since: SinceGreen;
}

/** The first changed expectation of the failing test; null when anything else of it was changed, or it is not found. */
function changeIn({ testId }: Failure, { added, removed, since }: Lines): Replaced | null | 'unchanged' {
  const path = fileOfTest(testId);
  const name = functionOfTest(testId);
  const block = blocks(since.tests.get(path) ?? '').find(each => each.name === name);
  if (!block || name === null) return null;
  const own = added.filter(line => line.path === path && block.start <= line.number && line.number <= block.end);
  if (own.length === 0) return 'unchanged';
  const changes = own.map(line => {
    const before = removed.find(other => other.path === path && isExpectation(other.text.trim(), line.text.trim()));
    return before ? { path, number: line.number, before: before.text.trim(), after: line.text.trim() } : null;
  });
  if (!changes.includes(null)) return changes[0] ?? null;
  const [before, after] = since.changed?.get(path) ?? [];
  const [first] = own;
  const [gone] = removed.filter(line => line.path === path);
  if (!first || !gone || before === undefined || after === undefined || !isFlipped(before, after, name)) return null;
  return { path, number: first.number, before: gone.text.trim(), after: first.text.trim() };
}

/** The same line but for the value that is compared with: the last one, or one whole side of the comparison. */
function isExpectation(before: string, after: string): boolean {
  const isSo = fromSyntax('python', before, old =>
    fromSyntax('python', after, now => {
      const [then, later] = [statementOf(old), statementOf(now)];
      if (!then || !later || then.type !== later.type || old.hasError || now.hasError) return false;
      return then.type === 'assert_statement' ? assertsElse(then, later) : isRow(later) && differsInLast(then, later);
    }),
  );
  return isSo ?? false;
}

/** The only statement of a line, or its expression. */
function statementOf(root: Node): Node | null {
  const [only, ...others] = partsOf(root);
  if (!only || others.length > 0) return null;
  return only.type === 'expression_statement' ? only.firstNamedChild : only;
}

/** The same assertion with another value on one side, or the opposite one. */
function assertsElse(before: Node, after: Node): boolean {
  const [[old, ...oldMessage], [now, ...message]] = [partsOf(before), partsOf(after)];
  if (!old || !now || textOf(oldMessage) !== textOf(message)) return false;
  if (isOpposite(old, now) || isOpposite(now, old)) return true;
  const [then, later] = [old, now].map(comparisonOf);
  if (!then || !later || then.operator !== later.operator) return false;
  const changed = then.sides.flatMap((side, at) =>
    side.text === later.sides[at]?.text ? [] : [[side, later.sides[at]]],
  );
  return changed.length === 1 && (changed[0] ?? []).every(side => side !== undefined && literalOf(side) !== null);
}

function isOpposite(positive: Node, negative: Node): boolean {
  return negative.type === 'not_operator' && negative.childForFieldName('argument')?.text === positive.text;
}

/** `a == b` or `a is b`. */
function comparisonOf(node: Node): { operator: string; sides: readonly Node[] } | null {
  const comparison = node.type === 'parenthesized_expression' ? (node.firstNamedChild ?? node) : node;
  const operator = comparison.child(1)?.type ?? '';
  const sides = partsOf(comparison);
  return comparison.type === 'comparison_operator' && sides.length === 2 && /^(?:==|is)$/.test(operator)
    ? { operator, sides }
    : null;
}

/** What may hold an expected value last: an assertion of unittest, a name for it, a row of parameters. */
function isRow(node: Node): boolean {
  if (node.type === 'call') return /^self\.assert\w*$/.test(node.childForFieldName('function')?.text ?? '');
  if (node.type === 'assignment') return /^expected\w*$/.test(node.childForFieldName('left')?.text ?? '');
  return node.type === 'tuple' || node.type === 'list';
}

/** All tokens are the same but for the last value. */
function differsInLast(before: Node, after: Node): boolean {
  const [old, now] = [before, after].map(tokensIn);
  if (!old || !now || old.length !== now.length) return false;
  const last = now.findLastIndex(token => literalOf(token) !== null);
  const changed = now.flatMap((token, at) => (token.text === old[at]?.text ? [] : [at]));
  return changed.length === 1 && changed[0] === last && literalOf(old[last] ?? after) !== null;
}

/** Single values are whole tokens, and so are calls: what a call is given is an input. */
function tokensOf(node: Node): Node[] {
  const isWhole = /^(?:call|string|concatenated_string|unary_operator)$/.test(node.type);
  return node.childCount === 0 || isWhole ? [node] : tokensIn(node);
}

function tokensIn({ children }: Node): Node[] {
  return children.flatMap(child => (child === null || child.type === 'comment' ? [] : tokensOf(child)));
}

function partsOf(node: Node): Node[] {
  return node.namedChildren.flatMap(child => (child === null || child.type === 'comment' ? [] : child));
}

function textOf(nodes: readonly Node[]): string {
  return nodes.map(({ text }) => text).join();
}
