// Judges runs of the patched tree against what was known before: pure, and the only place where green is defined.
import type { Failure } from '../../incident/evidence.ts';
import type { Guarded } from '../../incident/incident.ts';
import type { Gate, Verdict } from '../../incident/patch.ts';
import type { SuiteRun, TestOutcome } from '../../suite/suite-run.ts';
import { tellingEnd } from './telling-end.ts';

export type Refused = Extract<Verdict, { kind: 'refused' }>;

/** Passed, and nothing of it skipped, expected to fail, or missing. A file as id stands for every test in it. */
export function passes(run: SuiteRun, testId: string): boolean {
  const own = outcomesOf(run, testId);
  return own.length > 0 && own.every(outcome => outcome === 'passed');
}

/** Whether the run holds the test at all. */
export function holds(run: SuiteRun, testId: string): boolean {
  return outcomesOf(run, testId).length > 0;
}

/** Null when the regression test is green in this run. */
export function guardRefusal(run: SuiteRun, guard: Guarded['guard']): Refused | null {
  const unproven = voidRefusal(run);
  if (unproven || passes(run, guard.testId)) return unproven;
  return refused('guard-red', `The regression test ${guard.testId} ${endedAs(run, guard.testId)}.`, run);
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

/** Null when the whole suite shows no harm. What failed or flickered before is not blamed on the repair. */
export function suiteRefusal(run: SuiteRun, incident: Guarded): Refused | null {
  const { guard, reproduction } = incident;
  const present = reproduction.targets.filter(target => holds(run, target.testId));
  return (
    voidRefusal(run) ??
    (holds(run, guard.testId) ? guardRefusal(run, guard) : null) ??
    targetsRefusal(run, present) ??
    newlyFailing(run, incident) ??
    fewerTests(run, incident)
  );
}

function voidRefusal(run: SuiteRun): Refused | null {
  if (run.finished.end === 'timed-out') {
    return refused('timed-out', `The tests were still running after ${Math.round(run.finished.seconds)} s.`, run);
  }
  return run.void === null ? null : refused('void-run', `The run proves nothing: ${run.void}`, run);
}

/** Passed before and does not now, or red now and never seen red before. */
function newlyFailing(run: SuiteRun, { guard, reproduction }: Guarded): Refused | null {
  const { baseline, targets } = reproduction;
  const known = new Set([...baseline.failing, ...baseline.flaky, ...targets.map(target => target.testId)]);
  const broken = baseline.passing.filter(id => run.outcomes.has(id) && run.outcomes.get(id) !== 'passed');
  const unknown = [...run.outcomes].filter(
    ([id, outcome]) => isRed(outcome) && !known.has(id) && !isPartOf(id, guard.testId),
  );
  const ids = [...new Set([...broken, ...unknown.map(([id]) => id)])];
  if (ids.length === 0) return null;
  return refused('newly-failing', `${counted(ids.length, 'test')} newly fail, among them ${ids[0]}.`, run);
}

function fewerTests(run: SuiteRun, { guard, reproduction }: Guarded): Refused | null {
  const { passing, failing, flaky, skipped } = reproduction.baseline;
  const gone = passing.filter(id => !run.outcomes.has(id));
  const before = new Set([...passing, ...failing, ...flaky, ...skipped]).size;
  const after = [...run.outcomes.keys()].filter(id => !isPartOf(id, guard.testId)).length;
  if (gone.length > 0)
    return refused(
      'fewer-tests',
      `${counted(gone.length, 'test')} that passed before did not run, among them ${gone[0]}.`,
      run,
    );
  return after < before ? refused('fewer-tests', `Only ${after} of ${before} tests were collected.`, run) : null;
}

function outcomesOf(run: SuiteRun, testId: string): TestOutcome[] {
  return [...run.outcomes].flatMap(([id, outcome]) => (isPartOf(id, testId) ? [outcome] : []));
}

function isPartOf(id: string, testId: string): boolean {
  return id === testId || id.startsWith(`${testId}::`);
}

function isRed(outcome: TestOutcome): boolean {
  return outcome === 'failed' || outcome === 'error';
}

function endedAs(run: SuiteRun, testId: string): string {
  const worst = outcomesOf(run, testId).find(outcome => outcome !== 'passed');
  if (!worst) return 'did not run';
  const failure = run.failures.find(one => isPartOf(one.testId, testId));
  const said = failure ? `: ${failure.errorType ?? 'error'} ${failure.message.split('\n')[0] ?? ''}`.trimEnd() : '';
  return `ended as ${worst}${said}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function refused(gate: Gate, reason: string, run: SuiteRun): Refused {
  return { kind: 'refused', gate, reason, output: tellingEnd(run.finished.output) };
}
