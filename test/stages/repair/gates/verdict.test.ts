import { describe, expect, test } from '@jest/globals';
import type { Guarded } from '../../../../src/incident/incident.ts';
import {
  firstSeenRed,
  guardRefusal,
  suiteRefusal,
  targetsRefusal,
} from '../../../../src/stages/repair/gates/verdict.ts';
import type { SuiteRun, TestOutcome } from '../../../../src/suite/suite-run.ts';
import { guardedWith, reproducedFrom } from '../fixtures.ts';

type Outcomes = Record<string, TestOutcome>;

function runOf(outcomes: Outcomes, more: Partial<SuiteRun> = {}): SuiteRun {
  const finished = { end: 'exited' as const, exitCode: 0, output: 'the output', seconds: 2 };
  return {
    command: 'pytest',
    outcomes: new Map(Object.entries(outcomes)),
    failures: [],
    finished,
    void: null,
    ...more,
  };
}

const target = {
  testId: 't.py::red',
  phase: 'call' as const,
  errorType: 'TypeError',
  message: 'no',
  file: 'a.py',
  line: 1,
  frames: [],
};
const before: Outcomes = {
  't.py::red': 'failed',
  't.py::green': 'passed',
  't.py::off': 'skipped',
  't.py::old': 'failed',
};
const environment = { image: 'i', digest: 'sha256:0', workDirectory: '/w' };
const known = reproducedFrom(runOf(before, { failures: [target] }), { tree: 'tree', environment });
const withFlaky = {
  ...known,
  reproduction: { ...known.reproduction, baseline: { ...known.reproduction.baseline, flaky: ['t.py::wobbly'] } },
};
const incident: Guarded = guardedWith(withFlaky);
const guard = incident.guard.testId;
const good: Outcomes = { ...before, 't.py::red': 'passed', 't.py::wobbly': 'failed', [guard]: 'passed' };

describe('the whole suite', () => {
  test('is in order when targets and guard pass; what failed or flickered before is not blamed', () => {
    expect(suiteRefusal(runOf(good), incident)).toBeNull();
  });

  const refused: [string, Outcomes, string, string][] = [
    ['the guard is red in it', { ...good, [guard]: 'failed' }, 'guard-red', 'ended as failed'],
    ['the guard is skipped in it', { ...good, [guard]: 'skipped' }, 'guard-red', 'ended as skipped'],
    ['a target is red in it', { ...good, 't.py::red': 'failed' }, 'target-red', 't.py::red ended as failed'],
    ['a target is expected to fail', { ...good, 't.py::red': 'xfailed' }, 'target-red', 'ended as xfailed'],
    ['a target passes against its mark', { ...good, 't.py::red': 'xpassed' }, 'target-red', 'ended as xpassed'],
    ['a passing test now fails', { ...good, 't.py::green': 'failed' }, 'newly-failing', 't.py::green'],
    ['a passing test now breaks', { ...good, 't.py::green': 'error' }, 'newly-failing', 't.py::green'],
    ['a passing test is now skipped', { ...good, 't.py::green': 'skipped' }, 'newly-failing', 't.py::green'],
    ['a test fails that nobody knew', { ...good, 't.py::new': 'failed' }, 'newly-failing', 't.py::new'],
    ['a file no longer collects', { ...good, 'u.py': 'error' }, 'newly-failing', 'u.py'],
    ['a passing test is gone', without(good, 't.py::green'), 'fewer-tests', 't.py::green'],
    ['one other test is gone', without(good, 't.py::off'), 'fewer-tests', 'Only 4 of 5'],
    ['other tests are gone', without(good, 't.py::off', 't.py::wobbly'), 'fewer-tests', 'Only 3 of 5'],
  ];

  test.each(refused)('is refused when %s', (_, outcomes, gate, words) => {
    const refusal = suiteRefusal(runOf(outcomes), incident);
    expect(refusal).toMatchObject({ gate, output: 'the output', reason: expect.stringContaining(words) });
  });

  test('need not hold the guard or the targets: a failing command may run only a part', () => {
    const part = guardedWith(
      reproducedFrom(runOf({ 't.py::red': 'failed' }, { failures: [target] }), { tree: 't', environment }),
    );
    expect(suiteRefusal(runOf({ 't.py::red': 'passed' }), part)).toBeNull();
  });

  describe('with a file that could not be collected before', () => {
    const closed = { 'u.py': 'error', 'v.py': 'error', 't.py::green': 'passed' } as const;
    const file = { ...target, testId: 'u.py', phase: 'collection' as const };
    const before = guardedWith(reproducedFrom(runOf(closed, { failures: [file] }), { tree: 't', environment }));
    const after: Outcomes = { 'u.py::a': 'passed', 't.py::green': 'passed', [before.guard.testId]: 'passed' };

    test('is in order when the tests of another such file fail now: nobody ever saw them pass', () => {
      const run = runOf({ ...after, 'v.py::a': 'failed', 'v.py::b': 'passed' });
      expect(suiteRefusal(run, before)).toBeNull();
      expect(firstSeenRed(run, before)).toEqual(['v.py::a']);
    });

    test('is refused when a test of the failing file itself fails: a stub makes an import work, not a test', () => {
      const run = runOf({ ...after, 'u.py::b': 'failed' });
      expect(suiteRefusal(run, before)).toMatchObject({ gate: 'target-red' });
    });

    test('does not count that file as a test that is gone', () => {
      expect(suiteRefusal(runOf({ ...after, 'v.py': 'error' }), before)).toBeNull();
      expect(suiteRefusal(runOf(after), before)).toBeNull();
    });

    test('is refused when another file breaks instead', () => {
      expect(suiteRefusal(runOf({ ...after, 'w.py': 'error' }), before)).toMatchObject({ gate: 'newly-failing' });
    });
  });

  test('proves nothing when its run is void, whatever it shows', () => {
    const run = runOf(good, { void: 'No report was written.' });
    expect(suiteRefusal(run, incident)).toMatchObject({
      gate: 'void-run',
      reason: expect.stringContaining('No report'),
    });
  });

  test('that is still running after its time is told apart', () => {
    const finished = { end: 'timed-out' as const, exitCode: null, output: '', seconds: 61.2 };
    const run = runOf({}, { finished, void: 'killed' });
    expect(suiteRefusal(run, incident)).toMatchObject({ gate: 'timed-out', reason: expect.stringContaining('61 s') });
  });
});

