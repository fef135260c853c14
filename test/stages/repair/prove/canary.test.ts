// What makes every test green, on the real engine: only the canary tells it from a repair.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Guarded } from '../../../../src/incident/incident.ts';
import type { Sandbox } from '../../../../src/ports.ts';
import { verify } from '../../../../src/stages/repair/prove/verification.ts';
import { type MadeTree, treeOf } from '../../../suite/tree-of.ts';
import { files, goodGuard, guardedWith, openTestSandbox, removeImages, reproducedOn } from '../fixtures.ts';

let made: MadeTree;
let sandbox: Sandbox;
let incident: Guarded;

beforeAll(async () => {
  made = treeOf(files);
  sandbox = openTestSandbox();
  incident = guardedWith(await reproducedOn(sandbox, made.tree));
});

afterAll(async () => {
  made[Symbol.dispose]();
  await removeImages();
});

const source = files['shop/mail.py'];
const path = 'shop/mail.py';

/** What the verification says of the tree with this text in the place of the failing file. */
async function refusalOf(text: string): Promise<string | null> {
  const changes = [
    { path, content: text, executable: false },
    { path: incident.guard.path, content: goodGuard, executable: false },
  ];
  const tested = await made.tree.with(changes);
  const { refused } = await verify(tested, incident, { sandbox, failing: made.tree, changed: [path] });
  return refused?.gate ?? null;
}

test('a repair is red as a canary, and so it is accepted', async () => {
  const repaired = source.replace('    return user["email"]', '    return user and user["email"]');
  expect(await refusalOf(repaired)).toBeNull();
});

const everyReportPasses = `
import sys

for module in list(sys.modules.values()):
    kind = getattr(module, "TestReport", None)
    if kind is not None:
        made = kind.from_item_and_call.__func__

        def passing(cls, item, call, made=made):
            report = made(cls, item, call)
            report.outcome = "passed"
            report.longrepr = None
            return report

        kind.from_item_and_call = classmethod(passing)
        break
`;

const everyCallReturns = `
import pluggy._hooks
from _pytest import python

python.pytest_pyfunc_call = lambda *given: True
python.Function.runtest = lambda self: None
`;

test.each([
  ['reports that always pass', everyReportPasses],
  ['tests that are never called', everyCallReturns],
])('%s are refused', async (_, forging) => {
  expect(await refusalOf(`${forging}\n${source}`)).toBe('canary-green');
});
