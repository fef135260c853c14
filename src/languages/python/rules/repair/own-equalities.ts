// Classes that give values of built-in types an equality of their own: a result of such a class may equal what it is not.
import { type Node, nodesOf } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf, lastPart, type Resolve } from '../names.ts';

const values =
  /^(?:int|float|complex|str|bytes|bytearray|tuple|list|dict|set|frozenset|Decimal|Fraction|date|datetime|time|timedelta|OrderedDict|defaultdict|Counter|UserString|UserList|UserDict)$/;
const equality = /^__(?:eq|ne)__$/;

/** What defines the equality: a method, an assignment, or a pair of the dictionary that `type()` is given. */
export function ownEqualities(root: Node, resolve: Resolve): Node[] {
  const isValue = (base: Node | null) => base !== null && values.test(lastPart(resolve(base)));
  const written = nodesOf(root, 'class_definition')
    .filter(node => node.childForFieldName('superclasses')?.namedChildren.some(isValue))
    .flatMap(node => membersOf(node.childForFieldName('body')).filter(definesEquality));
  const made = nodesOf(root, 'call').filter(node => resolve(node.childForFieldName('function') ?? node) === 'type');
  return [...written, ...made.flatMap(node => equalitiesMadeBy(node, isValue))];
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
