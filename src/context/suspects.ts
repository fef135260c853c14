// Finds and reads the source files that a failure may be about, before any of their parts are ranked.
import { languageOf } from '../languages/languages.ts';
import type { Tree } from '../ports.ts';
import { filesImportedBy, isPackageEntry, isSource } from './imported-files.ts';
import type { Clue } from './ranking/ranking.ts';
import { readAll, type Text } from './source-file.ts';

/** More files than this are not read. */
const mostFiles = 40;

export interface Pointers {
  readonly places: readonly Clue[];
  /** Files to read first, of any kind. */
  readonly changed: readonly string[];
  readonly tests: readonly Text[];
  readonly paths: ReadonlySet<string>;
}

/**
 * Files that changed, then those that a clue points at, then what the tests and their support files import and what is named like them, then what those
 * packages pass on and the pointed-at files import themselves: a null often comes from next door. Tests are never among them.
 */
export async function suspectFiles(tree: Tree, { places, changed, tests, paths }: Pointers): Promise<Text[]> {
  const pointed = [...new Set(places.toSorted((a, b) => b.weight - a.weight).map(place => place.path))];
  const named = (await Promise.all(tests.map(test => namedSuspects(test, paths)))).flat();
  const followed = [...named.filter(isPackageEntry), ...pointed].filter(isSource);
  const behind = await filesImportedBy(await readAll(tree, followed), paths);
  const all = [...pointed, ...named, ...behind].filter(isSource);
  return await readAll(tree, [...new Set([...changed, ...all])].slice(0, mostFiles));
}

/** Source files that a test imports by name, or that are named like it (`test_foo` and `foo`). */
async function namedSuspects(test: Text, paths: ReadonlySet<string>): Promise<string[]> {
  const namesakes = languageOf(test.path)?.source.namesakes(test.path, paths) ?? [];
  const imported = await filesImportedBy([test], paths);
  return [...new Set([...imported.filter(isSource), ...namesakes])];
}
