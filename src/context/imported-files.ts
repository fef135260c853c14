// Which files of the tree some files import.
import { languageOf } from '../languages/languages.ts';
import { offload } from '../threads/offload.ts';
import { importedByFiles } from './imported-files-task.ts';
import type { Text } from './source-file.ts';

const module = new URL('./imported-files-task.ts', import.meta.url).href;
const seconds = 120;

/** In the order of the imports, each once. */
export async function filesImportedBy(files: readonly Text[], paths: ReadonlySet<string>): Promise<string[]> {
  return files.length === 0 ? [] : await offload({ module, run: importedByFiles }, { files, paths }, { seconds });
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
