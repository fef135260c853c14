import { expect, test } from '@jest/globals';
import { baseline } from '../../../src/stages/reproduce/baseline.ts';
import type { TestOutcome } from '../../../src/suite/suite-run.ts';
import { suiteRun } from './runs.ts';

test.each<[string, (TestOutcome | null)[], string]>([
  ['passes every time', ['passed', 'passed'], 'passing'],
  ['fails every time', ['failed', 'failed'], 'failing'],
  ['fails in setup or in its body', ['failed', 'error'], 'failing'],
  ['fails once', ['passed', 'passed', 'failed'], 'flaky'],
  ['is missing once', ['passed', null], 'flaky'],
  ['is skipped once', ['passed', 'skipped'], 'flaky'],
  ['is always skipped', ['skipped', 'skipped'], 'skipped'],
  ['is expected to fail', ['xfailed', 'xpassed'], 'skipped'],
])('a test that %s', (_, outcomes, kind) => {
  const runs = outcomes.map(outcome => suiteRun(outcome === null ? {} : { 'test_a.py::test_x': outcome }));
  expect(baseline(runs)).toEqual({
    passing: [],
    failing: [],
    flaky: [],
    skipped: [],
    [kind]: ['test_a.py::test_x'],
    runs: outcomes.length,
    seconds: 1,
  });
});
