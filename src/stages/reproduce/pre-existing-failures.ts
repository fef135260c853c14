// Failures that were there before the push: the repository's own, which a repair of this push need not mend.
import type { Repository, Tree } from '../../ports.ts';
import type { SuiteRun } from '../../suite/suite-run.ts';
import { failsAlike, type SameFailure } from './same-failure.ts';

/**
 * Those of the targets that fail alike on the commit of the run before, where that run failed, too. None when all do: then
 * what broke the run before is still to be repaired. `run` runs these tests on another tree.
 */
export async function ownFailures(
  targets: readonly SameFailure[],
  repository: Pick<Repository, 'redBefore' | 'tree'>,
  run: (tree: Tree) => Promise<SuiteRun>,
): Promise<readonly SameFailure[]> {
  if (targets.length < 2) return [];
  const sha = await repository.redBefore();
  const before = sha === null ? null : await repository.tree(sha);
  if (before === null) return [];
  const ran = await run(before);
  const own = targets.filter(target => failsAlike(target.here, ran));
  return own.length === targets.length ? [] : own;
}
