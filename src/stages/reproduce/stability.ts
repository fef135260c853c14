// Whether CI's failing tests fail in every run, or only by chance or because of the test order.
import type { Failure } from '../../incident/evidence.ts';
import type { Stop } from '../../incident/stop.ts';
import type { SuiteRun } from '../../suite/suite-run.ts';
import { failsDifferently, flaky, names, needsNetwork, orderDependent, rarity, seenInstead } from './details.ts';
import { failsAlike, type SameFailure, sameFailures } from './same-failure.ts';

export interface Runs {
  /** Runs of the failing command itself. */
  readonly suite: readonly SuiteRun[];
  /** Runs of CI's failing tests only. */
  readonly alone: readonly SuiteRun[];
}

export interface RunsByNetwork {
  /** Runs of the failing command without network. */
  readonly offline: readonly SuiteRun[];
  /** What the run at the end of setup, which has network, showed; null when there was none. */
  readonly online: Pick<SuiteRun, 'void' | 'failures'> | null;
}

/** The stop for runs of which the first without network did not show CI's failure. */
export function withoutFailure(inCi: readonly Failure[], { offline, online }: RunsByNetwork, directory: string): Stop {
  const red = offline.filter(run => sameFailures(inCi, run, directory).length > 0).length;
  // Before the network: a test that fails by turns may well have failed in the run that had it.
  if (red > 0) return { code: 'flaky', detail: flaky(names(inCi), red, offline.length) };
  if (online && sameFailures(inCi, online, directory).length > 0)
    return { code: 'not-reproducible', detail: needsNetwork(inCi) };
  const [first] = offline;
  if (first === undefined) return { code: 'not-reproducible', detail: 'No run was made.' };
  const isConclusive = offline.every(run => run.void === null);
  const seen = seenInstead(inCi, first);
  return { code: 'not-reproducible', detail: isConclusive ? `${seen} ${rarity(offline.length)}` : seen };
}

export interface Sorted {
  /** Those that failed every time with the same error. */
  readonly stable: readonly SameFailure[];
  /** Why each of the others cannot be the target of a repair. */
  readonly excluded: readonly Stop[];
}

/** Separates the failures that a repair can target from those that are flaky, order-dependent or different here. */
export function byStability(targets: readonly SameFailure[], runs: Runs): Sorted {
  const sorted = targets.map(target => ({ target, instability: instability(target, runs) }));
  // Where several are unstable, chance explains more than order does.
  const byChanceFirst = sorted.toSorted(
    (a, b) => Number(isByOrder(a.target, runs)) - Number(isByOrder(b.target, runs)),
  );
  return {
    stable: sorted.filter(each => each.instability === null).map(({ target }) => target),
    excluded: byChanceFirst.flatMap(each => each.instability ?? []),
  };
}

/** Fails in every run of the suite and in none alone. */
export function isByOrder({ here }: Pick<SameFailure, 'here'>, { suite, alone }: Runs): boolean {
  const passesAlone = alone.length > 0 && alone.every(run => outcomeOf(here, run) === 'passed');
  return passesAlone && suite.every(run => outcomeOf(here, run) === 'same');
}

function instability({ here }: SameFailure, runs: Runs): Stop | null {
  const suite = runs.suite.map(run => outcomeOf(here, run));
  const alone = runs.alone.map(run => outcomeOf(here, run));
  const all = [...suite, ...alone];
  if (all.every(outcome => outcome === 'same')) return null;
  if (isByOrder({ here }, runs)) return { code: 'flaky', detail: orderDependent(here.testId, alone.length) };
  const red = all.filter(outcome => outcome === 'same').length;
  if (all.includes('passed')) return { code: 'flaky', detail: flaky(here.testId, red, all.length) };
  const odd = [...runs.suite, ...runs.alone].find(run => outcomeOf(here, run) === 'other');
  const seen = odd === undefined ? '' : seenInstead([here], odd);
  return { code: 'not-reproducible', detail: failsDifferently(here.testId, { red, runs: all.length, seen }) };
}

function outcomeOf(target: Failure, run: SuiteRun): 'same' | 'passed' | 'other' {
  if (failsAlike(target, run)) return 'same';
  return run.void === null && run.outcomes.get(target.testId) === 'passed' ? 'passed' : 'other';
}
