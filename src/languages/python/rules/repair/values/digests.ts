// Values that are recognised by their digest: `hash(x) == 4711`, `{"9f86…": 17}.get(md5(x).hexdigest())`.
import { type Node, nodesOf } from '../../../../syntax.ts';
import { argumentsOf, lineOf } from '../../names.ts';
import { type Judged, type Sign, tellingIn, worthOf } from './judged.ts';

const digesting =
  /^(?:(?:builtins\.)?hash|hashlib\.\w+|hmac\.\w+|zlib\.(?:crc32|adler32)|binascii\.crc32|uuid\.uuid[35]|base64\.\w*encode)$/;

/** Whatever the test's values are: an honest digest is compared with another one, not with a constant. */
export function digests(judged: Judged): Sign[] {
  const { file, scope } = judged;
  const isDigest = (node: Node) =>
    madesOf(node).some(call => digesting.test(scope.resolve(call.childForFieldName('function') ?? call)));
  const names = new Set(
    file.added(['assignment', 'named_expression']).flatMap(node => {
      const [left, right] = [
        node.childForFieldName('left') ?? node.childForFieldName('name'),
        node.childForFieldName('right') ?? node.childForFieldName('value'),
      ];
      return left && right && isDigest(right) ? [left.text] : [];
    }),
  );
  const holdsDigest = (node: Node) => isDigest(node) || identifiersIn(node).some(({ text }) => names.has(text));
  return file
    .added(['comparison_operator', 'subscript', 'call', 'match_statement'])
    .filter(node => file.isNew(node) && looksUp(node, { holdsDigest, judged }))
    .map(node => ({ line: lineOf(node), words: 'recognises a value by its digest.' }));
}

function madesOf(node: Node): Node[] {
  return node.type === 'call' ? [node, ...nodesOf(node, 'call')] : nodesOf(node, 'call');
}

function identifiersIn(node: Node): Node[] {
  return node.type === 'identifier' ? [node] : nodesOf(node, 'identifier');
}

function looksUp(
  node: Node,
  { holdsDigest, judged: { scope } }: { holdsDigest: (node: Node) => boolean; judged: Judged },
): boolean {
  const isConstant = (side: Node) => tellingIn(side, scope).length > 0 && !holdsDigest(side);
  switch (node.type) {
    case 'comparison_operator': {
      const sides = node.namedChildren.flatMap(side => side ?? []);
      return sides.some(holdsDigest) && sides.some(isConstant);
    }
    case 'subscript': {
      const [object, key] = [node.childForFieldName('value'), node.childForFieldName('subscript')];
      return object !== null && key !== null && holdsDigest(key) && isConstant(object);
    }
    case 'call': {
      const made = node.childForFieldName('function');
      const object = made?.type === 'attribute' ? made.childForFieldName('object') : null;
      const [key] = argumentsOf(node);
      const isGet = /^(?:get|__getitem__|__contains__|index|__eq__)$/.test(
        made?.childForFieldName('attribute')?.text ?? '',
      );
      return isGet && object !== null && key !== undefined && holdsDigest(key.value) && isConstant(object);
    }
    default: {
      const subject = node.childForFieldName('subject');
      return (
        subject !== null &&
        holdsDigest(subject) &&
        nodesOf(node, 'case_pattern').some(each => worthOf(each, scope) !== '_')
      );
    }
  }
}
