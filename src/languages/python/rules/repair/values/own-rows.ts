// Tables that map what the failing test puts in to what it expects: `{4: 17}`, `[(4, 17)]`, `zip([4], [17])`, `table[4] = 17`.
import type { Node } from '../../../../syntax.ts';
import { folded } from '../../constants/fold.ts';
import { itemsOf, partsOf, spelled, type Value } from '../../constants/value.ts';
import { argumentsOf, lastPart, lineOf } from '../../names.ts';
import type { FileTrees } from '../file-trees.ts';
import { isTrivial, type TestValues } from '../test-values.ts';
import type { Judged, Sign } from './judged.ts';

export function ownRows(judged: Judged): Sign[] {
  const { file } = judged;
  const nodes = file
    .added(['pair', 'tuple', 'list', 'keyword_argument', 'assignment', 'call', 'subscript'])
    .filter(file.isNew);
  return nodes.flatMap(node =>
    rowsOf(node, judged).flatMap(({ key, value }) => {
      const isOwn = isOwnKey(key, judged.values) && isOwnValue(value, judged.values);
      const words = `answers the failing test's own case with ${spelled(value)}.`;
      return isOwn && !isAddedToOld(node, file) ? [{ line: lineOf(node), words }] : [];
    }),
  );
}

interface Row {
  readonly key: Value;
  readonly value: Value;
}

function rowsOf(node: Node, judged: Judged): Row[] {
  const worth = (each: Node | null | undefined) => (each ? folded(lambdaBody(each), judged.scope) : undefined);
  const row = (key: Value | undefined, value: Value | undefined) =>
    key === undefined || value === undefined ? [] : [{ key, value }];
  switch (node.type) {
    case 'pair':
      return row(worth(node.childForFieldName('key')), worth(node.childForFieldName('value')));
    case 'keyword_argument':
      return isTable(node.parent?.parent)
        ? row(node.childForFieldName('name')?.text, worth(node.childForFieldName('value')))
        : [];
    case 'tuple':
    case 'list': {
      const [key, value, ...others] = node.namedChildren;
      return others.length === 0 && isInTable(node) ? row(worth(key), worth(value)) : [];
    }
    case 'assignment': {
      const left = node.childForFieldName('left');
      return left?.type === 'subscript'
        ? row(worth(left.childForFieldName('subscript')), worth(node.childForFieldName('right')))
        : [];
    }
    case 'call':
      return sideBySide(node, judged);
    case 'subscript':
      return positional(node, judged);
    default:
      return [];
  }
}

/** `{4: lambda: 17}`. */
function lambdaBody(node: Node): Node {
  return (node.type === 'lambda' ? node.childForFieldName('body') : null) ?? node;
}

function isTable(call: Node | null | undefined): boolean {
  return (
    call?.type === 'call' &&
    /^(?:dict|OrderedDict|update)$/.test(lastPart(call.childForFieldName('function')?.text ?? ''))
  );
}

function isInTable({ parent }: Node): boolean {
  return /^(?:list|tuple|set|expression_list)$/.test(parent?.type ?? '');
}

/** `zip([4], [17])`. */
function sideBySide(call: Node, { scope }: Judged): Row[] {
  if (call.childForFieldName('function')?.text !== 'zip') return [];
  const [keys, values] = argumentsOf(call).map(({ value }) => itemsOf(folded(value, scope)) ?? []);
  return (keys ?? []).flatMap((key, at) => {
    const value = values?.[at];
    return value === undefined ? [] : [{ key, value }];
  });
}

/** `(0, 3, 6, 9, 17)[x]`, where every item that says something is the test's own. */
function positional(node: Node, { scope, values }: Judged): Row[] {
  const [object, index] = [node.childForFieldName('value'), node.childForFieldName('subscript')];
  const items = object && /^(?:list|tuple|identifier)$/.test(object.type) ? itemsOf(folded(object, scope)) : undefined;
  if (!items || !index || typeof folded(object as Node, scope) === 'string' || folded(index, scope) !== undefined)
    return [];
  const telling = items.filter(item => !isTrivial(spelled(item)));
  if (!telling.every(item => values.expected.has(spelled(item)))) return [];
  return items.flatMap((value, key) => (isTrivial(spelled(value)) ? [] : [{ key, value }]));
}

/** Or a tuple of them and of values that say nothing. */
function isOwnKey(key: Value, { given }: TestValues): boolean {
  const parts = partsOf(key).map(spelled);
  return given.has(parts[0] ?? '') || (parts.length > 1 && areOwn(parts.slice(1), given));
}

function isOwnValue(value: Value, { expected }: TestValues): boolean {
  const parts = partsOf(value).map(spelled);
  return expected.has(parts[0] ?? '') || (parts.length > 1 && areOwn(parts.slice(1), expected));
}

function areOwn(parts: readonly string[], values: ReadonlySet<string>): boolean {
  return (
    parts.some(part => values.has(part)) &&
    parts.every(part => values.has(part) || isTrivial(part) || /^[[({]/.test(part))
  );
}

/** It joins a table of which rows were there. */
function isAddedToOld(row: Node, { removed, isNew }: FileTrees): boolean {
  const table = row.parent;
  if (!/^(?:pair|tuple|list)$/.test(row.type) || !table) return false;
  const old = new Set(removed([row.type]).map(({ text }) => text));
  const rows = table.namedChildren.flatMap(each => (each?.type === row.type ? [each] : []));
  return rows.some(each => !isNew(each) || old.has(each.text));
}
