// How many runs make a regression test, and how many answers the model gets, without an engine.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Failure } from '../../../src/incident/evidence.ts';
import { guard } from '../../../src/stages/guard/guard.ts';
import { type Reported, scriptedSandbox } from '../../suite/scripted-sandbox.ts';
import { type MadeTree, treeOf } from '../../suite/tree-of.ts';
import { files, goodGuard, play, reproducedFrom } from '../repair/fixtures.ts';
import { suiteRun } from '../reproduce/runs.ts';

const place = { file: 'shop/mail.py', line: 12 };
const frames = [{ ...place, function: 'address', inRepository: true }];
const inCi: Failure = {
  testId: 'tests/test_mail.py::test_unknown_address',
  phase: 'call',
  errorType: 'TypeError',
  message: "'NoneType' object is not subscriptable",
  ...place,
  frames,
};
const testId = 'tests/test_mail_regression.py::test_a_stranger_has_no_address';
const red: Reported = { outcomes: new Map([[testId, 'failed']]), failures: [{ ...inCi, testId }] };
const green: Reported = { outcomes: new Map([[testId, 'passed']]), failures: [] };

const environment = { image: 'i', digest: 'sha256:0', workDirectory: '/w' };
const incident = reproducedFrom(suiteRun({ [inCi.testId]: 'failed' }, { failures: [inCi] }), {
  tree: 't',
  environment,
});
const answerOf = (...sources: string[]) => sources.map(source => `\`\`\`python\n${source}\`\`\`\n`).join('\n');

let made: MadeTree;
beforeAll(() => {
  made = treeOf(files);
});
afterAll(() => made[Symbol.dispose]());

test('three red runs in one workspace make the guard', async () => {
  const { sandbox, opened, runs } = scriptedSandbox(() => red);
  const { ports } = play(made.tree, sandbox, [answerOf(goodGuard)]);
  expect(await guard(incident, ports)).toMatchObject({
    kind: 'next',
    incident: { guard: { testId, redRuns: 3, spare: null } },
  });
  expect([opened.length, runs.length]).toEqual([1, 3]);
});

const onlyNegative = goodGuard.replace('is None', 'not in (7,)');

test('a test that passes on nonsense is refused, where CI’s own test is red on it', async () => {
  const { sandbox, opened, runs } = scriptedSandbox(run => (run % 5 === 4 ? green : red));
  const { ports } = play(made.tree, sandbox, [answerOf(onlyNegative), answerOf(onlyNegative)]);
  expect(await guard(incident, ports)).toMatchObject({
    kind: 'stop',
    code: 'no-guard',
    detail: expect.stringMatching(/^Try 1: It passes whatever the code returns/),
  });
  expect([opened.length, runs.length]).toEqual([6, 10]);
});

test('a test that says no more than CI’s own is as good', async () => {
  const { sandbox, runs } = scriptedSandbox(run => (run >= 4 ? green : red));
  const { ports } = play(made.tree, sandbox, [answerOf(onlyNegative)]);
  expect(await guard(incident, ports)).toMatchObject({ kind: 'next', incident: { guard: { redRuns: 3 } } });
  expect(runs).toHaveLength(5);
});

test('a test that is red on nonsense becomes the guard', async () => {
  const { sandbox, runs } = scriptedSandbox(() => red);
  const { ports } = play(made.tree, sandbox, [answerOf(onlyNegative)]);
  expect(await guard(incident, ports)).toMatchObject({ kind: 'next' });
  expect(runs).toHaveLength(4);
});

test('a regression test that hangs does so for its whole limit once; the other runs know where', async () => {
  const hung = { ...inCi, errorType: 'Timeout' };
  const hanging = reproducedFrom(suiteRun({ [inCi.testId]: 'failed' }, { failures: [hung] }), {
    tree: 't',
    environment,
  });
  const known: unknown[] = [];
  const { sandbox } = scriptedSandbox((_, hook) => {
    known.push(hook.hangs);
    return { ...red, failures: [{ ...hung, testId }] };
  });
  const { ports } = play(made.tree, sandbox, [answerOf(goodGuard)]);
  expect(await guard(hanging, ports)).toMatchObject({ kind: 'next', incident: { guard: { redRuns: 3 } } });
  const hangs = { seconds: 3, places: { [testId]: [[[place.file, place.line, 'address']]] } };
  expect(known).toEqual([undefined, hangs, hangs]);
});

test.each([1, 2, 3])(
  'a candidate that passes in run %i is refused there, and two such answers stop the line',
  async n => {
    const { sandbox, runs } = scriptedSandbox(run => (run % n === 0 ? green : red));
    const { ports, questions } = play(made.tree, sandbox, [answerOf(goodGuard), answerOf(goodGuard)]);
    expect(await guard(incident, ports)).toMatchObject({
      kind: 'stop',
      code: 'no-guard',
      detail: expect.stringMatching(/^Try 1: It passes on the failing code.*\nTry 2: It passes on the failing code/),
    });
    expect([questions.length, runs.length]).toEqual([2, 2 * n]);
  },
);

test('a second answer that holds is as good as a first', async () => {
  const { sandbox } = scriptedSandbox(run => (run === 1 ? green : red));
  const { ports } = play(made.tree, sandbox, [answerOf(goodGuard), answerOf(goodGuard)]);
  expect(await guard(incident, ports)).toMatchObject({ kind: 'next', incident: { guard: { redRuns: 3 } } });
});

test('two candidates that hold are enough: a third is not run', async () => {
  const { sandbox, opened } = scriptedSandbox(() => red);
  const { ports } = play(made.tree, sandbox, [answerOf(goodGuard, goodGuard, goodGuard)]);
  expect(await guard(incident, ports)).toMatchObject({ kind: 'next', incident: { guard: { spare: { redRuns: 3 } } } });
  expect(opened).toHaveLength(2);
});

test('of four candidates in an answer the fourth is not run, though only one holds', async () => {
  const { sandbox, opened } = scriptedSandbox(run => (run <= 3 ? red : green));
  const { ports } = play(made.tree, sandbox, [answerOf(goodGuard, goodGuard, goodGuard, goodGuard)]);
  expect(await guard(incident, ports)).toMatchObject({
    kind: 'next',
    incident: { guard: { redRuns: 3, spare: null } },
  });
  expect(opened).toHaveLength(3);
});

test.each([
  ['a hidden character', goodGuard.replace('address(99)', 'address(99)  # \u202e'), 'U+202E'],
  ['a name like another', goodGuard.replaceAll('address', 'addr\u0435ss'), 'easily taken for another'],
  ['code behind a carriage return', goodGuard.replace('address(99)', 'address(99)  # x\ry = 1'), 'carriage return'],
])('a candidate with %s is not run', async (_, source, words) => {
  const { sandbox, opened } = scriptedSandbox(() => red);
  const { ports, questions } = play(made.tree, sandbox, [answerOf(source), answerOf(goodGuard)]);
  expect(await guard(incident, ports)).toMatchObject({ kind: 'next' });
  expect(opened).toHaveLength(1);
  expect(questions[1]?.material).toContain(words);
});
