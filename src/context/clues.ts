// What a failure says about where to look: the places it names, and the words of its tests.
import type { Failure } from '../incident/evidence.ts';
import type { Reproduced } from '../incident/incident.ts';
import type { ExecutedFunction } from '../incident/reproduction.ts';
import { isTestFile } from '../languages/languages.ts';
import type { ChangedPlace } from './changes.ts';
import type { Clue } from './ranking/ranking.ts';
import { testFilesOfRun } from './test-files.ts';
import { fileInTree } from './tree-files.ts';

/** The innermost frame of a trace; those further out count less and less. */
const forTrace = 2;
const forDiagnosis = 1;
/** Times Ochiai's score. */
const forExecution = 2;
const forChange = 1.5;

/** Places on the traces of these failures. */
export function tracePlaces(failures: readonly Failure[], paths: ReadonlySet<string>): Clue[] {
  return failures.flatMap(failure => {
    const frames = failure.frames.filter(frame => frame.inRepository).toReversed();
    const own = failure.file && failure.line ? [{ file: failure.file, line: failure.line }] : [];
    return [...own, ...frames].flatMap(({ file, line }, at) =>
      placeIn(paths, { file, line, weight: forTrace / (1 + at / 3) }),
    );
  });
}

/** Where the diagnosis and the covered run point. */
export function reproducedPlaces({ diagnosis, reproduction }: Reproduced, paths: ReadonlySet<string>): Clue[] {
  const guess = { file: diagnosis.file, line: diagnosis.line, weight: forDiagnosis };
  const sharing = Map.groupBy(reproduction.executed, ({ score }) => score);
  const executed = reproduction.executed.map(one => executedPlace(one, sharing.get(one.score)?.length ?? 1));
  return [...placeIn(paths, guess), ...executed.flatMap(place => placeIn(paths, place))];
}

/** Source files on the traces, and the one that the diagnosis names; tests are never suspects. */
export function tracedFiles(incident: Reproduced, paths: ReadonlySet<string>): string[] {
  const { diagnosis, reproduction } = incident;
  const guess = placeIn(paths, { file: diagnosis.file, line: diagnosis.line, weight: forDiagnosis });
  const found = [...tracePlaces(reproduction.targets, paths), ...guess].map(place => place.path);
  const tests = testFilesOfRun(incident);
  return [...new Set(found)].filter(path => !isTestFile(path) && !tests.has(path));
}

/** Places that changed since CI was green. */
export function changeClues(places: readonly ChangedPlace[]): Clue[] {
  return places.map(({ path, line }) => ({ path, line, weight: forChange }));
}

/** A score that ten functions share counts for half: it tells little between them. */
function executedPlace({ file, line, score }: ExecutedFunction, sharing: number) {
  return { file, line, weight: (forExecution * score) / (1 + Math.log10(sharing)) };
}

function placeIn(
  paths: ReadonlySet<string>,
  { file, line, weight }: { file: string; line: number; weight: number },
): Clue[] {
  const path = fileInTree(file, paths);
  return path === null ? [] : [{ path, line, weight }];
}
