// Judges runs of the patched tree against what was known before: pure, and the only place where green is defined.

import type { Failure } from '../../../incident/evidence.ts';
import type { Judged } from '../../../incident/incident.ts';
import type { Gate, Verdict } from '../../../incident/patch.ts';
import { isPartOf, isTest } from '../../../incident/test-id.ts';
import type { SuiteRun } from '../../../suite/suite-run.ts';
import { lastLinesInBytes } from '../../../text/truncation.ts';
import { reasons } from '../reasons.ts';
import { holds, isPartOfAny, isPartOfTarget, isRed, outcomesOf, passes } from './outcomes.ts';
import { countDisagreement } from './second-count.ts';

/** How much of the end of a refused run's output is kept: runners print failures and the summary there. */
export const shownOutputBytes = 8 * 1024;

export type Refused = Extract<Verdict, { kind: 'refused' }>;

/** Where no run has an output to show. */
export function refusedUnrun(gate: Gate, reason: string): Refused {
  return { kind: 'refused', gate, reason, output: '' };
}

/** Null when the regression test is green in this run. */
export function guardRefusal(run: SuiteRun, guard: Judged['guard']): Refused | null {
  const unproven = voidRefusal(run);
  if (unproven || passes(run, guard.testId)) return unproven;
  return refused('guard-red', `The regression test ${guard.testId} ${endedAs(run, guard.testId)}.`, run);
}

/** Null when the canary, the regression test with its expectations turned, is red: what says green can still say red. */
export function canaryRefusal(run: SuiteRun, { testId }: Judged['guard']): Refused | null {
  const unproven = voidRefusal(run);
  if (unproven || outcomesOf(run, testId).some(isRed)) return unproven;
  return refused('canary-green', reasons.canaryGreen(testId), run);
}

/** Null when every test that failed in CI is green in this run. */
export function targetsRefusal(run: SuiteRun, targets: readonly Failure[]): Refused | null {
  const unproven = voidRefusal(run);
  const red = targets.filter(target => !passes(run, target.testId));
  if (unproven || red.length === 0) return unproven;
  const first = red[0]?.testId ?? '';
  return refused(
    'target-red',
    `${counted(red.length, 'failing test')} of CI did not pass: ${first} ${endedAs(run, first)}.`,
    run,
  );
}

/**
 * Null when the full suite shows no regression. Tests that failed or were flaky before do not count against the repair, nor do
 * those in `anyway`, which also fail without it.
 */
export function suiteRefusal(run: SuiteRun, incident: Judged, anyway: readonly string[] = []): Refused | null {
  const { guard, reproduction } = incident;
  const present = reproduction.targets.filter(target => holds(run, target.testId));
  return (
    voidRefusal(run) ??
    (holds(run, guard.testId) ? guardRefusal(run, guard) : null) ??
    targetsRefusal(run, present) ??
    newRefusal(
      run,
      newlyFailing(run, incident).filter(id => !anyway.includes(id)),
    ) ??
    fewerTests(run, incident)
  );
}

/** Null when another process lists the tests that this run reports. */
export function countRefusal(run: SuiteRun, listed: ReadonlySet<string>): Refused | null {
  const disagreement = countDisagreement(run, listed);
  return disagreement === null ? null : refused('void-run', reasons.provesNothing(disagreement), run);
}

function voidRefusal(run: SuiteRun): Refused | null {
  if (run.finished.end === 'timed-out') {
    return refused('timed-out', `The tests were still running after ${Math.round(run.finished.seconds)} s.`, run);
  }
  return run.void === null ? null : refused('void-run', reasons.provesNothing(run.void), run);
}

function newRefusal(run: SuiteRun, ids: readonly string[]): Refused | null {
  if (ids.length === 0) return null;
  return refused('newly-failing', `${counted(ids.length, 'test')} newly fail, among them ${ids[0]}.`, run);
}

/**
 * Tests that passed before and do not now, or that are red now and were never seen red. A test of a file that could not be collected before is
 * no stable pass: if it fails now, it does so for reasons of its own.
 */
export function newlyFailing(run: SuiteRun, { guard, reproduction }: Judged): readonly string[] {
  const { baseline, targets } = reproduction;
  const known = [...baseline.failing, ...baseline.flaky, ...targets.map(target => target.testId)];
  const isKnown = isPartOfAny([...known, guard.testId]);
  const broken = baseline.passing.filter(id => run.outcomes.has(id) && run.outcomes.get(id) !== 'passed');
  const unknown = [...run.outcomes].flatMap(([id, outcome]) => (isRed(outcome) && !isKnown(id) ? [id] : []));
  return [...new Set([...broken, ...unknown])];
}

/** A file that could not be collected is no test: how many it holds was not known. */
function fewerTests(run: SuiteRun, { guard, reproduction }: Judged): Refused | null {
  const { passing, failing, flaky, skipped } = reproduction.baseline;
  const gone = passing.filter(id => !run.outcomes.has(id));
  const before = new Set([...passing, ...failing, ...flaky, ...skipped].filter(isTest)).size;
  const after = [...run.outcomes.keys()].filter(id => isTest(id) && !isPartOf(id, guard.testId)).length;
  if (gone.length > 0)
    return refused(
      'fewer-tests',
      `${counted(gone.length, 'test')} that passed before did not run, among them ${gone[0]}.`,
      run,
    );
  return after < before ? refused('fewer-tests', `Only ${after} of ${before} tests were collected.`, run) : null;
}

/** Tests that could not be seen before, because their file could not be collected, and that are red now. */
export function firstSeenRed(run: SuiteRun, { reproduction }: Judged): string[] {
  const files = reproduction.baseline.failing.filter(id => !isTest(id));
  const isOfThem = isPartOfAny(files);
  return [...run.outcomes].flatMap(([id, outcome]) => (isRed(outcome) && isTest(id) && isOfThem(id) ? [id] : []));
}

function endedAs(run: SuiteRun, testId: string): string {
  const own = outcomesOf(run, testId).filter(outcome => outcome !== 'passed');
  const worst = own.find(isRed) ?? own[0];
  if (!worst) return 'did not run';
  const failure = run.failures.find(one => isPartOfTarget(one.testId, testId));
  const error = failure ? `: ${failure.errorType ?? 'error'} ${failure.message.split('\n')[0] ?? ''}`.trimEnd() : '';
  return `ended as ${worst}${error}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function refused(gate: Gate, reason: string, run: SuiteRun): Refused {
  return { kind: 'refused', gate, reason, output: lastLinesInBytes(run.finished.output, shownOutputBytes) };
}
