// What a file replaces in other modules and classes: an attribute set or deleted of something that it imports or that is built in.
import type { Node } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf } from '../names.ts';
import type { Around } from './around.ts';
import type { Match } from './match.ts';

/** Of an assignment, a deletion, a loop's or a context's target, or a call of `setattr`. */
export function replacementsIn(node: Node, around: Around): Match[] {
  const targets = node.type === 'call' ? setBy(node, around) : targetsOf(node);
  return targets.flatMap(({ object, name }) =>
    isForeign(object, around) || isSpecial(object, name, around)
      ? [{ capability: 'replacements', name: name === null ? object.text : `${object.text}.${name}` }]
      : [],
  );
}

interface Target {
  readonly object: Node;
  /** Null where it is computed. */
  readonly name: string | null;
}

function setBy(call: Node, { scope, paths }: Around): Target[] {
  const called = call.childForFieldName('function');
  const [object, name] = argumentsOf(call);
  const isSetter = /^(?:builtins\.)?(?:set|del)attr$|\.__(?:set|del)attr__$/;
  if (!called || !object || !name || !paths(called, scope).some(path => isSetter.test(path))) return [];
  return [{ object: object.value, name: constantString(name.value) }];
}

function targetsOf(node: Node): Target[] {
  const target =
    node.type === 'delete_statement'
      ? node
      : (node.childForFieldName('left') ?? node.childForFieldName('alias') ?? node.childForFieldName('name'));
  return target ? attributesOf(target) : [];
}

function attributesOf(target: Node): Target[] {
  if (target.type === 'attribute') {
    const object = target.childForFieldName('object');
    return object ? [{ object, name: target.childForFieldName('attribute')?.text ?? null }] : [];
  }
  const isPattern = /_pattern(?:_target)?$|^(?:pattern_list|tuple|list|expression_list|delete_statement)$/.test(
    target.type,
  );
  return isPattern ? target.namedChildren.flatMap(each => (each ? attributesOf(each) : [])) : [];
}

/** Built-in classes; any other name that nothing binds is a module that comes with a star import. */
function isForeign(object: Node, { scope, paths }: Around): boolean {
  return paths(object, scope).some(
    path => !/^(?:\?|self)/.test(path) && !/[()[\]]/.test(path) && !ofRequest.test(path),
  );
}

/** Objects of web frameworks that stand for the current request and are there to be written to. */
const ofRequest = /^(?:flask|quart)\.(?:g|session|request)$/;

/** `x.__eq__ = …` changes what `x` is, and `type(x).y = …` changes its class. */
function isSpecial(object: Node, name: string | null, { scope, paths }: Around): boolean {
  const found = paths(object, scope);
  if (found.every(path => path === 'self')) return false;
  const isOfClass = found.some(path => /^\?.*\.__class__$/.test(path)) || isTypeOfOther(object, { scope, paths });
  return isOfClass || (name !== null && behaviour.test(name));
}

function isTypeOfOther(object: Node, { scope, paths }: Pick<Around, 'scope' | 'paths'>): boolean {
  if (object.type !== 'call' || !/^(?:builtins\.)?type\(\)$/.test(paths(object, scope)[0] ?? '')) return false;
  const [of] = argumentsOf(object);
  return of !== undefined && !paths(of.value, scope).every(path => path === 'self');
}

/** What decides how an object behaves; other names of this form are notes on it, such as `__name__` and `__wrapped__`. */
const behaviour =
  /^__(?:class|bases|dict|code|eq|ne|lt|le|gt|ge|hash|bool|len|contains|getitem|iter|next|call|new|init|del|enter|exit|getattr|getattribute|setattr|get|set|instancecheck|subclasscheck|subclasshook|repr|str|format|int|float|index|add|sub|mul|truediv|floordiv|mod|pow|round|abs)__$/;
