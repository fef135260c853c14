// The code that a failure is about: its tests with their set-up, what changed since CI was green, and the suspects, best
// first and within a budget.
import type { Failure } from '../incident/evidence.ts';
import type { Tree } from '../ports.ts';
import { offload } from '../threads/offload.ts';
import { changedFiles, changedPlacesIn } from './changes.ts';
import { changeClues, tracePlaces } from './clues.ts';
import { failingTestFiles, supportFilesFor } from './failing-tests.ts';
import type { Clue } from './ranking/ranking.ts';
import { type Budget, type Selection, selection } from './selection.ts';
import { readAll } from './source-file.ts';
import { suspectFiles } from './suspects.ts';
import { isOfTestFile } from './test-files.ts';

export interface Pack extends Selection {
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

const shownTestFiles = 3;
const module = new URL('./selection.ts', import.meta.url).href;
/** Forty files of 1 MB each take about a tenth. */
const seconds = 120;

export async function packFor({ failures, places, tree, paths, green }: About, budget: Budget): Promise<Pack> {
  const diff = green === null || green.hash === tree.hash ? '' : await green.diff(tree);
  const traced = tracePlaces(failures, paths);
  const testFiles = failingTestFiles(failures, paths).slice(0, shownTestFiles);
  const tests = await readAll(tree, [...testFiles, ...supportFilesFor(testFiles, paths)]);
  const ownFiles = new Set(failingTestFiles(failures.filter(isOfTestFile), paths));
  const sources = new Set([...paths].filter(path => !ownFiles.has(path)));
  const changed = changedPlacesIn(diff, sources);
  const all = [...traced, ...places, ...changeClues(changed)].filter(({ path }) => sources.has(path));
  const files = await suspectFiles(tree, { places: all, changed: changedFiles(changed), tests, paths: sources });
  const candidates = { failures, tests, files, traced, places: all, changed, budget };
  const shown = await offload({ module, run: selection }, candidates, { seconds });
  const leftOut = files.filter(file => !shown.source.some(one => one.path === file.path)).map(file => file.path);
  return { ...shown, diff, leftOut };
}
