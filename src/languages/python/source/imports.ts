// Which files of the repository a Python module imports by name.
import { fromSyntax, type Node, nodesOf } from '../../syntax.ts';

/** One imported module: `dots` counts leading dots, `names` what comes after `import` in a `from` form. */
export interface Import {
  readonly dots: number;
  readonly module: string;
  readonly names: readonly string[];
}

/** Imports anywhere in the text, functions included. */
export function imports(text: string): Import[] {
  return fromSyntax(text, root => nodesOf(root, 'import_statement', 'import_from_statement').flatMap(importsIn)) ?? [];
}

/** The files that the imports of `path` name, in order, each once. Folders like `src/` need not be known: paths are matched by their end. */
export function importedFiles(path: string, text: string, paths: ReadonlySet<string>): string[] {
  const found = imports(text).flatMap(one => filesOf(one, path, paths));
  return [...new Set(found)].filter(file => file !== path);
}

function importsIn(statement: Node): Import[] {
  const names = statement.childrenForFieldName('name').flatMap(name => (name === null ? [] : dottedName(name)));
  if (statement.type === 'import_statement') return names.map(module => ({ dots: 0, module, names: [] }));
  const from = statement.childForFieldName('module_name')?.text.replace(/\s+/g, '') ?? '';
  const dots = /^\.*/.exec(from)?.[0].length ?? 0;
  return [{ dots, module: from.slice(dots), names }];
}

/** `a.b` of `a.b as c`. */
function dottedName(name: Node): string {
  return (name.childForFieldName('name') ?? name).text;
}

function filesOf(one: Import, importer: string, paths: ReadonlySet<string>): string[] {
  const steps = one.module.split('.').filter(Boolean);
  const candidates = [...one.names.map(name => [...steps, name]), steps].filter(parts => parts.length > 0);
  if (one.dots === 0) return candidates.flatMap(parts => byEnd(parts.join('/'), importer, paths));
  const base = importer.split('/').slice(0, -one.dots);
  return [...candidates, []].flatMap(parts => moduleAt([...base, ...parts].join('/'), paths));
}

function moduleAt(module: string, paths: ReadonlySet<string>): string[] {
  return [`${module}.py`, `${module}/__init__.py`].filter(path => paths.has(path));
}

/** An absolute import: at the root, or beside the importer, or the one file whose path ends so. */
function byEnd(module: string, importer: string, paths: ReadonlySet<string>): string[] {
  const folder = importer.split('/').slice(0, -1);
  const direct = ['', 'src', 'lib', ...folder.map((_, index) => folder.slice(0, index + 1).join('/'))];
  const found = direct.flatMap(root => moduleAt(root ? `${root}/${module}` : module, paths));
  if (found.length > 0) return found;
  const ending = [...paths].filter(path => path.endsWith(`/${module}.py`) || path.endsWith(`/${module}/__init__.py`));
  return ending.length === 1 ? ending : [];
}
