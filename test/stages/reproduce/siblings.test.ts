import { expect, test } from '@jest/globals';
import { settled, siblingRuns } from '../../../src/stages/reproduce/siblings.ts';
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

test('without a flaky test nothing is run again', async () => {
  const both = run([coin, elsewhere]);
  const { asked, runAlone } = inTurn([both]);
  const runs = { whole: [both, both], alone: [both, both, both] };
  expect(await settled(found([coin, elsewhere]), runs, runAlone)).toMatchObject({ endings: [], notes: [] });
  expect(asked).toEqual([]);
});

const flickers = {
  whole: [run([coin, always, elsewhere]), run([coin, always, elsewhere])],
  alone: [run([coin, always, elsewhere]), run([always, elsewhere]), run([coin, always, elsewhere])],
};

test('where one flickers, its sibling is run ten times more, alone, and is a target when it fails in all of them', async () => {
  const { asked, runAlone } = inTurn([run([always])]);
  const { stable, endings, notes } = await settled(found([coin, always, elsewhere]), flickers, runAlone);
  expect(stable.map(({ here }) => here.testId)).toEqual([always, elsewhere]);
  expect(endings.map(({ detail }) => detail)).toEqual([expect.stringContaining(`${coin} failed 4 of 5 runs`)]);
  expect(asked).toEqual(Array(10).fill([always]));
  expect(notes).toEqual([expect.stringContaining('failed 15 of 15 runs (more than 82 % at 95 % confidence)')]);
  expect(notes[0]).toContain(always);
});

test.each([1, 2, siblingRuns])('a sibling that passes in run %i of those is flaky, and no run follows', async at => {
  const { asked, runAlone } = inTurn([...Array<SuiteRun>(at - 1).fill(run([always])), run([])]);
  const { stable, endings, notes } = await settled(found([coin, always]), flickers, runAlone);
  expect(stable).toEqual([]);
  expect(endings[1]).toMatchObject({
    code: 'flaky',
    detail: expect.stringContaining(`${always} failed ${4 + at} of ${5 + at} runs`),
  });
  expect(asked).toHaveLength(at);
  expect(notes).toEqual([]);
});

test('a failure with the same message is a sibling, wherever its test is; one without any is not', async () => {
  const message = { [coin]: 'lost the connection', [elsewhere]: 'lost the connection' };
  const { asked, runAlone } = inTurn([run([elsewhere])]);
  await settled(found([coin, elsewhere], message), flickers, runAlone);
  expect(asked[0]).toEqual([elsewhere]);
  const silent = inTurn([run([elsewhere])]);
  await settled(found([coin, elsewhere]), flickers, silent.runAlone);
  expect(silent.asked).toEqual([]);
});

test('a test that is flaky in the suite casts doubt on the failures of its file, though CI did not name it', async () => {
  const red = run([elsewhere]);
  const runs = { whole: [red, run([elsewhere, neighbour]), red], alone: [red, red, red] };
  const { asked, runAlone } = inTurn([red]);
  const { stable } = await settled(found([elsewhere]), runs, runAlone);
  expect(asked).toEqual(Array(siblingRuns).fill([elsewhere]));
  expect(stable).toHaveLength(1);
});
