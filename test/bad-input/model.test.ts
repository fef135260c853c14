// What a model may answer when it is asked for a repair: a failed attempt with a reason, never a crash, never a file elsewhere.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Guarded } from '../../src/incident/incident.ts';
import { repair } from '../../src/stages/repair/repair.ts';
import { closedSandbox, guardedWith, play, reproducedFrom } from '../stages/repair/fixtures.ts';
import { type MadeTree, treeOf } from '../suite/tree-of.ts';

const lines = Array.from({ length: 5_000 }, (_, at) => `x${at} = ${at}\n`);
let made: MadeTree;
let incident: Guarded;

beforeAll(() => {
  made = treeOf({ 'shop/mail.py': 'a = 1\nb = 2\na = 1\n', 'shop/long.py': lines.join('') });
  const failure = {
    testId: 'tests/test_mail.py::test_a',
    phase: 'call',
    errorType: 'TypeError',
    message: 'no',
    file: 'shop/mail.py',
    line: 2,
    frames: [],
  } as const;
  const run = {
    command: 'pytest',
    outcomes: new Map([[failure.testId, 'failed' as const]]),
    failures: [{ ...failure, frames: [] }],
    finished: { end: 'exited', exitCode: 1, output: '', seconds: 1 } as const,
    void: null,
  };
  const environment = { image: 'i', digest: 'd', workDirectory: '/home/runner/work/shop/shop' };
  incident = guardedWith(reproducedFrom(run, { tree: made.tree.hash, environment }));
});

afterAll(() => made[Symbol.dispose]());

const answer = (edits: object[]) => JSON.stringify({ rationale: 'An idea.', edits });
const block = 'shop/mail.py\n<<<<<<< SEARCH\nb = 2\n=======\nb = 3\n>>>>>>> REPLACE\n';
const edit = (path: string, search: string, replace: string) => ({ path, search, replace });
/** Five thousand edits, each of which alone would do. */
const thousands = lines.map((line, at) => edit('shop/long.py', line, `x${at} = 0 - ${at}\n`));

test.each([
  ['no edits', answer([]), 'unusable-answer', /edits|at least|Too small/i],
  ['JSON that is none', '{"rationale": "x", "edits": [', 'unusable-answer', /\S/],
  ['JSON of another form', '{"changes": 7}', 'unusable-answer', /\S/],
  ['a sentence', 'I would rather not.', 'unusable-answer', /neither/],
  ['a request for a file that is missing, always', 'SHOW: shop/none.py', 'unusable-answer', /asks to see more/],
  ['a request for a folder, always', 'SHOW: shop', 'unusable-answer', /asks to see more/],
  [
    'a request for forty places, always',
    Array.from({ length: 40 }, (_, at) => `SHOW: shop/long.py:x${at}\n`).join(''),
    'unusable-answer',
    /asks to see more/,
  ],
  ['a request for five thousand', lines.map(line => `SHOW: ${line.repeat(20)}`).join(''), 'unusable-answer', /asks/],
  ['a request and edits', `SHOW: a.py\n${block}`, 'unusable-answer', /must be one of them/],
  ['a path outside the repository', answer([edit('../../etc/passwd', 'root', 'toor')]), 'forbidden-file', /outside/],
  ['an absolute path', answer([edit('/etc/passwd', 'root', 'toor')]), 'forbidden-file', /outside/],
  ["git's own folder", answer([edit('.git/hooks/pre-commit', '', 'x\n')]), 'forbidden-file', /git/],
  ['a text that is found twice', answer([edit('shop/mail.py', 'a = 1\n', 'a = 2\n')]), 'does-not-apply', /2 places/],
  ['a text that is never found', answer([edit('shop/mail.py', 'c = 3\n', 'c = 4\n')]), 'does-not-apply', /not occur/],
  [
    'a placeholder',
    answer([edit('shop/mail.py', 'b = 2\n', 'b = 3\n# ... rest of the code unchanged\n')]),
    'does-not-apply',
    /leaves code out/,
  ],
  ['5,000 edits', answer(thousands), 'too-large', /5000 edits/],
  [
    '5,000 edits that match nowhere',
    answer(thousands.map(each => ({ ...each, search: `y${each.search}` }))),
    'too-large',
    /5000 edits/,
  ],
  [
    'fifty edits of a hundred lines that fit nowhere',
    answer(
      Array.from({ length: 50 }, (_, at) =>
        edit(
          'shop/long.py',
          lines
            .slice(at, at + 100)
            .join('')
            .replaceAll('x', 'y'),
          '',
        ),
      ),
    ),
    'does-not-apply',
    /not occur/,
  ],
  [
    'one edit of 5,000 lines',
    answer([edit('shop/long.py', lines.join(''), lines.toReversed().join(''))]),
    'too-large',
    /lines/,
  ],
])('an answer with %s is a failed attempt with a reason', async (_, text, gate, reason) => {
  const started = process.cpuUsage();
  const { ports, questions } = play(made.tree, closedSandbox, [text, text, text, text, text]);
  const outcome = await repair(incident, ports);
  if (outcome.kind !== 'again') throw new Error(outcome.kind);
  const [attempt] = outcome.incident.attempts;
  expect(attempt?.verdict).toMatchObject({ kind: 'refused', gate, reason: expect.stringMatching(reason) });
  expect(JSON.stringify(attempt?.verdict).length).toBeLessThan(20_000);
  for (const { material } of questions) expect(material.length).toBeLessThan(150_000);
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1e6).toBeLessThan(100);
});
