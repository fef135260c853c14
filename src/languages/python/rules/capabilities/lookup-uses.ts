// Names that are looked up at run time: what they may be cannot be read from the code.
import type { Node } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf } from '../names.ts';
import type { Around } from './around.ts';
import { type Match, matchesOf, ofAttribute } from './match.ts';

/** Of a call or a subscript. */
export function lookupUses(node: Node, around: Around): Match[] {
  return node.type === 'call' ? ofCall(node, around) : ofSubscript(node, around);
}

function ofCall(call: Node, around: Around): Match[] {
  const called = call.childForFieldName('function');
  const [object, name] = argumentsOf(call);
  if (!called || !object) return [];
  return around.paths(called, around.scope).flatMap(path => {
    if (/^(?:builtins\.)?getattr$|\.__getattribute__$/.test(path))
      return name ? ofLookup(object.value, name.value, around) : [];
    if (/^operator\.(?:attrgetter|methodcaller)$/.test(path)) return ofGetter(object.value, around);
    return /^(?:builtins\.)?vars$/.test(path) ? ofModule(object.value, path, around) : [];
  });
}

function ofLookup(object: Node, name: Node, around: Around): Match[] {
  const said = constantString(name);
  if (said !== null) return ofAttribute(said);
  return [
    ...ofModule(object, 'getattr', around),
    ...(isMade(name, around) ? [{ capability: 'internals' as const, name: 'getattr' }] : []),
  ];
}

/** `attrgetter("os.system")` */
function ofGetter(name: Node, around: Around): Match[] {
  const said = constantString(name);
  if (said === null) return isMade(name, around) ? [{ capability: 'internals', name: 'attrgetter' }] : [];
  return [...said.split('.').flatMap(ofAttribute), ...matchesOf(`?.${said}`, around.own)];
}

/** Any name of something that is imported as a whole. */
function ofModule(object: Node, name: string, { scope, paths }: Around): Match[] {
  if (object.type !== 'identifier' && object.type !== 'attribute') return [];
  const isModule = paths(object, scope).some(isImported);
  return isModule ? [{ capability: 'internals', name: `${name}(${object.text})` }] : [];
}

/** Modules are in lower case, as are the built-in classes. */
function isImported(path: string): boolean {
  return /^(?!\?|self\b)[\w.]*(?<![A-Za-z\d_])[a-z_\d]+$/.test(path) && !builtInClasses.test(path);
}

const builtInClasses =
  /^(?:builtins\.)?(?:str|int|float|bytes|bytearray|dict|list|set|frozenset|tuple|object|type|bool|complex|super|property)$/;

/** Whether the name is put together from parts that hide what it is: joined, reversed, decoded. What begins with constant letters is not. */
function isMade(name: Node, { scope, paths }: Around): boolean {
  const constant = beginning(name);
  if (constant !== null && /^_?[A-Za-z]/.test(constant)) return false;
  if (name.type === 'binary_operator' || name.type === 'subscript')
    return constant !== null || name.type === 'binary_operator';
  if (name.type !== 'call') return name.type === 'string';
  const called = name.childForFieldName('function');
  const isDecoder = called ? paths(called, scope).some(path => decoders.test(path)) : false;
  return isDecoder;
}

const decoders = /(?:^|\.)(?:join|decode|fromhex|chr|b64decode|unhexlify|reversed|translate|bytes|bytearray)$/;

/** What a string that is partly computed begins with. */
function beginning(node: Node): string | null {
  if (node.type === 'binary_operator') return beginning(node.childForFieldName('left') ?? node);
  if (node.type !== 'string') return constantString(node);
  const [, first] = node.namedChildren;
  return first?.type === 'string_content' ? first.text : '';
}

function ofSubscript(subscript: Node, around: Around): Match[] {
  const key = subscript.childForFieldName('subscript');
  const value = subscript.childForFieldName('value');
  const isOfInnards = value?.type === 'attribute' && value.childForFieldName('attribute')?.text === '__dict__';
  const said = isOfInnards && key ? constantString(key) : null;
  const walks =
    value?.type === 'attribute' && /^__(?:mro|bases)__$/.test(value.childForFieldName('attribute')?.text ?? '');
  return [
    ...(said === null ? [] : ofAttribute(said)),
    ...(walks ? [{ capability: 'internals' as const, name: value.text }] : []),
    ...ofDictionary(value, around),
  ];
}

/** `os.__dict__` */
function ofDictionary(value: Node | null, around: Around): Match[] {
  const object = value?.type === 'attribute' ? value.childForFieldName('object') : null;
  return object && value?.childForFieldName('attribute')?.text === '__dict__'
    ? ofModule(object, '__dict__', around)
    : [];
}
