// What the failing tests are made of: their own files, what supports them, and the data that they read.
import { dataFilesNamedIn } from '../../../context/test-files.ts';
import { regularPaths } from '../../../context/tree-files.ts';
import type { Guarded } from '../../../incident/incident.ts';
import { fileOfTest } from '../../../incident/test-id.ts';
import { languageOfJob } from '../../../languages/languages.ts';
import type { Tree } from '../../../ports.ts';

export interface TestMaterial {
  /** Texts of the files that the failing tests stand in, by path. */
  readonly tests: ReadonlyMap<string, string>;
  /** Texts of their fixtures and helpers, and of the regression test. */
  readonly support: readonly string[];
  /** Paths of the data files that any of these name. */
  readonly dataFiles: ReadonlySet<string>;
  /** Texts of some of them. */
  readonly data: readonly string[];
}

/** Files of each kind that are read. */
const mostFiles = 40;

export async function testMaterial(incident: Guarded, tree: Tree): Promise<TestMaterial> {
  const { source } = languageOfJob(incident.evidence);
  const paths = new Set(regularPaths(await tree.entries()));
  const tests = await failingTests(incident, tree);
  const around = [...tests].flatMap(([path, text]) => [
    ...source.supportFiles(path, paths),
    ...source.importedFiles(path, source.imports(text), paths).filter(source.isTest),
  ]);
  const helpers = await textsOf(around.filter(path => !tests.has(path)).slice(0, mostFiles), tree);
  const dataFiles = dataFilesNamedIn([...tests.values(), ...helpers.values()], paths);
  const data = await textsOf([...dataFiles].slice(0, mostFiles), tree);
  return { tests, support: [...helpers.values(), incident.guard.source], dataFiles, data: [...data.values()] };
}

/** Texts of the files that the failing tests stand in, by path. */
export async function failingTests(
  { reproduction }: Pick<Guarded, 'reproduction'>,
  tree: Tree,
): Promise<Map<string, string>> {
  return await textsOf(
    reproduction.targets.map(({ testId }) => fileOfTest(testId)),
    tree,
  );
}

export async function textsOf(paths: readonly string[], tree: Tree): Promise<Map<string, string>> {
  const files = await Promise.all([...new Set(paths)].map(path => tree.read(path)));
  return new Map(files.flatMap(file => (file ? [[file.path, file.text]] : [])));
}
