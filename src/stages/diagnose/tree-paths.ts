// Resolves a path from the model or a log to a file of the commit, never to anything outside the tree.
import { fileInTree } from '../../context/tree-files.ts';

const WORK_TREE = /^\/(?:home\/runner\/work|__w|Users\/runner\/work)\/[^/]+\/[^/]+\/|^\/github\/workspace\//;

/** The matching path in the tree; null for absolute paths, `..` and ambiguous matches. */
export function pathInTree(claimed: string, paths: ReadonlySet<string>): string | null {
  const path = claimed
    .trim()
    .replace(/^[`'"]+|(?<![`'"])[`'"]+$/g, '')
    .replaceAll('\\', '/')
    .replace(/:\d{1,7}$/, '')
    .replace(WORK_TREE, '')
    .replace(/^(?:\.\/)+/, '');
  if (path === '' || path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.split('/').includes('..')) return null;
  if (paths.has(path)) return path;
  // Diff prefixes.
  if (/^[ab]\//.test(path) && paths.has(path.slice(2))) return path.slice(2);
  return fileInTree(path, paths);
}
