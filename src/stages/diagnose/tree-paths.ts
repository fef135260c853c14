// Finds the file that a model or a log means among the files of the commit; nothing outside the tree is ever named.
import { fileInTree } from '../../context/tree-files.ts';

const WORK_TREE = /^\/(?:home\/runner\/work|__w|Users\/runner\/work)\/[^/]+\/[^/]+\/|^\/github\/workspace\//;

/** The one path of the tree that is meant, or null: absolute paths, `..` and guesses that fit several files are refused. */
export function pathInTree(claimed: string, paths: ReadonlySet<string>): string | null {
  const path = claimed
    .trim()
    .replace(/^[`'"]+|[`'"]+$/g, '')
    .replaceAll('\\', '/')
    .replace(/:\d{1,7}$/, '')
    .replace(WORK_TREE, '')
    .replace(/^(?:\.\/)+/, '');
  if (path === '' || path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.split('/').includes('..')) return null;
  if (paths.has(path)) return path;
  // A diff's prefixes.
  if (/^[ab]\//.test(path) && paths.has(path.slice(2))) return path.slice(2);
  return fileInTree(path, paths);
}
