// Fixtures that a test may ask for by name: those of its own file, and of the `conftest.py` files beside and above it.
import { fromSyntax, type Node, nodesOf } from '../../syntax.ts';

/** The `conftest.py` files that pytest reads for a test at this path, outermost first. */
export function conftestsFor(path: string, paths: ReadonlySet<string>): string[] {
  const folders = path.split('/').slice(0, -1);
  const candidates = [0, ...folders.map((_, at) => at + 1)].map(depth =>
    [...folders.slice(0, depth), 'conftest.py'].join('/'),
  );
  return candidates.filter(candidate => paths.has(candidate));
}

/** Names of `setUp` methods, and of the fixtures that these tests ask for, themselves or by way of other fixtures. */
export function setUpNames(tests: ReadonlySet<string>, texts: readonly string[]): Set<string> {
  const fixtures = new Set(texts.flatMap(fixturesIn));
  const found = new Set<string>();
  let next = [...tests];
  while (next.length > 0) {
    const names = next;
    next = texts.flatMap(text => parameters(text, names)).filter(name => fixtures.has(name) && !found.has(name));
    for (const name of next) found.add(name);
  }
  return new Set(['setUp', 'setup_method', ...found]);
}

/** Names of the fixtures that a file defines. */
export function fixturesIn(text: string): string[] {
  return fromSyntax('python', text, root => nodesOf(root, 'decorated_definition').flatMap(fixtureName)) ?? [];
}

/** Names of the parameters of the functions with these names. */
export function parameters(text: string, functions: readonly string[]): string[] {
  return (
    fromSyntax('python', text, root =>
      nodesOf(root, 'function_definition')
        .filter(node => functions.includes(node.childForFieldName('name')?.text ?? ''))
        .flatMap(node => node.childForFieldName('parameters')?.namedChildren ?? [])
        .flatMap(node => (node === null ? [] : parameterName(node)))
        .filter(name => name !== 'self'),
    ) ?? []
  );
}

function fixtureName(decorated: Node): string[] {
  const marked = nodesOf(decorated, 'decorator').some(
    node => node.parent?.id === decorated.id && /^@\s*(?:\w+\.)*fixture\b/.test(node.text),
  );
  const name = decorated.childForFieldName('definition')?.childForFieldName('name')?.text;
  return marked && name !== undefined ? [name] : [];
}

/** `b` of `b`, `b: int`, `b=1` and `b: int = 1`; `*rest` and `**rest` name no fixture. */
function parameterName(node: Node): string[] {
  if (node.type === 'identifier') return [node.text];
  const name = node.childForFieldName('name') ?? (node.type === 'typed_parameter' ? node.firstNamedChild : null);
  return name?.type === 'identifier' ? [name.text] : [];
}
