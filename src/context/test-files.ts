// Tells tests and their equipment from source code by path: what may be neither suspected nor edited.

import type { TreeEntry } from '../incident/source.ts';

const testFolders = new Set(['test', 'tests', 'testing', '__tests__']);

/** True for Python test modules, `conftest.py`, and everything inside a folder of tests, data files included. */
export function isTestFile(path: string): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  return isTestModule(name) || name === 'conftest.py' || parts.slice(0, -1).some(part => testFolders.has(part));
}

/** True for the names by which pytest finds a module: `test_*.py` and `*_test.py`. */
export function isTestModule(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^test_.*\.py$/.test(name) || /_test\.py$/.test(name) || name === 'test.py' || name === 'tests.py';
}

/** The file part of a pytest node id. */
export function fileOfTest(testId: string): string {
  return testId.split('::')[0] ?? testId;
}

/** The bare function name of a pytest node id, without its parameters; null when the id names a whole file. */
export function functionOfTest(testId: string): string | null {
  const last = testId.split('::').slice(1).join('::').replace(/\[.*$/s, '').split('::').at(-1);
  return last || null;
}

/**
 * The file of the tree that a path from a report means: node ids are relative to pytest's root, which may be a folder of
 * the repository. Null when nothing, or more than one file, fits.
 */
export function fileInTree(path: string, paths: ReadonlySet<string>): string | null {
  const clean = path.replace(/^\.\//, '');
  if (paths.has(clean)) return clean;
  const fitting = [...paths].filter(candidate => candidate.endsWith(`/${clean}`));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Paths of the files that hold text, as far as a listing tells. */
export function regularPaths(entries: readonly TreeEntry[]): Set<string> {
  return new Set(entries.filter(({ kind }) => kind === 'file' || kind === 'executable').map(({ path }) => path));
}
