// How long the tests may take without a part of the change, without an engine.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { minimisedPatch } from '../../../../src/stages/repair/prove/patch-minimisation.ts';
import { scriptedSandbox } from '../../../suite/scripted-sandbox.ts';
import { type MadeTree, treeOf } from '../../../suite/tree-of.ts';
import { failure, suiteRun } from '../../reproduce/runs.ts';
import { files, guardedWith, reproducedFrom } from '../fixtures.ts';

const path = 'shop/mail.py';
const inCi = 'tests/test_mail.py::test_unknown_address';
const environment = { image: 'i', digest: 'sha256:0', workDirectory: '/w' };

let made: MadeTree;
beforeAll(() => {
  made = treeOf(files);
});
afterAll(() => made[Symbol.dispose]());

test('of a change in nine hunks, each was tried alone, and comments never', async () => {
  const run = suiteRun({ [inCi]: 'failed' }, { failures: [failure(inCi, 'TypeError')] });
  const incident = guardedWith(reproducedFrom(run, { tree: 't', environment }));
  const { testId } = incident.guard;
  const red = { outcomes: new Map([[testId, 'failed' as const]]), failures: [failure(testId, 'TypeError')] };
  const { sandbox, opened } = scriptedSandbox(() => red);
  const lines = (value: number) => Array.from({ length: 10 }, (_, at) => `\n\nx${at} = ${value}`);
  using old = treeOf({ [path]: lines(0).join('') });
  const text = lines(1).join('').replace('x4 = 1', 'x4 = 0  # as it was');
  const diff = await old.tree.diff(await old.tree.with([{ path, content: text, executable: false }]));
  const minimal = await minimisedPatch(
    { files: [{ path, text, executable: false }], diff },
    { incident, tree: old.tree, sandbox },
  );
  expect(minimal).toMatchObject({ needed: 9, parts: 9, files: [{ path, text }] });
  const tried = await Promise.all(opened.map(async tree => (await tree.read(path))?.text ?? ''));
  const alone = (at: number) => tried.includes(text.replace(`x${at} = 1`, `x${at} = 0`));
  expect([0, 1, 2, 3, 5, 6, 7, 8, 9].filter(at => !alone(at))).toEqual([]);
});

test.each([
  ['Timeout', 10],
  ['TypeError', 21],
])(
  'of a change in two parts, after a %s in CI, each test without one of them gets %d s',
  async (errorType, seconds) => {
    const run = suiteRun({ [inCi]: 'failed' }, { failures: [failure(inCi, errorType)] });
    const incident = guardedWith(reproducedFrom(run, { tree: 't', environment }));
    const { testId } = incident.guard;
    const limits: number[] = [];
    const { sandbox } = scriptedSandbox((_, hook) => {
      limits.push(hook.seconds);
      return { outcomes: new Map([[testId, 'failed']]), failures: [failure(testId, errorType)] };
    });
    const text = files[path].replace('USERS.get(user_id)', 'USERS[user_id]').replace('"Hello"', '"Hi"');
    const diff = await made.tree.diff(await made.tree.with([{ path, content: text, executable: false }]));
    const minimal = await minimisedPatch(
      { files: [{ path, text, executable: false }], diff },
      { incident, tree: made.tree, sandbox },
    );
    expect(minimal).toMatchObject({ needed: 2, parts: 2 });
    expect(limits).toEqual([seconds, seconds]);
  },
);
