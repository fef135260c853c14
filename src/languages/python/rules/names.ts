// What names in a Python file stand for: imports are followed, so that an alias hides nothing.
import { type Node, nodesOf } from '../../syntax.ts';
import { constantString } from '../source/literals.ts';

export interface Import {
  /** The name that the file knows it by; `*` for all names. */
  readonly name: string;
  /** The full path of what it stands for: `unittest.mock.patch`; relative ones begin with dots. */
  readonly path: string;
  readonly node: Node;
}

/** Every import of a file. */
export function importsOf(root: Node): Import[] {
  return nodesOf(root, 'import_statement', 'import_from_statement').flatMap(importsIn);
}

/** Those of one statement. */
export function importsIn(node: Node): Import[] {
  const module = node.childForFieldName('module_name')?.text ?? null;
  const star = nodesOf(node, 'wildcard_import').length > 0 ? [{ name: '*', path: module ?? '', node }] : [];
  const named = node.childrenForFieldName('name').flatMap(each => (each === null ? [] : bound(each, module)));
  return [...named.map(one => ({ ...one, node })), ...star];
}

/** `import a.b` binds `a`; `import a.b as c` and `from a import b` bind what they name. */
function bound(node: Node, module: string | null): { name: string; path: string } {
  const written = node.childForFieldName('name')?.text ?? node.text;
  const alias = node.childForFieldName('alias')?.text;
  if (module !== null)
    return { name: alias ?? written, path: module.endsWith('.') ? module + written : `${module}.${written}` };
  return { name: alias ?? written.split('.')[0] ?? written, path: written };
}

/** `__import__("a")` and the like, which bind no name. */
export function importByCall(node: Node): Import[] {
  const called = node.childForFieldName('function')?.text ?? '';
  const [first] = argumentsOf(node);
  const path = first && /(?:^|\.)(?:__import__|import_module)$/.test(called) ? constantString(first.value) : null;
  return path === null ? [] : [{ name: '', path, node }];
}

/** Looks up what a name or attribute stands for. */
export type Resolve = (node: Node) => string;

/** `sys.exit` for `s.exit` after `import sys as s`; '' for what is neither a name nor an attribute of one. */
export function resolver(imports: readonly Import[]): Resolve {
  const paths = new Map(imports.map(({ name, path, node }) => [name, isWhole(node, name) ? name : path]));
  const resolve: Resolve = node => {
    if (node.type === 'identifier') return paths.get(node.text) ?? node.text;
    if (node.type === 'parenthesized_expression' && node.firstNamedChild) return resolve(node.firstNamedChild);
    const [object, attribute] = node.type === 'call' ? gotten(node) : partsOf(node);
    return object && attribute ? `${resolve(object)}.${attribute}` : '';
  };
  return resolve;
}

/** `import a.b` lets `a` be `a`. */
function isWhole(node: Node, name: string): boolean {
  return (
    node.type === 'import_statement' && nodesOf(node, 'dotted_name').some(({ text }) => text.startsWith(`${name}.`))
  );
}

function partsOf(node: Node): [Node | null, string | null] {
  if (node.type !== 'attribute') return [null, null];
  return [node.childForFieldName('object'), node.childForFieldName('attribute')?.text ?? null];
}

/** `getattr(sys, "exit")` is `sys.exit`. */
function gotten(call: Node): [Node | null, string | null] {
  const [object, name] = argumentsOf(call);
  if (call.childForFieldName('function')?.text !== 'getattr' || !object || !name) return [null, null];
  return [object.value, constantString(name.value)];
}

export interface Argument {
  /** Null where it is given by its place. */
  readonly keyword: string | null;
  readonly value: Node;
}

/** What a call or a class head is given, in order. */
export function argumentsOf(node: Node): Argument[] {
  const list = node.childForFieldName('arguments') ?? node.childForFieldName('superclasses');
  return (list?.namedChildren ?? []).flatMap(child => {
    if (child === null || child.type === 'comment') return [];
    const value = child.type === 'keyword_argument' ? child.childForFieldName('value') : child;
    const keyword = child.type === 'keyword_argument' ? (child.childForFieldName('name')?.text ?? null) : null;
    return value ? [{ keyword, value }] : [];
  });
}

/** The last part of a path: `patch` of `unittest.mock.patch`. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The first line of a node, from 1. */
export function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}
