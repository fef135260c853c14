import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { metered, OverBudget } from '../../../src/engine/metered.ts';

import type { Guarded } from '../../../src/incident/incident.ts';
import type { Sandbox, Tree } from '../../../src/ports.ts';
import { repair } from '../../../src/stages/repair/repair.ts';
import { type MadeTree, treeOf } from '../../suite/tree-of.ts';
import {
  closedSandbox,
  files,
  goodFix,
  goodGuard,
  guardedWith,
  openTestSandbox,
  play,
  removeImages,
  reproducedOn,
} from './fixtures.ts';

// A story on the engine takes seconds; on a machine under load, many.
let made: MadeTree;
let tree: Tree;
let sandbox: Sandbox;
let incident: Guarded;

beforeAll(async () => {
  made = treeOf(files);
  tree = made.tree;
  sandbox = openTestSandbox();
  incident = guardedWith(await reproducedOn(sandbox, tree));
});

afterAll(async () => {
  made[Symbol.dispose]();
  await removeImages();
});

function block(path: string, search: string, replace: string): string {
  return `An idea.\n\n\`\`\`\n${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\`\n`;
}

const email = '    return user["email"]';

/** One attempt that must not be accepted; what it left. */
async function refusedAttempt(answer: string, before: Guarded = incident) {
  const { ports } = play(tree, sandbox, [answer]);
  const outcome = await repair(before, ports);
  if (outcome.kind !== 'again') throw new Error(`${outcome.kind} instead of again`);
  const attempt = outcome.incident.attempts.at(-1);
  if (attempt?.verdict.kind !== 'refused') throw new Error('the attempt was proven');
  return { ...attempt, verdict: attempt.verdict };
}

/** One attempt that must be accepted. */
async function provenAttempt(answer: string, before: Guarded = incident) {
  const outcome = await repair(before, play(tree, sandbox, [answer]).ports);
  if (outcome.kind !== 'next') throw new Error(JSON.stringify(outcome));
  return outcome.incident;
}

let failed: ReturnType<typeof refusedAttempt> | undefined;

/** One attempt that was run and left the regression test red, made once for all stories that need one. */
function failedAttempt() {
  failed ??= refusedAttempt(block('shop/mail.py', email, '    return user.get("email")'));
  return failed;
}

