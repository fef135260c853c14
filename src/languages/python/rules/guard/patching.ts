// Finds mocks and patches of the suspect: a test that replaces what it should test proves nothing.
import { type Node, nodesOf } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf, lastPart } from '../names.ts';
import type { Candidate } from './forbidden.ts';

const patchers = /(?:^|\.)patch(?:\.(?:object|dict|multiple))?$|(?:^|\.)(?:setattr|delattr|setitem|delitem)$/;

/** What the candidate patches or overwrites of these files: the targets as written. */
export function patchesOf({ root, imports, resolve }: Candidate, suspects: readonly string[]): string[] {
  const modules = suspects.map(moduleName);
  const names = new Set(imports.filter(({ path }) => isOfAny(path, modules)).map(({ name }) => name));
  const isSuspect = (target: Node) => {
    const path = constantString(target);
    return path === null ? names.has(rootName(target)) : isPathOfAny(path, modules);
  };
  const patched = nodesOf(root, 'call')
    .filter(call => patchers.test(resolve(call.childForFieldName('function') ?? call)))
    .flatMap(
      call => argumentsOf(call).find(({ keyword }, at) => keyword === 'target' || (keyword === null && at === 0)) ?? [],
    )
    .map(({ value }) => value)
    .filter(isSuspect);
  const assigned = nodesOf(root, 'assignment', 'augmented_assignment', 'delete_statement')
    .flatMap(targetsOf)
    .filter(target => names.has(rootName(target)));
  return [...patched, ...assigned].map(({ text }) => text);
}

/** Attributes that a statement sets or deletes. */
function targetsOf(statement: Node): Node[] {
  const left = statement.type === 'delete_statement' ? statement : statement.childForFieldName('left');
  if (!left) return [];
  return left.type === 'attribute'
    ? [left]
    : left.namedChildren.flatMap(each => (each?.type === 'attribute' ? each : []));
}

/** `mail` of `mail.Mailer.send`. */
function rootName(node: Node): string {
  return /^\w+/.exec(node.text)?.[0] ?? '';
}

/** Whether an import reaches into a suspect: its module, or a name in it. */
function isOfAny(path: string, modules: readonly string[]): boolean {
  const stems = modules.map(lastPart);
  const parts = path.split('.');
  return parts.slice(-2).some(part => stems.includes(part));
}

/** Whether a string names a suspect by its module's path, or something in it: `shop.mail.find`. */
function isPathOfAny(path: string, modules: readonly string[]): boolean {
  return modules.some(
    module =>
      path === module ||
      path.startsWith(`${module}.`) ||
      module.endsWith(`.${path}`) ||
      path.includes(`.${lastPart(module)}.`) ||
      path.startsWith(`${lastPart(module)}.`),
  );
}

function moduleName(path: string): string {
  return path
    .replace(/^(src|lib)\//, '')
    .replace(/(\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
}
