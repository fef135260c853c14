// Comparisons with the failing test's own values that are reckoned with: `x * 3 + (x == 4) * 5`, `(x * 3, 17)[x == 4]`.
import { type Node, nodesOf } from '../../../../syntax.ts';
import { lineOf } from '../../names.ts';
import { type Judged, type Sign, tellingIn } from './judged.ts';
import { singledOut } from './singled-out.ts';

export function comparisonsAsNumbers(judged: Judged): Sign[] {
  const { file, values, scope } = judged;
  return file
    .added(['comparison_operator', 'not_operator'])
    .filter(node => file.isNew(node) && isReckoned(node))
    .flatMap(node => {
      const isOwn =
        isEquality(node) &&
        (tellingIn(node, scope).some(value => values.given.has(value)) || singledOut(node, { values, scope }));
      const words = "turns a comparison with the failing test's own value into a number.";
      return isOwn ? [{ line: lineOf(node), words }] : [];
    });
}

const numeric = /^(?:int|float|bool|range|sum|pow|complex|abs)$/;

/** Brackets, `and`, `int(…)` and the like make no difference. */
function isReckoned(node: Node): boolean {
  const { parent } = node;
  if (!parent) return false;
  switch (parent.type) {
    case 'parenthesized_expression':
    case 'boolean_operator':
    case 'not_operator':
    case 'argument_list':
      return parent.type === 'argument_list' ? isNumber(parent.parent) : isReckoned(parent);
    case 'binary_operator':
    case 'augmented_assignment':
      return true;
    case 'unary_operator':
      return true;
    case 'subscript':
      return parent.childForFieldName('subscript')?.id === node.id;
    default:
      return false;
  }
}

/** `int(x == 4)` alone says little; what is done with it counts. */
function isNumber(call: Node | null): boolean {
  if (call?.type !== 'call' || !numeric.test(call.childForFieldName('function')?.text ?? '')) return false;
  return call.childForFieldName('function')?.text === 'range' || isReckoned(call);
}

/** Ranges are boundaries more often than cases. */
function isEquality(node: Node): boolean {
  const all = node.type === 'comparison_operator' ? [node] : nodesOf(node, 'comparison_operator');
  if (all.length === 0) return node.type === 'not_operator';
  return all.some(
    each =>
      each.children.some(child => child?.isNamed === false && /^(?:==|!=|in|not in|is|is not)$/.test(child.type)) ||
      each.namedChildCount > 2,
  );
}
