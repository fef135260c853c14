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
