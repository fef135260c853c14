// Chooses what a prompt shows of the files that were read: the failing tests, and the best suspects. Pure, and the heavy part.
import type { Failure } from '../incident/evidence.ts';
import type { ChangedPlace } from './changes.ts';
import type { Shown } from './excerpt.ts';
import { searchTerms, testPlaces } from './failing-tests.ts';
import { shownWithin } from './passages.ts';
import { type Clue, ranked } from './ranking/ranking.ts';
import { type SourceFile, sourceFile, type Text } from './source-file.ts';

/** Tokens, at four characters each, for the tests and for the source. */
export interface Budget {
  readonly tests: number;
  readonly source: number;
}

export interface Candidates {
  readonly failures: readonly Failure[];
  /** The files of the failing tests, and their support files. */
  readonly tests: readonly Text[];
  readonly files: readonly Text[];
  /** Places on the traces. */
  readonly traced: readonly Clue[];
  /** All places to look at, those on the traces too. */
  readonly places: readonly Clue[];
  /** What changed since CI was green: some of each file is shown, whatever else points at it. */
  readonly changed: readonly ChangedPlace[];
  readonly budget: Budget;
}

export interface Selection {
  readonly tests: readonly Shown[];
  readonly source: readonly Shown[];
}

const charactersPerToken = 4;

export function selection({ failures, tests, files, traced, places, changed, budget }: Candidates): Selection {
  const parsedTests = tests.map(sourceFile);
  const parsed = files.map(sourceFile);
  const suspects = ranked(parsed, { places, terms: searchTerms(failures, parsedTests) });
  return {
    tests: shownOfTests(parsedTests, [...testPlaces(failures, parsedTests), ...traced], budget.tests),
    source: shownWithin(budget.source * charactersPerToken, { suspects, changed }, parsed),
  };
}

/** The failing functions and their set-up; where no function is named, as much of the file as there is room for. */
function shownOfTests(files: readonly SourceFile[], places: readonly Clue[], tokens: number): readonly Shown[] {
  const all = ranked(files, { places, terms: { identifiers: new Map(), words: new Map(), quoted: new Set() } });
  const named = all.filter(suspect => suspect.score > 0);
  return shownWithin(tokens * charactersPerToken, { suspects: named.length > 0 ? named : all, changed: [] }, files);
}
