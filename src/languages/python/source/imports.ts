// Which files of the repository a Python module imports by name.
import type { Import } from '../../contract/source.ts';
import { fromSyntax, type Node, nodesOf } from '../../syntax.ts';

export const importTypes = ['import_statement', 'import_from_statement'];

/** Imports anywhere in the text, functions included. */
export function imports(text: string): Import[] {
  return fromSyntax('python', text, root => nodesOf(root, ...importTypes).flatMap(importsOf)) ?? [];
}

/** The files that these imports of `path` name, in order, each once. Folders like `src/` need not be known: paths are matched by their end. */
export function importedFiles(path: string, found: readonly Import[], paths: ReadonlySet<string>): string[] {
  const files = found.flatMap(one => filesOf(one, path, paths));
  return [...new Set(files)].filter(file => file !== path);
}

export function importsOf(statement: Node): Import[] {
  const names = statement.childrenForFieldName('name').flatMap(name => (name === null ? [] : dottedName(name)));
  if (statement.type === 'import_statement') return names.map(module => ({ module, names: [] }));
  const module = statement.childForFieldName('module_name')?.text.replace(/\s+/g, '') ?? '';
  return [{ module, names }];
}

/** `a.b` of `a.b as c`. */
function dottedName(name: Node): string {
  return (name.childForFieldName('name') ?? name).text;
}

function filesOf(one: Import, importer: string, paths: ReadonlySet<string>): string[] {
  const dots = /^\.*/.exec(one.module)?.[0].length ?? 0;
  const steps = one.module.split('.').filter(Boolean);
  const candidates = [...one.names.map(name => [...steps, name]), steps].filter(parts => parts.length > 0);
  if (dots === 0) return candidates.flatMap(parts => byEnd(parts.join('/'), importer, paths));
  const base = importer.split('/').slice(0, -dots);
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
  const ending = ['.py', '/__init__.py'].flatMap(end => pathsEndingWith(`${module}${end}`, paths));
  return ending.length === 1 ? ending : [];
}

/** The paths of each listing by their last part, kept as long as the listing: a large file imports hundreds of names. */
const byLastPart = new WeakMap<ReadonlySet<string>, Map<string, string[]>>();

/** Paths below any folder that end so; the one at the root is not among them. */
export function pathsEndingWith(end: string, paths: ReadonlySet<string>): string[] {
  const known = byLastPart.get(paths) ?? Map.groupBy(paths, lastPart);
  byLastPart.set(paths, known);
  return (known.get(lastPart(end)) ?? []).filter(path => path.endsWith(`/${end}`));
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
