import { expect, test } from '@jest/globals';
import { proofOf } from '../../../../src/stages/repair/prove/proof.ts';
import type { SuiteRun } from '../../../../src/suite/suite-run.ts';
import { sampleEntries, sampleRun } from '../../../contracts/store-entries.ts';

const { incident } = sampleEntries(sampleRun()).guarded;
const { testId } = incident.guard;

function suiteOf(...ids: readonly string[]): SuiteRun {
  const finished = { end: 'exited' as const, exitCode: 0, output: '', seconds: 1 };
  return { command: 'pytest', outcomes: new Map(ids.map(id => [id, 'passed'])), failures: [], finished, void: null };
}

test.each([
  ['runs', [testId, 'tests/test_a.py::test_b'], []],
  ['does not run', ['tests/test_a.py::test_b'], [expect.stringContaining('does not run the regression test')]],
])('the proof says so where the command of CI %s the regression test', (_, ids, doubts) => {
  const verification = {
    refused: null,
    guard: [],
    targets: [],
    suite: suiteOf(...ids),
    listed: null,
    canary: null,
    failingOnBase: [],
    spectrum: null,
    targetSpectrum: null,
  };
  const beside = { refused: null, hasOwnValues: true, neighbours: null, command: '' };
  const tested = {
    before: 'a',
    after: 'b',
    needed: null,
    second: null,
    coverage: null,
    foreseen: [],
    declared: [],
    beside,
  };
  expect(proofOf(verification, incident, tested).doubts).toEqual(doubts);
});
