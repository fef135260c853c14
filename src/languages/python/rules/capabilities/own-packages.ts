// Top-level packages of the repository: what they are called is never foreign, even where a library bears the name.
import { isStandard } from './standard-library.ts';

/** Below the root, or below a folder or two such as `src`. */
const mostFolders = 3;

export function ownPackages(paths: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    const folders = parts.slice(0, -1).slice(0, mostFolders);
    for (const name of parts.length === 1 ? [path.replace(/\.py$/, '')] : folders)
      if (!isStandard(name)) found.add(name);
  }
  return found;
}
