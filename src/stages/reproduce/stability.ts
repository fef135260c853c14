// What several runs of CI's failing tests say together: they fail every time, or chance or order has a hand in it.
import type { Failure } from '../../incident/evidence.ts';
import type { StopCode } from '../../incident/stop.ts';
import type { SuiteRun } from '../../suite/suite-run.ts';
import { rateBounds, rateText } from './rate.ts';
import { failsAlike, type SameFailure, sameFailures } from './same-failure.ts';

export interface Ending {
  readonly code: StopCode;
  readonly detail: string;
}

export interface Runs {
  /** Of the failing command itself. */
  readonly whole: readonly SuiteRun[];
  /** Of CI's failing tests and nothing else. */
  readonly alone: readonly SuiteRun[];
}

/** Runs that never showed CI's failure, or not each time. */
export function withoutFailure(inCi: readonly Failure[], runs: readonly SuiteRun[], directory: string): Ending {
  const red = runs.filter(run => sameFailures(inCi, run, directory).length > 0).length;
  if (red > 0) return { code: 'flaky', detail: `${names(inCi)} ${rateText(red, runs.length)} on the same commit.` };
  const [first] = runs;
  if (first === undefined) return { code: 'not-reproducible', detail: 'Nothing was run.' };
  return { code: 'not-reproducible', detail: `${instead(inCi, first)}${rareWords(runs)}` };
}

function rareWords(runs: readonly SuiteRun[]): string {
  if (runs.some(run => run.void !== null)) return '';
  return ` CI's failure did not occur in ${runs.length} runs, so its rate here is ${rateBounds(0, runs.length)} at 95 % confidence.`;
}

export interface Sorted {
  /** Those that failed every time with the same error. */
  readonly stable: readonly SameFailure[];
  /** Why each of the others cannot be the target of a repair. */
  readonly endings: readonly Ending[];
}

/** Parts CI's failures that can be repaired from those in which chance, order or another error has a hand. */
export function byStability(targets: readonly SameFailure[], runs: Runs): Sorted {
  const sorted = targets.map(target => ({ target, ending: instability(target, runs) }));
  return {
    stable: sorted.filter(({ ending }) => ending === null).map(({ target }) => target),
    endings: sorted.flatMap(({ ending }) => ending ?? []),
  };
}

function instability({ here }: SameFailure, runs: Runs): Ending | null {
  const whole = runs.whole.map(run => outcomeOf(here, run));
  const alone = runs.alone.map(run => outcomeOf(here, run));
  const all = [...whole, ...alone];
  if (all.every(outcome => outcome === 'same')) return null;
  const isFineAlone = alone.length > 0 && alone.every(outcome => outcome === 'passed');
  if (isFineAlone && whole.every(outcome => outcome === 'same')) {
    const detail = `${here.testId} fails in the whole suite but passes alone (${alone.length} of ${alone.length} times): it depends on the order of the tests, on something that another test leaves behind.`;
    return { code: 'flaky', detail };
  }
  const red = all.filter(outcome => outcome === 'same').length;
  if (all.includes('passed')) {
    return { code: 'flaky', detail: `${here.testId} ${rateText(red, all.length)} on the same commit.` };
  }
  const odd = [...runs.whole, ...runs.alone].find(run => outcomeOf(here, run) === 'other');
  const what = odd === undefined ? '' : ` ${instead([here], odd)}`;
  return {
    code: 'not-reproducible',
    detail: `${here.testId} failed as in CI ${red} of ${all.length} times only.${what}`,
  };
}

/** What a run showed in the place of CI's failures, as a sentence. */
export function instead(inCi: readonly Failure[], run: SuiteRun): string {
  if (run.void !== null) return `Here the run proves nothing: ${run.void}`;
  const failed = run.failures.length;
  if (failed === 0) return `Here all ${run.outcomes.size} tests ended well.`;
  const others = run.failures.slice(0, 3).map(({ testId, errorType }) => `${testId} (${errorType ?? 'no error type'})`);
  const more = failed > 3 ? ` and ${failed - 3} more` : '';
  return `CI saw ${names(inCi)}; here failed instead: ${others.join(', ')}${more}.`;
}

function outcomeOf(target: Failure, run: SuiteRun): 'same' | 'passed' | 'other' {
  if (failsAlike(target, run)) return 'same';
  return run.void === null && run.outcomes.get(target.testId) === 'passed' ? 'passed' : 'other';
}

function names(failures: readonly Failure[]): string {
  const [first, ...more] = failures;
  if (first === undefined) return 'no test';
  const named = first.errorType === null ? first.testId : `${first.testId} (${first.errorType})`;
  return more.length === 0 ? named : `${named} and ${more.length} more`;
}
