// Finds and reads the source files that a failure may be about, before any of their parts are ranked.

import { importedFiles } from '../languages/python/source/imports.ts';
import { namesakes } from '../languages/python/source/namesakes.ts';
import { isTestFile } from '../languages/python/source/test-files.ts';
import { unitsOf } from '../languages/python/source/units.ts';
import type { Tree } from '../ports.ts';
import type { Clue, Outlined } from './ranking.ts';

/** More files than this are not read. */
const mostFiles = 40;

export interface Text {
  readonly path: string;
  readonly text: string;
}

/**
 * Files that a clue points at, then what the tests and their equipment import and what is named like them, then what those
 * packages pass on and the pointed-at files import themselves: a null often comes from next door. Tests are never among them.
 */
export async function suspectFiles(
  tree: Tree,
  { places, tests, paths }: { places: readonly Clue[]; tests: readonly Text[]; paths: ReadonlySet<string> },
): Promise<Outlined[]> {
  const pointed = [...new Set(places.toSorted((a, b) => b.weight - a.weight).map(place => place.path))];
  const named = tests.flatMap(test => namedSuspects(test, paths));
  const doors = [...named.filter(path => path.endsWith('__init__.py')), ...pointed].filter(isSource);
  const behind = (await readAll(tree, doors)).flatMap(file => importedFiles(file.path, file.text, paths));
  const all = [...new Set([...pointed, ...named, ...behind])].filter(isSource);
  return (await readAll(tree, all.slice(0, mostFiles))).map(file => ({ ...file, units: unitsOf(file.text) }));
}

/** Source files that a test imports by name, or that are named like it (`test_foo.py` → `foo.py`). */
function namedSuspects(test: Text, paths: ReadonlySet<string>): string[] {
  const imported = importedFiles(test.path, test.text, paths).filter(path => !isTestFile(path));
  return [...new Set([...imported, ...namesakes(test.path, paths)])];
}

/** Files that can be read as text, in the order of their paths here. */
export async function readAll(tree: Tree, paths: readonly string[]): Promise<Text[]> {
  const files = await Promise.all([...new Set(paths)].map(path => tree.read(path)));
  return files.filter(file => file !== null);
}

function isSource(path: string): boolean {
  return path.endsWith('.py') && !isTestFile(path);
}
