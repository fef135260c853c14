// What running a proof again says, on trees whose tests end as a script has it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Failure } from '../../src/incident/evidence.ts';
import { sha256 } from '../../src/incident/receipt/hashes.ts';
import { listed } from '../../src/incident/receipt/listed.ts';
import type { ReceiptDocument } from '../../src/incident/receipt/receipt.ts';
import type { Environment, Recipe } from '../../src/incident/reproduction.ts';
import type { Prepared, Tree } from '../../src/ports.ts';
import type { TestOutcome } from '../../src/suite/suite-run.ts';
import type { Finding } from '../../src/verify/finding.ts';
import { replay } from '../../src/verify/replay.ts';
import { sampleReceipt } from '../stages/publish/sample-receipt.ts';
import { type Reported, scriptedSandbox } from '../suite/scripted-sandbox.ts';
import { type MadeTree, treeOf } from '../suite/tree-of.ts';

const [target, other] = ['tests/test_mail.py::test_unknown', 'tests/test_mail.py::test_known'];
const guard = 'tests/test_mail_regression.py::test_stranger';
const [guardPath = ''] = guard.split('::');
const guardSource = 'def test_stranger():\n    assert address(9) is None\n';
const changes = [
  { path: 'mail.py', content: 'fixed = True\n', executable: false },
  { path: guardPath, content: guardSource, executable: false },
];
const place = { phase: 'call', errorType: 'TypeError', file: 'mail.py', line: 3 } as const;
const madeWith = { baseImage: 'sha256:base', engine: '28.0.1', hook: 'h' };
const environment: Environment = { image: 'i', digest: 'sha256:0', workDirectory: '/w', madeWith };

let made: MadeTree;
let document: ReceiptDocument;

/** Made at run time, so that no scanner stumbles over this repository. */
const password = ['kX9fQ2mZ', '7rTn4WbL'].join('');
const workflow = `on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    env:
      DATABASE_PASSWORD: ${password}
    services:
      db:
        image: postgres
        env: { POSTGRES_PASSWORD: ${password} }
    steps:
      - run: createdb --password ${password} "${'$'}{{ github.sha }}"
      - run: pytest --password ${password}
`;

beforeAll(async () => {
  made = treeOf({
    'mail.py': 'fixed = False\n',
    'tests/test_mail.py': 'pass\n',
    '.github/workflows/ci.yml': workflow,
  });
  const repaired = await made.tree.with(changes);
  const sample = (await sampleReceipt()).document;
  const { recipe } = sample;
  const run = (what: ReceiptDocument['runs'][number]['what'], ids: readonly string[] | null, outcome = 'passed') => ({
    what,
    command: ids === null ? recipe.test.text : `${recipe.test.text}  # only ${ids.join(' ')}`,
    exitCode: outcome === 'failed' ? 1 : 0,
    times: 1,
    outcomes: { [outcome]: listed(ids === null ? [target, other, guard] : ids[0] === guardPath ? [guard] : ids) },
  });
  document = {
    ...sample,
    environment,
    trees: { before: made.tree.hash, after: repaired.hash },
    change: { ...sample.change, files: changes.map(({ content, ...file }) => ({ ...file, sha256: sha256(content) })) },
    guard: { ...sample.guard, path: guardPath, testId: guard, redRuns: 3, failure: { testId: guard, ...place } },
    targets: { all: listed([target]), failures: [{ testId: target, ...place }] },
    baseline: { runs: 2, passing: listed([other]), failing: listed([target]), flaky: listed([]), skipped: listed([]) },
    runs: [
      run('regression test', [guardPath]),
      run('failing tests', [target]),
      run('whole suite', null),
      {
        ...run('whole suite', null, 'listed'),
        what: 'list of tests',
        command: `${recipe.test.text}  # lists the tests only`,
        exitCode: null,
      },
      run('canary', [guardPath], 'failed'),
    ],
  };
});
afterAll(() => made[Symbol.dispose]());

/** How tests end in this world, by the tree that they are run on. */
interface World {
  readonly failing?: Partial<Record<string, TestOutcome>>;
  readonly repaired?: Partial<Record<string, TestOutcome>>;
  readonly canary?: TestOutcome;
  readonly failure?: Partial<Failure>;
  readonly prepared?: Partial<Environment>;
}

test('a proof that still holds says so of everything', async () => {
  const { found } = await replayed({});
  expect(found.filter(({ state }) => state === 'fails')).toEqual([]);
  expect(found.map(({ what }) => what)).toEqual([
    'base image',
    'image',
    'engine',
    'hook',
    'failing tests, before',
    'whole suite, before',
    'regression test, before',
    'tested tree',
    'repaired tree',
    'regression test, after',
    'failing tests, after',
    'whole suite, after',
    'list of tests, after',
    'canary, must be red',
  ]);
});