describe('on the real engine', () => {
  test('an honest fix is accepted with its proof, and the tested tree is the one to publish', async () => {
    const { ports, questions } = play(tree, sandbox, [goodFix]);
    const outcome = await repair(incident, ports);
    if (outcome.kind !== 'next') throw new Error(JSON.stringify(outcome));
    const { patch, attempts } = outcome.incident;
    expect(attempts).toMatchObject([{ number: 1, verdict: { kind: 'proven' } }]);
    expect(patch.idea).toBe('find() answers None for a stranger, and address() does not expect it.');
    expect(patch.changes.map(change => change.path)).toEqual(['shop/mail.py', incident.guard.path]);
    expect((await tree.with(patch.changes)).hash).toBe(patch.proof.treeAfter);
    expect(patch.proof).toMatchObject({ treeBefore: tree.hash, imageDigest: incident.reproduction.environment.digest });
    expect(patch.proof.rows.map(({ what, before, after }) => [what, before, after])).toEqual([
      ['regression test', 'failed 3 of 3 (TypeError)', 'passed 5 of 5'],
      ['failing test', 'failed every time (TypeError)', 'passed 3 of 3'],
      ['whole suite', '2 passed, 1 failed', '4 passed'],
      ['the tests of the suite, listed by a second process that runs none', '', '4, as reported'],
      ['regression test with its expectations turned', '', 'failed, as it must (AssertionError)'],
      ['changed lines covered by the regression test', '', '2 of 2'],
    ]);
    expect(patch.diff).toContain('+    if user is None:');
    expect(patch.diff).toContain('+++ b/tests/test_mail_regression.py');
    expect(attempts[0]?.diff).not.toContain('regression');
    expect(questions).toHaveLength(1);
    expect(questions[0]?.material).toContain('def address(user_id):');
  });

  test('a fix that breaks another test is refused with the output that shows it', async () => {
    const answer = block(
      'shop/mail.py',
      '    return USERS.get(user_id)',
      '    return USERS.get(user_id, {"email": None, "name": "?"})',
    );
    const { verdict, diff } = await refusedAttempt(answer);
    expect(verdict).toMatchObject({ gate: 'newly-failing', reason: expect.stringContaining('test_greeting') });
    expect(verdict.output).toContain('Hello ?');
    expect(diff).toContain('"name": "?"');
  });

  test('a test that fails without the change as well is not blamed on it, and is named as a caveat', async () => {
    const wobbly = { 'tests/test_wobbly.py': 'def test_wobbly():\n    assert 0.1 + 0.2 == 0.3\n' };
    using other = treeOf({ ...files, ...wobbly });
    const seen = await reproducedOn(sandbox, other.tree);
    const { baseline, targets } = seen.reproduction;
    const id = 'tests/test_wobbly.py::test_wobbly';
    // As if it had passed by luck in every run of the baseline.
    const lucky = {
      ...baseline,
      failing: baseline.failing.filter(test => test !== id),
      passing: [...baseline.passing, id],
    };
    const reproduction = {
      ...seen.reproduction,
      baseline: lucky,
      targets: targets.filter(target => target.testId !== id),
    };
    const outcome = await repair(guardedWith({ ...seen, reproduction }), play(other.tree, sandbox, [goodFix]).ports);
    if (outcome.kind !== 'next') throw new Error(JSON.stringify(outcome));
    expect(outcome.incident.patch.proof.doubts).toEqual([expect.stringContaining(id)]);
  });

  test('a change that repairs nothing leaves the regression test red', async () => {
    const { verdict } = await failedAttempt();
    expect(verdict).toMatchObject({ gate: 'guard-red', reason: expect.stringContaining('AttributeError') });
  });

  test('a change that pleases the regression test alone leaves the failing test red', async () => {
    const { verdict } = await refusedAttempt(
      block('shop/mail.py', email, `    if user_id == 99:\n        return None\n${email}`),
    );
    expect(verdict).toMatchObject({ gate: 'target-red', reason: expect.stringContaining('test_unknown_address') });
  });

  test('a change of which every part is needed says so, and comments are no part of it', async () => {
    const heading = '"""Mail to customers."""';
    const answer = [
      block('shop/nobody.py', '', 'NOBODY = {"email": None}'),
      block('shop/mail.py', heading, `${heading}\n\nfrom shop.nobody import NOBODY`),
      block('shop/mail.py', email, '    return (user or NOBODY)["email"]'),
      block('shop/mail.py', 'def greeting(user_id):', '# Polite to everybody.\ndef greeting(user_id):'),
    ];
    const { patch } = await provenAttempt(answer.join('\n'));
    expect(patch.leftOut).toBe('');
    expect(patch.diff).toContain('# Polite to everybody.');
    expect(patch.proof.rows).toContainEqual({
      what: 'each of the 3 changes',
      command: 'python -m pytest  # only tests/test_mail_regression.py tests/test_mail.py::test_unknown_address',
      before: 'fails again without it, 3 of 3',
      after: 'passes with all',
    });
  });

  test('what no failing test needs is dropped, and the smaller change is the one that is tested and published', async () => {
    const answer = `${goodFix}${block('shop/mail.py', '        return "Hello"', '        return "Hello" + ""')}`;
    const { patch } = await provenAttempt(answer);
    expect(patch.leftOut).toContain('+        return "Hello" + ""');
    expect(patch.diff).not.toContain('"Hello" + ""');
    expect(patch.diff).toContain('+    if user is None:');
    expect((await tree.with(patch.changes)).hash).toBe(patch.proof.treeAfter);
    expect(patch.proof.rows.map(row => row.what)).not.toContainEqual(expect.stringContaining('changes'));
  });

  test('a part that only the rest of the suite needs stays', async () => {
    const answer = [
      block('shop/mail.py', '    return USERS.get(user_id)', '    return USERS.get(user_id, {})'),
      block('shop/mail.py', email, '    return user.get("email")'),
      block('shop/mail.py', '    if user is None:', '    if not user:'),
    ];
    const { patch } = await provenAttempt(answer.join('\n'));
    expect(patch.leftOut).toBe('');
    expect(patch.diff).toContain('+    if not user:');
    expect(patch.proof.rows.map(row => row.what)).toContain('2 of the 3 changes; other tests need the rest');
  });

  test('an alternative regression test that still fails with the change is named as a caveat', async () => {
    const strict = goodGuard.replace('is None', '== "nobody"');
    const spare = { ...incident.guard, source: strict };
    const { patch } = await provenAttempt(goodFix, { ...incident, guard: { ...incident.guard, spare } });
    expect(patch.proof.doubts).toEqual([expect.stringContaining('still fails with this change')]);
  });

  describe('when the regression test alone stays red', () => {
    const strict = goodGuard.replace('is None', '== "nobody"');
    const other = goodFix.replace('        return None', '        return user');

    test('the first change is refused, a second one is proven by the alternative, and the pull request shows both tests', async () => {
      const spare = { ...incident.guard, source: goodGuard };
      const before = { ...incident, guard: { ...incident.guard, source: strict, spare } };
      const first = await refusedAttempt(goodFix, before);
      expect(first.verdict).toMatchObject({
        gate: 'only-guard-red',
        reason: expect.stringContaining('Every test that failed in CI passes'),
        output: expect.stringContaining('nobody'),
      });
      const { guard, patch } = await provenAttempt(other, { ...before, attempts: [first] });
      expect(guard).toMatchObject({ source: goodGuard, replaced: strict, spare: null });
      expect(patch.changes).toContainEqual({ path: guard.path, content: goodGuard, executable: false });
    });

    test('and there is no alternative, two such changes stop the line', async () => {
      const before = { ...incident, guard: { ...incident.guard, source: strict } };
      const first = await refusedAttempt(other, before);
      const second = { ...first, number: 2 };
      expect(second.verdict.gate).toBe('only-guard-red');
      const { ports } = play(tree, closedSandbox, []);
      expect(await repair({ ...before, attempts: [first, second] }, ports)).toMatchObject({
        kind: 'stop',
        code: 'attempts-spent',
        detail: expect.stringContaining('only the regression test written by Nightwatch still failed'),
      });
    });
  });

  test('code that does not compile is refused before any test', async () => {
    const { verdict } = await refusedAttempt(block('shop/mail.py', email, '    return user["email"'));
    expect(verdict).toMatchObject({ gate: 'does-not-compile', output: expect.stringContaining('SyntaxError') });
  });
});

