// Signs that a change weakens what protects: checks, permissions, queries, certificates, passwords, limits. No test sees it, so it is read.
import type { Failure } from '../../../../../incident/evidence.ts';
import { importsOf, resolver } from '../../names.ts';
import type { FileTrees } from '../file-trees.ts';
import { loosenedChecks } from './loosened-checks.ts';
import { lostSafeguards } from './lost-safeguards.ts';
import { builtQueries } from './queries.ts';
import { revealedSecrets } from './secrets.ts';
import { switchedOff } from './switches.ts';

/** Sentences, one a sign. */
export function weakenedProtections(files: readonly FileTrees[], targets: readonly Failure[]): string[] {
  const read = files.map(file => ({
    file,
    resolveBefore: resolver(importsOf(file.before)),
    resolve: resolver(importsOf(file.after)),
  }));
  return [
    ...read.flatMap(each => [switchedOff, builtQueries, revealedSecrets].flatMap(signs => signs(each))),
    ...lostSafeguards(read, targets),
    ...loosenedChecks(files, targets),
  ];
}
