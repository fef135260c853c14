// Imports of some files as a task for a worker thread.
import { languageOf } from '../languages/languages.ts';
import type { Text } from './source-file.ts';

export interface Importers {
  readonly files: readonly Text[];
  readonly paths: ReadonlySet<string>;
}

export function importedByFiles({ files, paths }: Importers): string[] {
  const found = files.flatMap(({ path, text }) => {
    const source = languageOf(path)?.source;
    return source ? source.importedFiles(path, source.parse(text).imports, paths) : [];
  });
  return [...new Set(found)];
}