test.each<[string, World, string[]]>([
  ['the failing test passes on the failing tree', { failing: { [target]: 'passed' } }, ['failing tests, before']],
  ['it fails with another error', { failure: { errorType: 'KeyError' } }, ['failing tests, before']],
  ['another test fails on the failing tree too', { failing: { [other]: 'failed' } }, ['whole suite, before']],
  ['the regression test passes on the failing tree', { failing: { [guard]: 'passed' } }, ['regression test, before']],
  [
    'the regression test fails on the repaired tree',
    { repaired: { [guard]: 'failed' } },
    ['repaired tree', 'regression test, after'],
  ],
  [
    'another test fails on the repaired tree alone',
    { repaired: { [other]: 'failed' } },
    ['repaired tree', 'whole suite, after'],
  ],
  ['the canary is green', { canary: 'passed' }, ['repaired tree', 'canary, must be red']],
  ['a test is skipped that passed', { repaired: { [other]: 'skipped' } }, ['repaired tree', 'whole suite, after']],
  ['the base image is another', { prepared: { madeWith: { ...madeWith, baseImage: 'sha256:x' } } }, ['base image']],
])('where %s, these statements do not hold', async (_, world, failing) => {
  const { found } = await replayed(world);
  expect(found.filter(({ state }) => state === 'fails').map(({ what }) => what)).toEqual(failing);
});

test('a receipt that shows fewer names of its lists is as good', async () => {
  const shorter = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shorter);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === 'first' ? [] : shorter(each)]));
  };
  const { found } = await replayed({}, shorter(document) as ReceiptDocument);
  expect(found.filter(({ state }) => state === 'fails')).toEqual([]);
});

test('the environment is built by the recorded recipe', async () => {
  expect((await replayed({})).recipes).toEqual([document.recipe]);
});

test('what the receipt masks of its recipe is taken from the workflow file, and its runs are still the same', async () => {
  const { test: script, ...rest } = document.recipe;
  const masked = '<SECRET:1>';
  const recipe: Recipe = {
    ...rest,
    test: { ...script, text: `pytest --password ${masked}`, env: { DATABASE_PASSWORD: masked, OTHER: masked } },
    setup: [{ ...script, text: `createdb --password ${masked} "${'0'.repeat(40)}"`, env: {} }],
    services: [{ name: 'db', image: 'postgres', env: { POSTGRES_PASSWORD: masked }, ports: [], health: null }],
  };
  const runs = document.runs.map(run => ({ ...run, command: run.command.replace(script.text, recipe.test.text) }));
  const { found, recipes } = await replayed({}, { ...document, recipe, runs });
  expect(found.filter(({ state }) => state === 'fails')).toEqual([]);
  expect(found[0]).toMatchObject({ what: 'recipe', state: 'noted' });
  expect(recipes).toMatchObject([
    {
      test: { text: `pytest --password ${password}`, env: { DATABASE_PASSWORD: password, OTHER: masked } },
      setup: [{ text: `createdb --password ${password} "${'0'.repeat(40)}"` }],
      services: [{ env: { POSTGRES_PASSWORD: password } }],
    },
  ]);
});

test('a run of another command is not the recorded one, whatever is masked in it', async () => {
  const runs = document.runs.map(run => ({ ...run, command: run.command.replace(/^\S+/, 'other <SECRET:1>') }));
  const { found } = await replayed({}, { ...document, runs });
  expect(found.filter(({ state }) => state === 'fails').map(({ what }) => what)).toContain('whole suite, after');
});

test('another engine and another hook are told, and count for nothing', async () => {
  const { found } = await replayed({
    prepared: { digest: 'sha256:1', madeWith: { ...madeWith, engine: '29', hook: 'k' } },
  });
  const noted = found.filter(({ state }) => state === 'noted').map(({ what }) => what);
  expect(noted).toEqual(['image', 'engine', 'hook']);
  expect(found.every(({ state }) => state !== 'fails')).toBe(true);
});

async function replayed(world: World, recorded = document): Promise<{ found: Finding[]; recipes: Recipe[] }> {
  const hashes = {
    failing: made.tree.hash,
    guarded: (await made.tree.with(changes.slice(1))).hash,
    repaired: (await made.tree.with(changes)).hash,
  };
  const { sandbox } = scriptedSandbox((_, { tests }, { hash }) => {
    if (hash === hashes.repaired) return reported(idsIn(tests, true), { ...world.repaired });
    if (hash === hashes.failing || hash === hashes.guarded) {
      const ids = idsIn(tests, hash === hashes.guarded);
      return reported(ids, { [target]: 'failed', [guard]: 'failed', ...world.failing }, world.failure);
    }
    return reported([guard], { [guard]: world.canary ?? 'failed' });
  });
  const ready: Prepared = {
    kind: 'ready',
    environment: { ...environment, ...world.prepared },
    firstRun: null,
    notes: [],
    cached: false,
    seconds: 1,
  };
  const recipes: Recipe[] = [];
  const prepare = async (_: Tree, recipe: Recipe) => {
    recipes.push(recipe);
    return ready;
  };
  const machine = { tree: made.tree as Tree, sandbox: { ...sandbox, prepare } };
  const found: Finding[] = [];
  for await (const finding of replay(recorded, machine, changes)) found.push(finding);
  return { found, recipes };
}

function idsIn(tests: readonly string[] | null, hasGuard: boolean): string[] {
  const all = [target, other, ...(hasGuard ? [guard] : [])];
  return tests === null ? all : all.filter(id => tests.some(wanted => id === wanted || id.startsWith(`${wanted}::`)));
}

function reported(ids: readonly string[], ends: Partial<Record<string, TestOutcome>>, failure = {}): Reported {
  const outcomes = new Map(ids.map(id => [id, ends[id] ?? 'passed'] as const));
  const red = ids.filter(id => outcomes.get(id) === 'failed');
  const failures = red.map(testId => ({ testId, message: 'm', frames: [], ...place, ...failure }));
  return { outcomes, failures };
}
