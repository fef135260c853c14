// Which runs prove something: what the report, the runner's exit status and the command's exit code say together.
import { expect, test } from '@jest/globals';
import { languages } from '../../src/languages/languages.ts';
import type { Session } from '../../src/suite/session.ts';
import type { TestOutcome } from '../../src/suite/suite-run.ts';
import { mistrust } from '../../src/suite/trust.ts';

const { runner } = languages.python;

function session(outcomes: Record<string, TestOutcome>, more: Partial<Session> = {}): Session {
  const ids = Object.keys(outcomes);
  return {
    collected: ids,
    outcomes: new Map(Object.entries(outcomes)),
    failures: [],
    crashed: null,
    status: 0,
    slowest: 0,
    sealed: true,
    ...more,
  };
}

function exited(exitCode: number) {
  return { end: 'exited' as const, exitCode, output: '', seconds: 1 };
}

const collection = {
  testId: 't.py',
  phase: 'collection' as const,
  errorType: 'ImportError',
  message: '',
  file: null,
  line: null,
  frames: [],
};

test.each<[string, Session[], number]>([
  ['green all through', [session({ a: 'passed', b: 'skipped' })], 0],
  ['red all through', [session({ a: 'failed' }, { status: 1 })], 1],
  ['red by an error', [session({ a: 'error' }, { status: 1 })], 1],
  ['without tests', [session({}, { status: runner.statuses.noTests })], 5],
  [
    'stopped at a file that cannot be imported',
    [session({ 't.py': 'error' }, { status: runner.statuses.interrupted, failures: [collection] })],
    2,
  ],
  ['red by a crash', [session({ a: 'failed' }, { status: null, crashed: 'a', sealed: false })], 139],
  ['of two sessions, one red', [session({ a: 'passed' }), session({ b: 'failed' }, { status: 1 })], 1],
])('a run that is %s is trusted', (_, sessions, exitCode) => {
  expect(mistrust({ sessions, begun: sessions.length }, exited(exitCode), runner)).toBeNull();
});

test.each<[string, Session[], number, RegExp]>([
  ['a report that was never closed', [session({}, { status: null })], 0, /before it finished/],
  ['a broken seal', [session({ a: 'passed' }, { sealed: false })], 0, /Something other than pytest/],
  ['a broken runner', [session({ a: 'failed' }, { status: runner.statuses.internalError })], 3, /internal error/],
  ['an interruption', [session({ a: 'failed' }, { status: runner.statuses.interrupted })], 2, /was interrupted/],
  ['failures and a green status', [session({ a: 'failed' })], 1, /status 0 although tests failed/],
  [
    'failures and a status of no tests',
    [session({ a: 'error' }, { status: runner.statuses.noTests })],
    5,
    /status 5 although tests failed/,
  ],
  ['no failure and a red status', [session({ a: 'passed' }, { status: 1 })], 1, /status 1 although no test failed/],
  ['a test without an outcome', [session({ a: 'passed' }, { collected: ['a', 'b'] })], 0, /1 collected tests have no/],
  ['no session', [], 0, /pytest wrote no report/],
  ['a crash with a green exit code', [session({ a: 'failed' }, { status: null, crashed: 'a' })], 0, /code 0 although/],
  ['a green exit code over failures', [session({ a: 'failed' }, { status: 1 })], 0, /code 0 although tests failed/],
  ['a red exit code over none', [session({ a: 'passed' })], 1, /code 1 although no test failed/],
])('a run with %s is void', (_, sessions, exitCode, words) => {
  expect(mistrust({ sessions, begun: sessions.length }, exited(exitCode), runner)).toMatch(words);
});

test.each(['timed-out', 'out-of-memory', 'too-much-output', 'disk-full'] as const)(
  'a run that ended %s is void',
  end => {
    expect(
      mistrust({ sessions: [session({ a: 'passed' })], begun: 1 }, { ...exited(0), end, exitCode: null }, runner),
    ).toMatch(/was killed\.$/);
  },
);
