import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Guarded } from '../../../../src/incident/incident.ts';
import type { Sandbox, Tree } from '../../../../src/ports.ts';
import { guard } from '../../../../src/stages/guard/guard.ts';
import { repair } from '../../../../src/stages/repair/repair.ts';
import { type MadeTree, treeOf } from '../../../suite/tree-of.ts';
import { openTestSandbox, play, removeImages, reproducedOn } from '../fixtures.ts';

// A story on the engine takes seconds; on a machine under load, many.
const files = {
  'shop/__init__.py': '',
  'shop/people.py': 'USER = {1: "Ada"}\n',
  'shop/mail.py': 'from shop.people import USERS\n\n\ndef name(user_id):\n    return USERS[user_id]\n',
  'shop/till.py': 'def total(prices):\n    return sum(prices) + 1\n',
  'tests/test_till.py': 'from shop.till import total\n\n\ndef test_nothing():\n    assert total([]) == 1\n',
};
const ownFailure = 'def test_of_old():\n    assert total([2]) == 2\n';
const usesMail = 'from shop.mail import name\n\n\ndef test_name():\n    assert name(1) == "Ada"\n';
const regression = '```python\ndef test_it():\n    from shop.mail import name\n\n    assert name(1) == "Ada"\n```\n';
const fix = edit('shop/people.py', 'USER = {1: "Ada"}', 'USERS = {1: "Ada"}');

function edit(path: string, search: string, replace: string): string {
  return `The name is wrong.\n\n\`\`\`\n${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\`\n`;
}

let sandbox: Sandbox;
const made: MadeTree[] = [];

beforeAll(() => {
  sandbox = openTestSandbox();
});

afterAll(async () => {
  for (const one of made) one[Symbol.dispose]();
  await removeImages();
});

/** The repository with these tests, the failing files as targets, and its regression test as the stage writes it. */
async function guardedOn(tests: Record<string, string>, targets: readonly string[]) {
  const one = treeOf({ ...files, ...tests });
  made.push(one);
  const { tree } = one;
  const seen = await reproducedOn(sandbox, tree);
  const chosen = seen.reproduction.targets.filter(target => targets.includes(target.testId));
  expect(chosen.map(target => target.phase)).toEqual(targets.map(() => 'collection'));
  const reproduced = { ...seen, reproduction: { ...seen.reproduction, targets: chosen } };
  const outcome = await guard(reproduced, play(tree, sandbox, [regression]).ports);
  if (outcome.kind !== 'next') throw new Error(JSON.stringify(outcome));
  return { tree, incident: outcome.incident };
}

async function repaired({ tree, incident }: { tree: Tree; incident: Guarded }, answer: string) {
  const outcome = await repair(incident, play(tree, sandbox, [answer]).ports);
  if (outcome.kind === 'stop') throw new Error(outcome.detail);
  return outcome.incident;
}

describe('what could not be collected', () => {
  test('is repaired when its tests run and pass; others that nobody saw before may fail, and the proof says so', async () => {
    const scene = await guardedOn(
      {
        'tests/test_mail.py': usesMail,
        'tests/test_old.py': `from shop.mail import name\nfrom shop.till import total\n\n\n${ownFailure}`,
      },
      ['tests/test_mail.py'],
    );
    const { attempts } = await repaired(scene, edit('shop/mail.py', 'from shop.people import USERS', 'USERS = {}'));
    expect(attempts).toMatchObject([{ verdict: { kind: 'refused', gate: 'guard-red' } }]);
    const known = await repaired(scene, fix);
    expect(known.attempts).toMatchObject([{ verdict: { kind: 'proven' } }]);
    if (!('patch' in known)) throw new Error('no patch');
    expect(known.patch).toMatchObject({
      proof: {
        doubts: [
          expect.stringContaining('tests/test_old.py::test_of_old'),
          expect.stringContaining('could not be compared with the last green commit'),
        ],
      },
    });
  });

  test('may be a conftest.py, which stands for every test below it', async () => {
    const scene = await guardedOn({ 'tests/conftest.py': 'from shop import mail\n', 'tests/test_mail.py': usesMail }, [
      'tests/conftest.py',
    ]);
    expect(scene.incident.guard.testId).toBe('tests/test_mail_regression.py');
    const { attempts } = await repaired(scene, fix);
    expect(attempts).toMatchObject([{ verdict: { kind: 'proven' } }]);
  });
});
