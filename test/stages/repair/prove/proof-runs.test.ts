// What the receipt keeps of the runs of a verification.
import { expect, test } from '@jest/globals';
import { listed } from '../../../../src/incident/receipt/listed.ts';
import { proofRunsOf } from '../../../../src/stages/repair/prove/proof-runs.ts';
import type { SuiteRun, TestOutcome } from '../../../../src/suite/suite-run.ts';

function run(command: string, outcomes: Record<string, TestOutcome>, exitCode = 0): SuiteRun {
  const finished = { end: 'exited' as const, exitCode, output: '', seconds: Math.random() };
  return { command, outcomes: new Map(Object.entries(outcomes)), failures: [], finished, void: null };
}

test('each kind of run with its command, exit code and outcomes; equal ones once; the suite is not also a run of the guard', () => {
  const suite = run('pytest', { 'a::x': 'passed', 'a::y': 'skipped', guard: 'passed' });
  const green = () => run('pytest guard', { guard: 'passed' });
  const verification = {
    refused: null,
    guard: [green(), suite, green()],
    targets: [run('pytest a::x', { 'a::x': 'passed' })],
    suite,
    listed: { command: 'pytest  # lists', ids: new Set(['guard', 'a::x']) },
    canary: run('pytest guard', { guard: 'failed' }, 1),
    failingOnBase: [],
    spectrum: null,
    targetSpectrum: null,
  };
  expect(proofRunsOf(verification)).toEqual([
    {
      what: 'regression test',
      command: 'pytest guard',
      exitCode: 0,
      times: 2,
      outcomes: { passed: listed(['guard']) },
    },
    { what: 'failing tests', command: 'pytest a::x', exitCode: 0, times: 1, outcomes: { passed: listed(['a::x']) } },
    {
      what: 'whole suite',
      command: 'pytest',
      exitCode: 0,
      times: 1,
      outcomes: { passed: listed(['a::x', 'guard']), skipped: listed(['a::y']) },
    },
    {
      what: 'list of tests',
      command: 'pytest  # lists',
      exitCode: null,
      times: 1,
      outcomes: { listed: listed(['a::x', 'guard']) },
    },
    { what: 'canary', command: 'pytest guard', exitCode: 1, times: 1, outcomes: { failed: listed(['guard']) } },
  ]);
});
