// Static signs that a change makes tests pass without being right.
import type { ChangedFile, FailingTests } from '../../../contract/rules.ts';
import { deletedChecks } from './deleted-checks.ts';
import { madeToMeasure } from './hard-coded-values.ts';
import { suspicions } from './suspicious.ts';
import { testValues } from './test-values.ts';

/** Sentences, one a sign; empty when nothing is suspicious. */
export function signsOfCheating(files: readonly ChangedFile[], { targets, texts }: FailingTests): string[] {
  const after = new Map(files.map(file => [file.path, file.after]));
  const lines = { added: linesOf(files, 'after', 'added'), removed: linesOf(files, 'before', 'removed') };
  return [
    ...suspicions(lines, after),
    ...deletedChecks(lines, targets),
    ...madeToMeasure(lines, after, testValues(targets, texts)),
  ];
}

function linesOf(files: readonly ChangedFile[], text: 'before' | 'after', numbers: 'added' | 'removed') {
  return files.flatMap(file => {
    const lines = file[text].split(/\r?\n/);
    return [...file[numbers]].map(number => ({ path: file.path, number, text: lines[number - 1] ?? '' }));
  });
}
