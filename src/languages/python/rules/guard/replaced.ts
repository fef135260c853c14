// What a test replaces: by a patcher of its libraries, or by setting or deleting an attribute.
import { type Node, nodesOf } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { type Argument, argumentsOf } from '../names.ts';
import type { Candidate } from './forbidden.ts';

export interface Replaced {
  /** The full path of what is replaced: `shop.mail.find`. */
  readonly path: string;
  /** The target as written. */
  readonly written: string;
  readonly node: Node;
}

export const patchers = /(?:^|\.)(patch|patch\.(?:object|dict|multiple)|setattr|delattr|setitem|delitem)$/;

export function replacedIn({ root, imports, resolve }: Candidate): Replaced[] {
  const imported = new Set(imports.map(({ name }) => name));
  const pathOf = (target: Node) => {
    const [first] = nodesOf(target, 'identifier');
    return first && imported.has(first.text) ? resolve(target) || resolve(first) : '';
  };
  const patched = nodesOf(root, 'call').flatMap(call => {
    const [, patcher] = patchers.exec(resolve(call.childForFieldName('function') ?? call)) ?? [];
    const target = argumentsOf(call).find(isTarget)?.value;
    if (patcher === undefined || !target) return [];
    const path = constantString(target) ?? pathOf(target);
    const replaced = { written: target.text, node: call };
    return attributesOf(call, patcher).map(name => ({ ...replaced, path: name === '' ? path : `${path}.${name}` }));
  });
  const assigned = nodesOf(root, 'assignment', 'augmented_assignment', 'delete_statement')
    .flatMap(targetsOf)
    .map(target => ({ path: pathOf(target), written: target.text, node: target }));
  const written = nodesOf(root, 'call')
    .flatMap(objectWritten)
    .map(target => ({ path: pathOf(target), written: target.text, node: target }));
  return [...patched, ...assigned, ...written];
}

/** `mail` of `mail.__dict__.update(…)`, `vars(mail).update(…)` and `object.__setattr__(mail, …)`. */
function objectWritten(call: Node): Node[] {
  const called = call.childForFieldName('function');
  const method = called?.childForFieldName('attribute')?.text ?? '';
  if (/^__(?:set|del)attr__$/.test(method))
    return argumentsOf(call)
      .slice(0, 1)
      .map(({ value }) => value);
  const space = /^(?:update|setdefault|pop|popitem|clear|__(?:set|del)item__)$/.test(method)
    ? called?.childForFieldName('object')
    : null;
  return space ? ofNamespace(space) : [];
}

function isTarget({ keyword }: Argument, at: number): boolean {
  return keyword === 'target' || (keyword === null && at === 0);
}

/** Attributes of the target that the call replaces; `''` where it replaces the target itself, or does not say. */
function attributesOf(call: Node, patcher: string): string[] {
  const [target, ...others] = argumentsOf(call).toSorted(
    (a, b) => Number(b.keyword === 'target') - Number(a.keyword === 'target'),
  );
  if (patcher === 'patch.multiple') {
    const names = others.flatMap(({ keyword }) => (keyword === null || options.has(keyword) ? [] : keyword));
    return names.length > 0 ? names : [''];
  }
  const isWhole = target === undefined || constantString(target.value) !== null;
  if (isWhole || !/attr$|object$/.test(patcher)) return [''];
  const name = others.find(({ keyword }) => keyword === null || keyword === 'attribute' || keyword === 'name');
  return [(name && constantString(name.value)) ?? ''];
}

const options = new Set(['spec', 'create', 'spec_set', 'autospec', 'new_callable']);

/** Attributes that a statement sets or deletes. */
function targetsOf(statement: Node): Node[] {
  const left = statement.type === 'delete_statement' ? statement : statement.childForFieldName('left');
  if (!left) return [];
  const targets = /^(?:attribute|subscript)$/.test(left.type) ? [left] : left.namedChildren;
  return targets.flatMap(each =>
    each?.type === 'attribute' ? each : each?.type === 'subscript' ? namespaceOf(each) : [],
  );
}

/** `mail` of `vars(mail)["find"]` and `mail.__dict__["find"]`. */
function namespaceOf(subscript: Node): Node[] {
  const space = subscript.childForFieldName('value');
  return space ? ofNamespace(space) : [];
}

function ofNamespace(space: Node): Node[] {
  if (space.type === 'attribute' && space.childForFieldName('attribute')?.text === '__dict__')
    return [space.childForFieldName('object') ?? space];
  const isVars = space.type === 'call' && space.childForFieldName('function')?.text === 'vars';
  return isVars ? argumentsOf(space).map(({ value }) => value) : [];
}
