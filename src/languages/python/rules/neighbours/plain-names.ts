// Names of a test file that code outside of it can use as well: imports, and constants that are plain values.
import type { Node } from '../../../syntax.ts';
import { literalOf } from '../../source/literals.ts';
import { partNamed } from '../guard/repository-part.ts';
import { importsOf } from '../names.ts';

export interface PlainNames {
  /** What makes a name known: an import, or an assignment. Null for what only this file knows, or what does more than compute. */
  definitionOf(name: string): string | Node | null;
  /** Whether the name stands for something of the repository. */
  isOwn(name: string): boolean;
}

/** Modules of the standard library that make values, or compute. */
const plainModules =
  /^(?:datetime|decimal|fractions|math|collections|json|textwrap|re|itertools|functools|operator|string|uuid|enum|typing|copy|dataclasses|statistics|ipaddress|types|pytest|unittest)(?:\.|$)/;

export function namesIn(root: Node, paths: ReadonlySet<string>): PlainNames {
  const imports = new Map(importsOf(root).map(one => [one.name, one]));
  const constants = new Map(
    root.namedChildren.flatMap(statement => {
      const assigned = statement?.type === 'expression_statement' ? statement.firstNamedChild : null;
      const value = assigned?.type === 'assignment' ? assigned.childForFieldName('right') : null;
      return assigned && value && literalOf(value) !== null
        ? [[assigned.childForFieldName('left')?.text ?? '', assigned] as const]
        : [];
    }),
  );
  const isOwn = (name: string) => {
    const path = imports.get(name)?.path;
    return path !== undefined && (path.startsWith('.') || partNamed(path, paths) !== null);
  };
  return {
    isOwn,
    definitionOf(name) {
      const found = imports.get(name);
      if (!found) return constants.get(name) ?? null;
      return isOwn(name) || plainModules.test(found.path) ? importOf(found) : null;
    },
  };
}

/** One name of an import statement, for the rest of it may not exist on another tree. */
function importOf({ name, path, node }: { name: string; path: string; node: Node }): string {
  const module = node.childForFieldName('module_name')?.text;
  if (module === undefined)
    return path === name || path.startsWith(`${name}.`) ? `import ${path}` : `import ${path} as ${name}`;
  const written = path.slice(module.length).replace(/^\./, '');
  return `from ${module} import ${written}${written === name ? '' : ` as ${name}`}`;
}
