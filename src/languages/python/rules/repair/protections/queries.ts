// Queries that are put together from what is put in, where parameters would keep it apart; and queries that destroy.
import { type Node, nodesOf } from '../../../../syntax.ts';
import { constantString } from '../../../source/literals.ts';
import { lastPart, lineOf } from '../../names.ts';
import type { Protected } from './protected-file.ts';

/** Words that are only together in a query; they are written in capitals, or every sentence would be one. */
const pairs = [
  ['SELECT', 'FROM'],
  ['INSERT', 'INTO'],
  ['UPDATE', 'SET'],
  ['DELETE', 'FROM'],
  ['DROP', 'TABLE'],
  ['ALTER', 'TABLE'],
  ['WHERE', 'LIKE'],
  ['WHERE', 'IN'],
] as const;
const destroyed = ['TABLE', 'DATABASE', 'SCHEMA'];

function isQuery(text: string): boolean {
  const words = new Set(text.split(/\W+/));
  return pairs.some(pair => pair.every(word => words.has(word))) || (words.has('WHERE') && text.includes('='));
}

function isDestroyingText(text: string): boolean {
  const words = new Set(text.split(/\W+/));
  const isWhole = words.has('DROP') || words.has('TRUNCATE');
  return (
    (isWhole && destroyed.some(word => words.has(word))) ||
    (words.has('DELETE') && words.has('FROM') && !words.has('WHERE'))
  );
}

const types = ['string', 'binary_operator', 'call'];

export function builtQueries({ file }: Protected): string[] {
  return [
    ...newOnes(file, isBuilt, 'puts a query together from values, where parameters would keep them apart'),
    ...newOnes(file, isDestroying, 'deletes what a database holds'),
  ];
}

/** More than there were before: one that is only changed was put together already. */
function newOnes(file: Protected['file'], is: (node: Node) => boolean, words: string): string[] {
  const before = nodesOf(file.before, ...types).filter(is).length;
  const after = nodesOf(file.after, ...types).filter(is);
  if (after.length <= before) return [];
  return after.filter(file.isNew).map(node => `${file.path}:${lineOf(node)} ${words}.`);
}

function isBuilt(node: Node): boolean {
  switch (node.type) {
    case 'string':
      return interpolated(node).length > 0 && isQuery(node.text) && !interpolated(node).every(isHarmless);
    case 'binary_operator':
      return /^[%+]$/.test(node.childForFieldName('operator')?.text ?? '') && isMixed(node);
    default:
      return isFormatted(node);
  }
}

function interpolated(string: Node): Node[] {
  return string.namedChildren.flatMap(child => (child?.type === 'interpolation' ? (child.firstNamedChild ?? []) : []));
}

/** The outermost one, with a query on one side and something unknown on the other. */
function isMixed(node: Node): boolean {
  if (node.parent?.type === 'binary_operator') return false;
  const strings = nodesOf(node, 'string').map(each => constantString(each) ?? '');
  return isQuery(strings.join(' ')) && leavesOf(node).some(leaf => !isConstant(leaf) && !isHarmless(leaf));
}

function leavesOf(node: Node): Node[] {
  return node.type === 'binary_operator' || node.type === 'parenthesized_expression' || node.type === 'tuple'
    ? node.namedChildren.flatMap(child => (child ? leavesOf(child) : []))
    : [node];
}

/** `"…".format(x)` and `"".join(["…", x])`. */
function isFormatted(call: Node): boolean {
  const made = call.childForFieldName('function');
  const name = made?.childForFieldName('attribute')?.text ?? '';
  const given = call.childForFieldName('arguments');
  const object = made?.childForFieldName('object');
  if (!given || !object || !/^(?:format|format_map|join|replace)$/.test(name)) return false;
  const strings = nodesOf(call, 'string').map(each => constantString(each) ?? '');
  const items = given.namedChildren.flatMap(child =>
    child === null ? [] : /^(?:list|tuple)$/.test(child.type) ? child.namedChildren : [child],
  );
  return isQuery(strings.join(' ')) && items.some(item => item !== null && !isConstant(item) && !isHarmless(item));
}

function isConstant(node: Node): boolean {
  return constantString(node) !== null || /^(?:integer|float|none|true|false|concatenated_string)$/.test(node.type);
}

/** A constant by its name, the name of a table or column, or marks for parameters. */
function isHarmless(node: Node): boolean {
  if (isConstant(node)) return true;
  const name = lastPart(node.text);
  if (/^[A-Z_\d]+$/.test(name) || /(?:^|_)(?:table|column|schema|field)s?(?:_names?)?$/i.test(name)) return true;
  const value = node.type === 'identifier' ? givenTo(node) : node;
  return value !== null && isMarks(value);
}

/** `", ".join("?" * n)`, `",".join("%s" for _ in ids)`. */
function isMarks(node: Node): boolean {
  const strings = [node, ...nodesOf(node, 'string')].flatMap(each => constantString(each) ?? []);
  return (
    /^["'][\s,]*["']\.join\(/.test(node.text) && strings.every(text => /^[\s,?%s()]*$/.test(text)) && strings.length > 1
  );
}

/** What the function gives the name, if it does so once. */
function givenTo(name: Node): Node | null {
  let around = name.parent;
  while (around && around.type !== 'function_definition') around = around.parent;
  const values = around
    ? nodesOf(around, 'assignment').filter(each => each.childForFieldName('left')?.text === name.text)
    : [];
  return values.length === 1 ? (values[0]?.childForFieldName('right') ?? null) : null;
}

function isDestroying(node: Node): boolean {
  return node.type === 'string' && isDestroyingText(constantString(node) ?? '');
}
