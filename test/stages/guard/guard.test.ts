import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { metered, OverBudget } from '../../../src/engine/metered.ts';

import type { Reproduced } from '../../../src/incident/incident.ts';
import type { Sandbox, Tree } from '../../../src/ports.ts';
import { guard } from '../../../src/stages/guard/guard.ts';
import { type MadeTree, treeOf } from '../../suite/tree-of.ts';
import {
  closedSandbox,
  files,
  goodGuard,
  openTestSandbox,
  play,
  removeImages,
  reproducedOn,
} from '../repair/fixtures.ts';

// A story on the engine takes seconds; on a machine under load, many.
let made: MadeTree;
let tree: Tree;
let sandbox: Sandbox;
let incident: Reproduced;

beforeAll(async () => {
  made = treeOf(files);
  tree = made.tree;
  sandbox = openTestSandbox();
  incident = await reproducedOn(sandbox, tree);
});

afterAll(async () => {
  made[Symbol.dispose]();
  await removeImages();
});

const fenced = (...sources: string[]) => sources.map(source => `\`\`\`python\n${source}\`\`\`\n`).join('\n');
const testOf = (line: string, head = 'from shop.mail import address') => `${head}\n\n\ndef test_it():\n    ${line}\n`;

describe('on the real engine', () => {
  test('a test that is red three times for the reason of CI becomes the guard', async () => {
    const { ports, questions } = play(tree, sandbox, [fenced(goodGuard)]);
    const outcome = await guard(incident, ports);
    if (outcome.kind !== 'next') throw new Error(JSON.stringify(outcome));
    expect(outcome.incident.guard).toMatchObject({
      path: 'tests/test_mail_regression.py',
      source: goodGuard,
      testId: 'tests/test_mail_regression.py::test_a_stranger_has_no_address',
      command: 'python -m pytest  # only tests/test_mail_regression.py',
      failure: { errorType: 'TypeError', file: 'shop/mail.py', line: 12 },
      redRuns: 3,
    });
    expect(outcome.incident.guard.output).toContain('TypeError');
    expect(questions).toHaveLength(1);
    expect(questions[0]?.material).toContain('tests/test_mail_regression.py');
  });

  test('the first candidate that holds wins, after others that are red for another reason', async () => {
    const wrong = [
      testOf('assert address(2) is None', 'from shop.mail import adress as address'),
      testOf('assert address(1) is None'),
    ];
    const { ports } = play(tree, sandbox, [fenced(...wrong, goodGuard)]);
    expect(await guard(incident, ports)).toMatchObject({ kind: 'next', incident: { guard: { source: goodGuard } } });
  });

  test('a test that catches the absence of a name may use it', async () => {
    const source = goodGuard.replace(
      '    assert',
      '    try:\n        number = long\n    except NameError:\n        number = int\n    assert',
    );
    const { ports } = play(tree, sandbox, [fenced(source.replace('(99)', '(number(99))'))]);
    expect(await guard(incident, ports)).toMatchObject({ kind: 'next' });
  });

  test('of two that hold, the better one becomes the guard and the other stands by', async () => {
    const further = `${goodGuard}\n`.replace('99', '77').replace('a_stranger', 'another_stranger');
    const { ports } = play(tree, sandbox, [fenced(further, goodGuard)]);
    const outcome = await guard(incident, ports);
    if (outcome.kind !== 'next') throw new Error(JSON.stringify(outcome));
    const { source, spare, replaced } = outcome.incident.guard;
    expect(source).toContain('address(77)');
    expect(spare).toMatchObject({ source: goodGuard, redRuns: 3, failure: { errorType: 'TypeError' } });
    expect(replaced).toBeNull();
  });

  test('the model is told why every candidate was refused, and two failed rounds end the line with every reason', async () => {
    const first = fenced(
      testOf('assert address(2) is None', 'from shop.mail import adress as address'),
      testOf('assert address(1) == "ada@example.com"'),
      testOf('assert address(1) is None'),
    );
    const second = fenced(
      // The right class in the wrong place: raised by the test itself.
      testOf('assert address(1) + None'),
      testOf('assert address(2) is missing'),
      testOf(
        'assert shop.mail.address(2) is None',
        'import shop.mail\nimport pytest\n\n@pytest.fixture(autouse=True)\ndef broken():\n    raise TypeError("no")',
      ),
    );
    const { ports, questions } = play(tree, sandbox, [first, second]);
    const outcome = await guard(incident, ports);
    if (outcome.kind !== 'stop') throw new Error(outcome.kind);
    expect(outcome.code).toBe('no-guard');
    const reasons = outcome.detail.split('\n');
    expect(reasons).toEqual([
      expect.stringContaining('ImportError'),
      expect.stringContaining('It passes on the failing code'),
      expect.stringContaining('It fails with AssertionError'),
      expect.stringContaining('but CI failed at shop/mail.py:12'),
      expect.stringContaining('nothing defines: missing'),
      expect.stringContaining('breaks in setup'),
    ]);
    expect(questions).toHaveLength(2);
    expect(questions[1]?.material).toContain('It passes on the failing code');
    expect(questions[1]?.material).toContain('ImportError');
  });
});

describe('without a run', () => {
  test('a candidate that the static gate refuses is not run', async () => {
    const answer = fenced(testOf('assert False'));
    const { ports } = play(tree, closedSandbox, [answer, answer]);
    expect(await guard(incident, ports)).toMatchObject({
      kind: 'stop',
      code: 'no-guard',
      detail: expect.stringContaining('by itself'),
    });
  });

  test('two answers of nonsense end the line', async () => {
    const { ports } = play(tree, closedSandbox, ['Hm.', 'Hm.']);
    expect(await guard(incident, ports)).toMatchObject({
      kind: 'stop',
      code: 'no-guard',
      detail: expect.stringMatching(/^Try 1: The answer could not be used/),
    });
  });

  test('an answer of nonsense costs no round', async () => {
    const refusedByGate = fenced(testOf('assert False'));
    const { ports, questions } = play(tree, closedSandbox, ['Hm.', refusedByGate, 'Hm.', refusedByGate]);
    expect(await guard(incident, ports)).toMatchObject({ kind: 'stop', code: 'no-guard' });
    expect(questions.map(({ isRetry = false }) => isRetry)).toEqual([false, true, false, true]);
  });

  test('a spent budget ends the line before the first question, and before the second', async () => {
    const meter = { ledger: incident.ledger, budget: 0.01 };
    const { ports, questions } = play(tree, closedSandbox, ['Hm.']);
    await expect(guard(incident, metered(ports, meter))).rejects.toBeInstanceOf(OverBudget);
    expect(questions).toHaveLength(1);
    const none = play(tree, closedSandbox, []);
    await expect(guard(incident, metered(none.ports, meter))).rejects.toBeInstanceOf(OverBudget);
    expect(none.questions).toHaveLength(0);
  });

  test('a commit that is gone ends the line', async () => {
    const { ports } = play(null, closedSandbox, []);
    expect(await guard(incident, ports)).toMatchObject({ kind: 'stop', code: 'source-gone' });
  });
});
