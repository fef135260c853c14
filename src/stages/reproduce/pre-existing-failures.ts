// Failures that existed before the push: a repair of this push need not fix them.
import type { Repository, Tree } from '../../ports.ts';
import type { SuiteRun } from '../../suite/suite-run.ts';
import { failsAlike, type SameFailure } from './same-failure.ts';

/**
 * The targets that fail alike on the commit of the previous run, if that run failed too. Empty if all of them do: then the
 * earlier breakage still needs a repair. `run` runs the targets on another tree.
 */
export async function preExistingFailures(
  targets: readonly SameFailure[],
  repository: Pick<Repository, 'redBefore' | 'tree'>,
  run: (tree: Tree) => Promise<SuiteRun>,
): Promise<readonly SameFailure[]> {
  if (targets.length < 2) return [];
  const sha = await repository.redBefore();
  const before = sha === null ? null : await repository.tree(sha);
  if (before === null) return [];
  const previous = await run(before);
  const existing = targets.filter(target => failsAlike(target.here, previous));
  return existing.length === targets.length ? [] : existing;
}