describe('without a run', () => {
  async function unrun(answers: readonly string[], before: Guarded = incident) {
    const { ports, questions } = play(tree, closedSandbox, answers);
    return { outcome: await repair(before, ports), questions };
  }

  test.each([
    [
      'edits the failing test',
      block('tests/test_mail.py', '    assert address(2) is None', '    assert True'),
      'forbidden-file',
    ],
    [
      'empties the tests',
      block('tests/test_mail.py', files['tests/test_mail.py'].trimEnd(), '# nothing'),
      'forbidden-file',
    ],
    [
      'writes the regression test anew',
      block('tests/test_mail_regression.py', '', 'def test(): pass'),
      'forbidden-file',
    ],
    ['configures pytest', block('pytest.ini', '', '[pytest]\naddopts = --co'), 'forbidden-file'],
    ['leaves the repository', block('../evil.py', '', 'x = 1'), 'forbidden-file'],
    [
      'names its file as the container does',
      block('/home/runner/work/shop/shop/tox.ini', '', 'x = 1'),
      'forbidden-file',
    ],
    ['is enormous', block('shop/more.py', '', Array(101).fill('x = 1').join('\n')), 'too-large'],
    [
      'asks for pytest',
      block('shop/mail.py', email, `    if "PYTEST_CURRENT_TEST" in ENV:\n        return None\n${email}`),
      'new-capability',
    ],
    [
      'swallows every error',
      block('shop/mail.py', email, `    try:\n    ${email}\n    except Exception:\n        return ""`),
      'suspicious',
    ],
  ])('a change that %s is refused', async (_, answer, gate) => {
    const { outcome } = await unrun([answer]);
    expect(outcome).toMatchObject({ kind: 'again', incident: { attempts: [{ verdict: { kind: 'refused', gate } }] } });
  });

  test('the same change is not tried twice, whatever comment it carries', async () => {
    const first = await failedAttempt();
    const commented = block('shop/mail.py', email, '    # gently\n    return user.get("email")');
    const { outcome } = await unrun([commented], { ...incident, attempts: [first] });
    expect(outcome).toMatchObject({ kind: 'again', incident: { attempts: [{}, { verdict: { gate: 'repeated' } }] } });
  });

  test('an answer that does not apply is asked again twice, told why, and is one failed attempt in the end', async () => {
    const answer = block('shop/mail.py', '    return user["mail"]', '    return None');
    const { outcome, questions } = await unrun([answer, answer, answer]);
    expect(questions).toHaveLength(3);
    expect(questions[1]?.material).toContain('did you mean the lines');
    expect(outcome).toMatchObject({
      kind: 'again',
      incident: {
        attempts: [{ number: 1, diff: '', fingerprint: null, verdict: { gate: 'does-not-apply' } }],
      },
    });
  });

  test('an answer that is nonsense is asked again without costing an attempt', async () => {
    const answers = ['Hm.', block('pytest.ini', '', 'x')];
    const { outcome, questions } = await unrun(answers);
    expect(questions[1]?.material).toContain('Your last answer could not be used');
    expect(outcome).toMatchObject({ incident: { attempts: [{ number: 1, verdict: { gate: 'forbidden-file' } }] } });
  });

  test('three answers of nonsense are a failed attempt', async () => {
    const { outcome, questions } = await unrun(['Hm.', 'Hm.', 'Hm.']);
    expect(questions.map(({ isRetry }) => isRetry)).toEqual([false, true, true]);
    expect(outcome).toMatchObject({
      kind: 'again',
      incident: { attempts: [{ verdict: { gate: 'unusable-answer' } }] },
    });
  });

  test('asking again ends with the budget', async () => {
    const { ports, questions } = play(tree, closedSandbox, ['Hm.']);
    const counted = metered(ports, { ledger: incident.ledger, budget: 0.01 });
    await expect(repair(incident, counted)).rejects.toBeInstanceOf(OverBudget);
    expect(questions).toHaveLength(1);
  });

  test('CANNOT_FIX is saved with its reason and ends the line without another question', async () => {
    const { outcome } = await unrun(['CANNOT_FIX: the test contradicts the manual']);
    if (outcome.kind !== 'again') throw new Error(outcome.kind);
    expect(outcome.incident.attempts).toMatchObject([{ verdict: { gate: 'cannot-fix' } }]);
    const end = await unrun([], outcome.incident);
    expect(end.outcome).toEqual({ kind: 'stop', code: 'cannot-fix', detail: 'the test contradicts the manual' });
  });

  test('each prompt shows the earlier attempts and their results; the third asks to look elsewhere', async () => {
    const first = await failedAttempt();
    const forbidden = block('pytest.ini', '', 'x');
    const second = await unrun([forbidden], { ...incident, attempts: [first] });
    const told = second.questions[0]?.material ?? '';
    expect(told).toContain('guard-red');
    expect(told).toContain("'NoneType' object has no attribute 'get'");
    expect(told).toContain('+    return user.get("email")');
    expect(told).not.toContain('look for the cause elsewhere');
    if (second.outcome.kind !== 'again') throw new Error(second.outcome.kind);
    const third = await unrun([forbidden], second.outcome.incident);
    expect(third.questions[0]?.material).toContain('look for the cause elsewhere');
    if (third.outcome.kind !== 'again') throw new Error(third.outcome.kind);
    const end = await unrun([], third.outcome.incident);
    expect(end.outcome).toMatchObject({
      kind: 'stop',
      code: 'attempts-spent',
      detail: expect.stringContaining('3 of 3'),
    });
  });

  test('a spent budget ends the line before a question', async () => {
    const { ports, questions } = play(tree, closedSandbox, []);
    const counted = metered(ports, { ledger: { ...incident.ledger, dollars: 0.5 }, budget: 0.5 });
    await expect(repair(incident, counted)).rejects.toBeInstanceOf(OverBudget);
    expect(questions).toHaveLength(0);
  });

  test('a commit that is gone ends the line', async () => {
    const { ports } = play(null, closedSandbox, []);
    expect(await repair(incident, ports)).toMatchObject({ kind: 'stop', code: 'source-gone' });
  });

  test('the guard stands in the question as data', async () => {
    const { questions } = await unrun(['CANNOT_FIX: x']);
    expect(questions[0]?.material).toContain(goodGuard.trim());
    expect(questions[0]?.instructions).toContain('CANNOT_FIX');
  });
});
