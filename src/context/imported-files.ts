// Which files of the tree some files import.
import { languageOf } from '../languages/languages.ts';
import type { Text } from './source-file.ts';

/** In the order of the imports, each once. */
export function filesImportedBy(files: readonly Text[], paths: ReadonlySet<string>): string[] {
  const found = files.flatMap(({ path, text }) => {
    const source = languageOf(path)?.source;
    return source ? source.importedFiles(path, source.imports(text), paths) : [];
  });
  return [...new Set(found)];
}

/** True for a file that stands for its package and passes on what other files define. */
export function isPackageEntry(path: string): boolean {
  return languageOf(path)?.source.isPackageEntry(path) ?? false;
}

/** True for a file of a known language that is neither a test nor one of their support files. */
export function isSource(path: string): boolean {
  const source = languageOf(path)?.source;
  return source !== undefined && !source.isTest(path);
}
