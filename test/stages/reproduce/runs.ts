// Runs and failures made from little, for tables.
import type { Failure } from '../../../src/incident/evidence.ts';
import type { SuiteRun, TestOutcome } from '../../../src/suite/suite-run.ts';

export function failure(testId: string, errorType: string | null = 'TypeError'): Failure {
  return { testId, phase: 'call', errorType, message: '', file: null, line: null, frames: [] };
}

export function suiteRun(outcomes: Record<string, TestOutcome>, more: Partial<SuiteRun> = {}): SuiteRun {
  const red = Object.entries(outcomes).filter(([, outcome]) => outcome === 'failed' || outcome === 'error');
  return {
    command: 'pytest',
    outcomes: new Map(Object.entries(outcomes)),
    failures: red.map(([id]) => failure(id)),
    finished: { end: 'exited', exitCode: red.length > 0 ? 1 : 0, output: '', seconds: 1 },
    void: null,
    ...more,
  };
}
