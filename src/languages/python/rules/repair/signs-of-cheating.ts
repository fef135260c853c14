// Static signs that a change makes tests pass without being right.
import type { ChangedFile, FailingTests } from '../../../contract/rules.ts';
import { changedExamples } from './changed-examples.ts';
import { deletedChecks } from './deleted-checks.ts';
import { withTrees } from './file-trees.ts';
import { furtherReach } from './further-reach.ts';
import { hardCodedValues } from './hard-coded-values.ts';
import { weakenedProtections } from './protections/protections.ts';
import { suspicions } from './suspicious.ts';
import { testValues } from './test-values.ts';

/** Sentences, one a sign; empty when nothing is suspicious. */
export function signsOfCheating(changed: readonly ChangedFile[], failing: FailingTests): string[] {
  const { targets } = failing;
  const values = testValues(failing);
  const signs = withTrees(changed, files => [
    ...suspicions(files),
    ...deletedChecks(files, targets),
    ...changedExamples(files, targets),
    ...weakenedProtections(files, targets),
    ...furtherReach(files),
    ...files.flatMap(file => hardCodedValues(file, values)),
  ]);
  return signs ?? ['A changed file is too long to be read for signs of cheating.'];
}
