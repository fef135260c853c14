// Whether a push changed nothing of a file that a failing test runs.
import { fromSyntax, type Node, nodesOf } from '../../../../syntax.ts';
import { codeOf, isSilent } from '../code.ts';

/**
 * The same code but for comments, docstrings, layout, the order of imports, and the functions that the test does not run. `ran` has the
 * names of those it runs; null where that is not known. False where a text does not parse.
 */
export function isSameRun(before: string, after: string, ran: ReadonlySet<string> | null): boolean {
  const [one, other] = [before, after].map(text =>
    fromSyntax('python', text, root => (root.hasError ? null : runOf(root, ran))),
  );
  return one !== null && one !== undefined && one === other;
}

function runOf(root: Node, ran: ReadonlySet<string> | null): string {
  const all = partsOf(root);
  // What a module runs while it is imported belongs to no test, and to all.
  const atImport = all.flatMap(part => (functionOf(part) ? [] : nodesOf(part, 'identifier').map(({ text }) => text)));
  const names = ran && new Set([...ran, ...atImport]);
  const parts = all.filter(part => names === null || isRun(part, names));
  const isImport = ({ type }: Node) => /^import_/.test(type);
  const imports = parts.filter(isImport).map(codeOf);
  return [...imports.sort(), ...parts.filter(part => !isImport(part)).map(codeOf)].join('\n');
}

/** Statements of a module and of its classes, and heads of classes. */
function partsOf(node: Node): Node[] {
  return node.namedChildren.flatMap(child => {
    if (child === null || isSilent(child)) return [];
    const body = child.type === 'class_definition' ? child.childForFieldName('body') : null;
    const head = child.namedChildren.flatMap(part => (part === null || part.id === body?.id ? [] : part));
    return body ? [...head, ...partsOf(body)] : [child];
  });
}

/** A plain function; what decorates one may keep or call it. */
function functionOf(part: Node): Node | null {
  return part.type === 'function_definition' ? part : null;
}

function isRun(part: Node, names: ReadonlySet<string>): boolean {
  const definition = functionOf(part);
  return definition === null || names.has(definition.childForFieldName('name')?.text ?? '');
}
