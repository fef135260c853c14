import { expect, test } from '@jest/globals';
import { rerunSiblings, siblingRuns } from '../../../src/stages/reproduce/siblings.ts';
import type { SuiteRun } from '../../../src/suite/suite-run.ts';
import { failure, suiteRun } from './runs.ts';

const coin = 'test_a.py::test_coin[1]';
const always = 'test_a.py::test_coin[2]';
const elsewhere = 'test_b.py::test_x';
const neighbour = 'test_b.py::test_y';

function run(red: readonly string[], messages: Readonly<Record<string, string>> = {}): SuiteRun {
  const all = [coin, always, elsewhere, neighbour];
  const outcomes = Object.fromEntries(
    all.map(id => [id, red.includes(id) ? ('failed' as const) : ('passed' as const)]),
  );
  return suiteRun(outcomes, { failures: red.map(id => ({ ...failure(id), message: messages[id] ?? '' })) });
}

function found(ids: readonly string[], messages: Readonly<Record<string, string>> = {}) {
  return ids.map(id => ({ inCi: failure(id), here: { ...failure(id), message: messages[id] ?? '' } }));
}

/** Answers in turn, then with the last again; remembers what was asked for. */
function inTurn(runs: readonly SuiteRun[]) {
  const asked: (readonly string[])[] = [];
  const runAlone = async (ids: readonly string[]) => {
    asked.push(ids);
    return runs[Math.min(asked.length, runs.length) - 1] ?? run([]);
  };
  return { asked, runAlone };
}

test('without a flaky test nothing is rerun', async () => {
  const both = run([coin, elsewhere]);
  const { asked, runAlone } = inTurn([both]);
  const runs = { suite: [both, both], alone: [both, both, both] };
  expect(await rerunSiblings(found([coin, elsewhere]), runs, runAlone)).toMatchObject({ excluded: [], notes: [] });
  expect(asked).toEqual([]);
});

const withFlaky = {
  suite: [run([coin, always, elsewhere]), run([coin, always, elsewhere])],
  alone: [run([coin, always, elsewhere]), run([always, elsewhere]), run([coin, always, elsewhere])],
};

test('the sibling of a flaky test is rerun alone twenty times, and is a target if it fails every time', async () => {
  const { asked, runAlone } = inTurn([run([always])]);
  const { stable, excluded, notes } = await rerunSiblings(found([coin, always, elsewhere]), withFlaky, runAlone);
  expect(stable.map(({ here }) => here.testId)).toEqual([always, elsewhere]);
  expect(excluded.map(({ detail }) => detail)).toEqual([expect.stringContaining(`${coin} failed in 4 of 5 runs`)]);
  expect(asked).toEqual(Array(siblingRuns).fill([always]));
  expect(notes).toEqual([
    expect.stringContaining('failed in 25 of 25 runs (failure rate more than 89% at 95% confidence)'),
  ]);
  expect(notes[0]).toContain(always);
});

test.each([1, 2, siblingRuns])('a sibling that passes in rerun %i is flaky, and is not run again', async at => {
  const { asked, runAlone } = inTurn([...Array<SuiteRun>(at - 1).fill(run([always])), run([])]);
  const { stable, excluded, notes } = await rerunSiblings(found([coin, always]), withFlaky, runAlone);
  expect(stable).toEqual([]);
  expect(excluded[1]).toMatchObject({
    code: 'flaky',
    detail: expect.stringContaining(`${always} failed in ${4 + at} of ${5 + at} runs`),
  });
  expect(asked).toHaveLength(at);
  expect(notes).toEqual([]);
});

test('a failure with the same message is a sibling in any file; without a message it is not', async () => {
  const message = { [coin]: 'lost the connection', [elsewhere]: 'lost the connection' };
  const { asked, runAlone } = inTurn([run([elsewhere])]);
  await rerunSiblings(found([coin, elsewhere], message), withFlaky, runAlone);
  expect(asked[0]).toEqual([elsewhere]);
  const silent = inTurn([run([elsewhere])]);
  await rerunSiblings(found([coin, elsewhere]), withFlaky, silent.runAlone);
  expect(silent.asked).toEqual([]);
});

test('a test that is flaky in the suite makes the failures of its file siblings, even if CI did not report it', async () => {
  const red = run([elsewhere]);
  const runs = { suite: [red, run([elsewhere, neighbour]), red], alone: [red, red, red] };
  const { asked, runAlone } = inTurn([red]);
  const { stable } = await rerunSiblings(found([elsewhere]), runs, runAlone);
  expect(asked).toEqual(Array(siblingRuns).fill([elsewhere]));
  expect(stable).toHaveLength(1);
});