describe('chosen tests', () => {
  test('are not taken for others whose names begin alike', () => {
    const run = runOf({ 't.py::red': 'passed', 't.py::red_too': 'failed' });
    expect(targetsRefusal(run, [target])).toBeNull();
  });

  test('that did not run have not passed', () => {
    expect(guardRefusal(runOf({}), incident.guard)).toMatchObject({
      gate: 'guard-red',
      reason: expect.stringContaining('did not run'),
    });
    expect(targetsRefusal(runOf({ other: 'passed' }), [target])).toMatchObject({ gate: 'target-red' });
  });

  test('named by their file pass when all of the file passes', () => {
    const file = { ...target, testId: 't.py', phase: 'collection' as const };
    expect(targetsRefusal(runOf({ 't.py::a': 'passed', 't.py::b': 'passed' }), [file])).toBeNull();
    expect(targetsRefusal(runOf({ 't.py::a': 'passed', 't.py::b': 'failed' }), [file])).toMatchObject({
      gate: 'target-red',
      reason: expect.stringContaining('t.py ended as failed'),
    });
    expect(targetsRefusal(runOf({ 't.py': 'error' }), [file])).toMatchObject({ gate: 'target-red' });
  });

  test("named by their file need not pass where the file's own marks skip them, but some must", () => {
    const file = { ...target, testId: 't.py', phase: 'collection' as const };
    const marked: Outcomes = { 't.py::b': 'skipped', 't.py::c': 'xfailed' };
    expect(targetsRefusal(runOf({ 't.py::a': 'passed', ...marked }), [file])).toBeNull();
    expect(targetsRefusal(runOf(marked), [file])).toMatchObject({ gate: 'target-red' });
    expect(targetsRefusal(runOf({ 't.py': 'skipped' }), [file])).toMatchObject({ gate: 'target-red' });
  });

  test('that are red say with what', () => {
    const run = runOf(
      { 't.py::red': 'failed' },
      { failures: [{ ...target, errorType: 'ValueError', message: 'bad\nmore' }] },
    );
    expect(targetsRefusal(run, [target])?.reason).toBe(
      '1 failing test of CI did not pass: t.py::red ended as failed: ValueError bad.',
    );
  });
});

function without(outcomes: Outcomes, ...ids: string[]): Outcomes {
  return Object.fromEntries(Object.entries(outcomes).filter(([id]) => !ids.includes(id)));
}
