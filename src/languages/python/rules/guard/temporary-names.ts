// Which names of a test stand for its temporary folder or something in it.
import { type Node, nodesOf } from '../../../syntax.ts';

const given = /^(?:tmp_path|tmpdir|tmp_path_factory|tmpdir_factory|fs)$/;
const makers = /\b(?:tempfile|TemporaryDirectory|NamedTemporaryFile|mkdtemp|mkstemp|isolated_filesystem)\b/;

/** Names are followed through assignments and `with … as`, in order of appearance. */
export function temporaryNames(root: Node): ReadonlySet<string> {
  const found = new Set(nodesOf(root, 'identifier').flatMap(({ text }) => (given.test(text) ? text : [])));
  for (const node of nodesOf(root, 'assignment', 'as_pattern', 'named_expression')) {
    const [target, value] = node.type === 'as_pattern' ? [node.lastNamedChild, node.firstNamedChild] : sidesOf(node);
    const isTemporary =
      value && (makers.test(value.text) || nodesOf(value, 'identifier').some(({ text }) => found.has(text)));
    if (isTemporary && target) for (const { text } of nodesOf(target, 'identifier')) found.add(text);
  }
  return found;
}

function sidesOf(node: Node): [Node | null, Node | null] {
  return [
    node.childForFieldName('left') ?? node.childForFieldName('name'),
    node.childForFieldName('right') ?? node.childForFieldName('value'),
  ];
}
