// Values that were computed before, and are now the expected one written out; or computed as before but for the test's own values.
import { type Node, nodesOf } from '../../../../syntax.ts';
import { literalOf } from '../../../source/literals.ts';
import { namesIn } from '../../constants/expressions.ts';
import { folded, withValue } from '../../constants/fold.ts';
import { isSame, spelled, type Value } from '../../constants/value.ts';
import { lineOf } from '../../names.ts';
import { type Judged, type Sign, worthOf } from './judged.ts';
import { type Result, resultOf, resultTypes } from './results.ts';

/** Lines between a computation that is gone and the value in its place. */
const farthest = 40;

export function replacedComputations(judged: Judged): Sign[] {
  const { file } = judged;
  const added = file
    .added(resultTypes)
    .flatMap(resultOf)
    .filter(({ node }) => file.isNew(node));
  const removed = file.removed(resultTypes).flatMap(resultOf);
  return added.flatMap(result => {
    const isReturned =
      result.name === null || added.some(({ name, value }) => name === null && value.text === result.name);
    const before = removed.filter(
      each =>
        Math.abs(lineOf(each.node) - lineOf(result.node)) < farthest &&
        (each.name === null ? isReturned : each.name === result.name),
    );
    return [...writtenOut(result, before, judged), ...differsForItsOwn(result, before, judged)];
  });
}

/** Perhaps by way of a name. */
function writtenOut({ node, value }: Result, before: readonly Result[], { values, scope }: Judged): Sign[] {
  const written = worthOf(value, scope);
  if (written === null || !values.expected.has(written) || before.every(each => literalOf(each.value) !== null))
    return [];
  const words = `writes the value that the failing test expects (${written}) in the place of one that was computed.`;
  return [{ line: lineOf(node), words }];
}

const mostSamples = 30;

/** `x * 3 + 5 * (x // 4) * (4 // x)` is `x * 3` for all small numbers but 4. Comparisons have signs of their own. */
function differsForItsOwn({ node, value }: Result, before: readonly Result[], { values, scope }: Judged): Sign[] {
  const [name, ...others] = namesIn(value);
  const old = before.find(
    each => namesIn(each.value).join() === name && nodesOf(each.value, 'comparison_operator').length === 0,
  );
  if (!old || name === undefined || others.length > 0 || compares(value)) return [];
  const worth = (expression: Node, at: Value) => folded(expression, withValue(scope, name, at));
  const samples = Array.from({ length: mostSamples }, (_, at) => at + 1).flatMap(at => {
    const [then, now] = [worth(old.value, at), worth(value, at)];
    return then === undefined || now === undefined ? [] : [{ at, differs: !isSame(then, now), now }];
  });
  const differing = samples.filter(({ differs }) => differs);
  const isOwn = differing.length > 0 && differing.every(({ at, now }) => isGivenAndExpected(at, now, values));
  if (!isOwn || samples.length < mostSamples / 2) return [];
  const words = `computes what was computed before, but for the failing test's own value (${differing[0]?.at}).`;
  return [{ line: lineOf(node), words }];
}

function isGivenAndExpected(at: number, now: Value, { given, expected }: Judged['values']): boolean {
  return given.has(String(at)) && expected.has(spelled(now));
}

function compares(node: Node): boolean {
  return (
    node.type === 'comparison_operator' || nodesOf(node, 'comparison_operator', 'conditional_expression').length > 0
  );
}
