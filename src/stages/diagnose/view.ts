// Reads from the failing commit what a diagnosis looks at: the traced files, the failing tests, and what those import.
import { importedFiles } from '../../context/imports.ts';
import { fileOfTest, isTestFile } from '../../context/test-files.ts';
import type { Evidence } from '../../incident/evidence.ts';
import type { SourceFile } from '../../incident/source.ts';
import type { Tree } from '../../ports.ts';
import type { Source } from './question.ts';
import { numberedExcerpt, type Place, placesOf, wordsOf } from './source-pack.ts';
import { pathInTree } from './tree-paths.ts';

/** What is seen of the commit. */
export interface View {
  readonly paths: ReadonlySet<string>;
  /** Files that the failing tests import, also through a package's `__init__.py`. */
  readonly imported: ReadonlySet<string>;
  readonly sources: readonly Source[];
}

/** Imported files that are shown besides the traced ones. */
const MOST_IMPORTED = 5;

export async function viewOf(tree: Tree, evidence: Evidence): Promise<View> {
  const entries = await tree.entries();
  const paths = new Set(entries.filter(({ kind }) => kind === 'file' || kind === 'executable').map(({ path }) => path));
  const places = placesOf(evidence, paths);
  const placed = await readAll(
    tree,
    places.map(place => place.path),
  );
  const testPaths = new Set(evidence.failures.map(failure => pathInTree(fileOfTest(failure.testId), paths)));
  const tests = placed.filter(file => testPaths.has(file.path));
  const imported = await importedBy(tests, paths, tree);
  const others = [...imported].filter(path => !isTestFile(path) && !places.some(place => place.path === path));
  const names = wordsOf(tests.map(test => test.text));
  const used = await readAll(tree, others.slice(0, MOST_IMPORTED));
  const wanted = [...places, ...used.map(({ path }): Place => ({ path, lines: [], names }))];
  return { paths, imported, sources: sourcesOf([...placed, ...used], wanted) };
}

async function readAll(tree: Tree, paths: readonly string[]): Promise<SourceFile[]> {
  const files = await Promise.all(paths.map(path => tree.read(path)));
  return files.filter(file => file !== null);
}

async function importedBy(tests: readonly SourceFile[], paths: ReadonlySet<string>, tree: Tree): Promise<Set<string>> {
  const direct = tests.flatMap(({ path, text }) => importedFiles(path, text, paths));
  const packages = await readAll(tree, [...new Set(direct)].filter(path => path.endsWith('/__init__.py')).slice(0, 5));
  return new Set([...direct, ...packages.flatMap(({ path, text }) => importedFiles(path, text, paths))]);
}

function sourcesOf(files: readonly SourceFile[], places: readonly Place[]): Source[] {
  return files.map(({ path, text }) => {
    const place = places.find(one => one.path === path) ?? { lines: [], names: [] };
    return { path, excerpt: numberedExcerpt(text, place) };
  });
}
