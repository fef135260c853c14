// Whether tests that newly fail with a change are run again on the failing tree, and what is made of those runs.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { alsoFailingOnBase } from '../../../../src/stages/repair/prove/rerun-on-base.ts';
import type { TestOutcome } from '../../../../src/suite/suite-run.ts';
import { sampleEntries, sampleRun } from '../../../contracts/store-entries.ts';
import { scriptedSandbox } from '../../../suite/scripted-sandbox.ts';
import { type MadeTree, treeOf } from '../../../suite/tree-of.ts';
import { suiteRun } from '../../reproduce/runs.ts';

const { incident } = sampleEntries(sampleRun()).guarded;

let made: MadeTree;
beforeAll(() => {
  made = treeOf({ 'a.py': '' });
});
afterAll(() => made[Symbol.dispose]());

const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `tests/test_a.py::test_${index}`);
const all = (ids: readonly string[], outcome: TestOutcome) => Object.fromEntries(ids.map(id => [id, outcome]));

/** What is found when so many tests newly fail in a suite of so many seconds, and runs on the failing tree end like this. */
async function rerun(count: number, seconds: number, outcomesOf: (run: number) => Record<string, TestOutcome>) {
  const ids = idsOf(count);
  const { sandbox, runs } = scriptedSandbox(run => ({
    outcomes: new Map(Object.entries(outcomesOf(run))),
    failures: [],
  }));
  const baseline = { ...incident.reproduction.baseline, passing: ids, seconds };
  const before = { ...incident, reproduction: { ...incident.reproduction, baseline } };
  const found = await alsoFailingOnBase(suiteRun(all(ids, 'failed')), before, { sandbox, failing: made.tree });
  return { found, runs: runs.length };
}

describe('tests that newly fail', () => {
  test.each([
    ['one that fails there', 1, () => all(idsOf(1), 'failed'), { found: idsOf(1), runs: 1 }],
    ['one that passes there', 1, () => all(idsOf(1), 'passed'), { found: [], runs: 3 }],
    [
      'one that fails there the second time',
      1,
      (n: number) => all(idsOf(1), n === 2 ? 'failed' : 'passed'),
      { found: idsOf(1), runs: 2 },
    ],
    [
      'one that fails there in company',
      1,
      (n: number) => all(idsOf(1), n === 3 ? 'failed' : 'passed'),
      { found: idsOf(1), runs: 3 },
    ],
    [
      'two of which one passes there',
      2,
      () => ({ ...all(idsOf(2), 'passed'), ...all(idsOf(1), 'failed') }),
      { found: [], runs: 3 },
    ],
    ['ten that fail there', 10, () => all(idsOf(10), 'failed'), { found: idsOf(10), runs: 1 }],
    ['eleven', 11, () => all(idsOf(11), 'failed'), { found: [], runs: 0 }],
  ] as const)('are run on the failing tree: %s', async (_, count, outcomes, expected) => {
    expect(await rerun(count, 60, outcomes)).toEqual(expected);
  });

  test('of a suite of more than a minute are run alone only', async () => {
    expect(await rerun(1, 61, () => all(idsOf(1), 'passed'))).toEqual({ found: [], runs: 2 });
  });

  test('that are missing there are not said to fail', async () => {
    expect(await rerun(1, 60, () => ({ other: 'failed' }))).toEqual({ found: [], runs: 3 });
  });
});
