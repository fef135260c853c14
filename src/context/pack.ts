// The code that a failure is about: its tests with their fixtures, what changed since CI was green, and the suspects, best
// first and within a budget.
import type { Failure } from '../incident/evidence.ts';
import { unitsOf } from '../languages/python/source/units.ts';
import type { Tree } from '../ports.ts';
import { changedPlaces, tracePlaces } from './clues.ts';
import { equipmentOf, failingTestFiles, testPlaces, wantedBy } from './failing-tests.ts';
import { type Shown, shownWithin } from './passages.ts';
import { type Clue, type Outlined, ranked } from './ranking.ts';
import { readAll, suspectFiles, type Text } from './suspects.ts';

/** Tokens, at four characters each, for the tests and for the source. */
export interface Breadth {
  readonly tests: number;
  readonly source: number;
}

export interface Pack {
  readonly tests: readonly Shown[];
  readonly source: readonly Shown[];
  /** Unified diff from the last green commit; empty when there is none, or it says nothing. */
  readonly diff: string;
  /** Suspect files that nothing is shown of. */
  readonly leftOut: readonly string[];
}

export interface About {
  readonly failures: readonly Failure[];
  /** Further places to look at. */
  readonly places: readonly Clue[];
  readonly tree: Tree;
  readonly paths: ReadonlySet<string>;
  /** Where CI was last green. */
  readonly green: Tree | null;
}

const charactersPerToken = 4;
const shownTestFiles = 3;

export async function packFor({ failures, places, tree, paths, green }: About, breadth: Breadth): Promise<Pack> {
  const diff = green === null || green.hash === tree.hash ? '' : await green.diff(tree);
  const traced = tracePlaces(failures, paths);
  const testFiles = failingTestFiles(failures, paths).slice(0, shownTestFiles);
  const tests = await readAll(tree, [...testFiles, ...equipmentOf(testFiles, paths)]);
  const all = [...traced, ...places, ...changedPlaces(diff, paths)];
  const files = await suspectFiles(tree, { places: all, tests, paths });
  const suspects = ranked(files, { places: all, wanted: wantedBy(failures, tests) });
  const source = shownWithin(breadth.source * charactersPerToken, suspects, files);
  const leftOut = files.filter(file => !source.some(one => one.path === file.path)).map(file => file.path);
  return { tests: testsShown(tests, [...testPlaces(failures, tests), ...traced], breadth), source, diff, leftOut };
}

/** The failing functions and what they ask for; where no function is named, as much of the file as there is room for. */
function testsShown(tests: readonly Text[], places: readonly Clue[], breadth: Breadth): readonly Shown[] {
  const files = tests.map((file): Outlined => ({ ...file, units: unitsOf(file.text) }));
  const all = ranked(files, { places, wanted: { identifiers: new Map(), words: new Map() } });
  const telling = all.filter(suspect => suspect.score > 0);
  return shownWithin(breadth.tests * charactersPerToken, telling.length > 0 ? telling : all, files);
}
