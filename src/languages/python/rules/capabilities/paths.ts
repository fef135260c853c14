// The paths that an expression may stand for: `os.system` for `o.system` after `o = os`, whatever way it is written.
import type { Node } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf } from '../names.ts';
import { type Binding, bindingsOf, type Scope, type Scopes } from './scopes.ts';

/**
 * Full paths; several where a name has several meanings. A call is `f()`, an element `x.[]`. What only a run can tell is `?`, and
 * `self` is an object or class by that name.
 */
export type Paths = (node: Node, scope: Scope) => string[];

const mostSteps = 40;
/** Of one name: bindings that are built on each other double with every step. */
const mostPaths = 50;

export function pathsIn({ stars }: Pick<Scopes, 'stars'>): Paths {
  const known = new Map<string, string[]>();
  const follow = (node: Node, scope: Scope, steps: number): string[] => {
    if (steps > mostSteps) return ['?'];
    const on = (child: Node | null) => (child ? follow(child, scope, steps + 1) : ['?']);
    switch (node.type) {
      case 'identifier':
        return ofName(node.text, scope, steps);
      case 'attribute':
        return below(on(node.childForFieldName('object')), node.childForFieldName('attribute')?.text ?? '?');
      case 'call':
        return ofCall(node, on);
      case 'subscript':
        return ofElement(node, on);
      case 'named_expression':
        return on(node.childForFieldName('value'));
      case 'parenthesized_expression':
      case 'await':
      case 'expression_statement':
        return on(node.firstNamedChild);
      case 'conditional_expression':
        return [...on(node.namedChild(0)), ...on(node.namedChild(2))];
      case 'boolean_operator':
        return [...on(node.childForFieldName('left')), ...on(node.childForFieldName('right'))];
      default:
        return ['?'];
    }
  };
  /** Each name is followed once a scope: a chain of bindings would double with every step. */
  const ofName = (name: string, scope: Scope, steps: number): string[] => {
    if (name === 'self' || name === 'cls') return ['self'];
    const bindings = bindingsOf(name, scope);
    if (!bindings) return [name, ...stars.map(star => `${star}.${name}`)];
    const key = `${idOf(bindings)} ${name}`;
    const before = known.get(key);
    if (before) return before;
    known.set(key, ['?']);
    const found = [...new Set(bindings.flatMap(binding => ofBinding(binding, steps)))].slice(0, mostPaths);
    known.set(key, found);
    return found;
  };
  const ofBinding = (binding: Binding, steps: number): string[] => {
    if (!binding) return ['?'];
    return 'path' in binding ? [binding.path] : follow(binding.value, binding.scope, steps + 1);
  };
  return (node, scope) => follow(node, scope, 0);
}

const ids = new WeakMap<readonly Binding[], number>();
let last = 0;

function idOf(bindings: readonly Binding[]): number {
  const id = ids.get(bindings) ?? ++last;
  ids.set(bindings, id);
  return id;
}

function below(objects: readonly string[], name: string): string[] {
  return objects.map(object => `${object}.${name}`);
}

type Follow = (node: Node | null) => string[];

/** `getattr(sys, "exit")` is `sys.exit`, `__import__("os")` is `os`, and `super()` is `self`. */
function ofCall(call: Node, follow: Follow): string[] {
  const called = follow(call.childForFieldName('function'));
  const [first, second] = argumentsOf(call);
  return called.flatMap(path => {
    const said = first ? constantString(first.value) : null;
    if (/(?:^|\.)(?:__import__|import_module)$/.test(path) && said !== null) return [said];
    if (/^(?:builtins\.)?super$/.test(path)) return ['self'];
    if (!first || !second || !/^(?:builtins\.)?getattr$|\.__getattribute__$/.test(path)) return [`${path}()`];
    const name = constantString(second.value);
    return name === null ? [`${path}()`] : below(follow(first.value), name);
  });
}

/** `sys.modules["os"]` is `os`, `vars(os)["system"]` and `os.__dict__["system"]` are `os.system`. */
function ofElement(subscript: Node, follow: Follow): string[] {
  const value = subscript.childForFieldName('value');
  const key = subscript.childForFieldName('subscript');
  const said = key ? constantString(key) : null;
  return follow(value).flatMap(path => {
    if (said === null || !value) return [`${path}.[]`];
    if (path === 'sys.modules') return [said];
    if (/^(?:builtins\.)?(?:globals|locals)\(\)$/.test(path) || path === '__builtins__') return [said];
    if (path.endsWith('.__dict__')) return [`${path.slice(0, -'.__dict__'.length)}.${said}`];
    const [of] = /^(?:builtins\.)?vars\(\)$/.test(path) ? argumentsOf(value) : [];
    return of ? below(follow(of.value), said) : [`${path}.[]`];
  });
}
