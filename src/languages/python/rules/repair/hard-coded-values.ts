// Signs that a change serves the failing test's own values alone: its expected value written into the code. What is written
// into code stays a guess, so each sign needs two things that honest repairs rarely have together.

import type { FileTrees } from './file-trees.ts';
import type { TestValues } from './test-values.ts';
import { comparisonsAsNumbers } from './values/comparisons-as-numbers.ts';
import { digests } from './values/digests.ts';
import { judgedOf } from './values/judged.ts';
import { ownBranches } from './values/own-branches.ts';
import { ownRows } from './values/own-rows.ts';
import { replacedComputations } from './values/replaced-computations.ts';

/** Sentences, one a sign. */
export function hardCodedValues(file: FileTrees, values: TestValues): string[] {
  const judged = judgedOf(file, values);
  const readers = [ownBranches, replacedComputations, ownRows, comparisonsAsNumbers, digests];
  const sentences = readers.flatMap(read => read(judged)).map(({ line, words }) => `${file.path}:${line} ${words}`);
  return [...new Set(sentences)];
}
