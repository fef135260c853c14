// The rows of a parametrised test: what its parameters stand for, one after the other.
import { type Node, nodesOf } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf } from '../names.ts';

/** Names and the code of their values. A test without parameters has one row, which is empty; one with other parameters none that are told. */
export function rowsOf(test: Node): ReadonlyMap<string, Node>[] {
  const decorated = test.parent?.type === 'decorated_definition' ? test.parent : null;
  const marks = (decorated ? nodesOf(decorated, 'decorator') : []).flatMap(({ firstNamedChild }) =>
    firstNamedChild && /(?:^|\.)parametrize$/.test(firstNamedChild.childForFieldName('function')?.text ?? '')
      ? firstNamedChild
      : [],
  );
  const [mark, ...others] = marks;
  if (!mark) return [new Map()];
  const [names, values] = argumentsOf(mark).map(({ value }) => value);
  if (others.length > 0 || !names || !values || !/^(?:list|tuple)$/.test(values.type)) return [];
  const known = namesIn(names);
  return itemsOf(values).flatMap(row => {
    const cells = known.length === 1 ? [row] : cellsOf(row);
    return cells.length === known.length ? new Map(known.map((name, at) => [name, cells[at] ?? row])) : [];
  });
}

function namesIn(node: Node): string[] {
  const texts =
    node.type === 'string' ? (constantString(node)?.split(',') ?? []) : itemsOf(node).flatMap(constantTexts);
  return texts.map(text => text.trim()).filter(Boolean);
}

function constantTexts(node: Node): string[] {
  const text = constantString(node);
  return text === null ? [] : [text];
}

/** `(1, 2)`, `[1, 2]` and `pytest.param(1, 2, id="few")`. */
function cellsOf(row: Node): Node[] {
  if (row.type !== 'call') return itemsOf(row);
  return argumentsOf(row).flatMap(({ keyword, value }) => (keyword === null ? value : []));
}

function itemsOf({ namedChildren }: Node): Node[] {
  return namedChildren.flatMap(child => (child === null || child.type === 'comment' ? [] : child));
}
