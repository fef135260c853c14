// Classes that give values of built-in types an equality of their own: a result of such a class may equal what it is not.
import { type Node, nodesOf } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf, lastPart, type Resolve } from '../names.ts';

const values =
  /^(?:int|float|complex|str|bytes|bytearray|tuple|list|dict|set|frozenset|Decimal|Fraction|date|datetime|time|timedelta|IntEnum|StrEnum|IntFlag|OrderedDict|defaultdict|Counter|UserString|UserList|UserDict)$/;
export const equality = /^__(?:eq|ne)__$/;

/** What defines the equality: a method, an assignment, or a pair of the dictionary that `type()` is given. */
export function ownEqualities(root: Node, resolve: Resolve): Node[] {
  const classes = nodesOf(root, 'class_definition');
  const known = new Map(classes.map(node => [node.childForFieldName('name')?.text ?? '', node]));
  const isValue = (base: Node | null, level = 0): boolean => {
    if (base === null || base.type === 'keyword_argument') return false;
    const own = known.get(base.text);
    if (own && level < deepest) return basesOf(own).some(each => isValue(each, level + 1));
    return values.test(lastPart(resolve(base))) || isParameter(base);
  };
  const written = classes
    .filter(node => basesOf(node).some(base => isValue(base)))
    .flatMap(node => membersOf(node.childForFieldName('body')).filter(definesEquality));
  const made = nodesOf(root, 'call').filter(node => resolve(node.childForFieldName('function') ?? node) === 'type');
  const set = nodesOf(root, 'assignment').filter(node => equality.test(attributeOf(node.childForFieldName('left'))));
  return [...written, ...set, ...made.flatMap(node => equalitiesMadeBy(node, base => isValue(base)))];
}

/** Classes of classes of classes. */
const deepest = 6;

function basesOf(node: Node): (Node | null)[] {
  return node.childForFieldName('superclasses')?.namedChildren ?? [];
}

/** A class that a function is given may be any. */
function isParameter(base: Node): boolean {
  let around = base.parent;
  while (around && around.type !== 'function_definition') around = around.parent;
  const parameters = around?.childForFieldName('parameters');
  return parameters ? nodesOf(parameters, 'identifier').some(({ text }) => text === base.text) : false;
}

/** `__eq__` of `cls.__eq__ = …`. */
function attributeOf(target: Node | null): string {
  return target?.childForFieldName('attribute')?.text ?? '';
}

function membersOf(body: Node | null): Node[] {
  return (body?.namedChildren ?? []).flatMap(member => {
    if (member?.type === 'expression_statement') return member.firstNamedChild ?? [];
    return (member?.type === 'decorated_definition' ? member.childForFieldName('definition') : member) ?? [];
  });
}

function definesEquality(member: Node): boolean {
  const name = member.childForFieldName('name') ?? member.childForFieldName('left');
  return equality.test(name?.text ?? '');
}

function equalitiesMadeBy(call: Node, isValue: (base: Node | null) => boolean): Node[] {
  const [, bases, members] = argumentsOf(call).map(({ value }) => value);
  if (!bases?.namedChildren.some(isValue) || !members) return [];
  return nodesOf(members, 'pair').filter(pair => {
    const key = pair.childForFieldName('key');
    return key !== null && equality.test(constantString(key) ?? '');
  });
}
