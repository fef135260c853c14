// Finds files in a listing of the tree.
import type { TreeEntry } from '../incident/source.ts';

/**
 * The file of the tree that a path from a report means: test ids are relative to the runner's root, which may be a folder of
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
