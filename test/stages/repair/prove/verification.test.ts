// Which runs prove a repair, and in which workspaces, without an engine.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { verify } from '../../../../src/stages/repair/prove/verification.ts';
import type { Spectrum } from '../../../../src/suite/spectrum.ts';
import type { TestOutcome } from '../../../../src/suite/suite-run.ts';
import { type Reported, scriptedSandbox } from '../../../suite/scripted-sandbox.ts';
import { type MadeTree, treeOf } from '../../../suite/tree-of.ts';
import { suiteRun } from '../../reproduce/runs.ts';
import { files, goodGuard, guardedWith, reproducedFrom } from '../fixtures.ts';

const inCi = 'tests/test_mail.py::test_unknown_address';
const environment = { image: 'i', digest: 'sha256:0', workDirectory: '/w' };
const incident = guardedWith(
  reproducedFrom(suiteRun({ [inCi]: 'failed', 'tests/test_mail.py::test_greeting': 'passed' }), {
    tree: 't',
    environment,
  }),
);
const { path, testId } = incident.guard;
const spectrum: Spectrum = {
  failed: 0,
  passed: 1,
  files: new Map([['shop/mail.py', new Map([[12, { failed: 0, passed: 1 }]])]]),
  loaded: new Map([['shop/mail.py', new Set([1])]]),
};

let made: MadeTree;
beforeAll(() => {
  made = treeOf({ ...files, [path]: goodGuard });
});
afterAll(() => made[Symbol.dispose]());

type Kind = 'guard' | 'guard with coverage' | 'canary' | 'targets' | 'targets with coverage' | 'suite';

/** A verification in which every run is green but the canary, and those with these numbers, counted from 1. */
async function verified({
  red = [],
  isTraced = true,
  canary = ['failed'],
  listed,
}: {
  red?: readonly number[];
  isTraced?: boolean;
  canary?: readonly TestOutcome[];
  listed?: (ran: readonly string[]) => readonly string[] | null;
} = {}) {
  const kinds: Kind[] = [];
  const report = (run: number, kind: Kind): Reported => {
    if (kind === 'canary') return { outcomes: new Map(canary.map(outcome => [testId, outcome])), failures: [] };
    const ids =
      kind === 'suite'
        ? [inCi, 'tests/test_mail.py::test_greeting', testId]
        : kind.startsWith('targets')
          ? [inCi]
          : [testId];
    const outcomes = new Map(ids.map(id => [id, red.includes(run) ? ('failed' as const) : ('passed' as const)]));
    return { outcomes, failures: [], ...(isTraced ? { spectrum } : {}) };
  };
  const { sandbox, opened } = scriptedSandbox((run, { tests, coverage }, { hash }) => {
    const kind = hash !== made.tree.hash ? 'canary' : kindOf(tests, coverage !== null);
    kinds.push(kind);
    return report(run, kind);
  }, listed);
  const verification = await verify(made.tree, incident, { sandbox, failing: made.tree, changed: [] });
  return { verification, kinds, trees: opened, workspaces: opened.length };
}

function kindOf(tests: readonly string[] | null, isCovered: boolean): Kind {
  if (tests === null) return 'suite';
  if (tests.includes(inCi)) return isCovered ? 'targets with coverage' : 'targets';
  return isCovered ? 'guard with coverage' : 'guard';
}

const all: readonly Kind[] = [
  'guard',
  'targets',
  'suite',
  'guard',
  'guard',
  'targets',
  'canary',
  'guard with coverage',
  'targets with coverage',
];

test('the last runs of the guard and of the failing tests are those with coverage, in the workspace of the others', async () => {
  const { verification, kinds, workspaces } = await verified();
  expect({ kinds, workspaces }).toEqual({ kinds: all, workspaces: 3 });
  expect(verification).toMatchObject({ refused: null, spectrum, targetSpectrum: spectrum });
  expect([verification.guard.length, verification.targets.length]).toEqual([5, 3]);
});

test('a suite that a second process lists in another way is void, and nothing runs after it', async () => {
  const { verification, kinds } = await verified({ listed: ran => [...ran, 'tests/test_mail.py::test_hidden'] });
  expect(verification.refused).toMatchObject({ gate: 'void-run' });
  expect(verification.refused?.reason).toContain('lists tests/test_mail.py::test_hidden more often');
  expect(kinds).toEqual(all.slice(0, 3));
});

test('what a second process cannot list is no disagreement', async () => {
  const { verification, kinds } = await verified({ listed: () => null });
  expect(kinds).toEqual(all);
  expect(verification).toMatchObject({ refused: null, listed: { ids: null } });
});

test('a trace that cannot be read leaves the coverage unknown, and the run counts', async () => {
  const { verification, kinds } = await verified({ isTraced: false });
  expect(kinds).toEqual(all);
  expect(verification).toMatchObject({ refused: null, spectrum: null });
  expect(verification.guard).toHaveLength(5);
});

test('a run that is red with coverage counts for nothing, and one without takes its place in a fresh workspace', async () => {
  const { verification, kinds, workspaces } = await verified({ red: [all.length - 1] });
  expect({ kinds, workspaces }).toEqual({ kinds: [...all.slice(0, -1), 'guard', 'targets'], workspaces: 4 });
  expect(verification).toMatchObject({ refused: null, spectrum: null, targetSpectrum: null });
  expect([verification.guard.length, verification.targets.length]).toEqual([5, 3]);
});

test('failing tests that are red with coverage alone leave theirs unknown', async () => {
  const { verification, kinds } = await verified({ red: [all.length] });
  expect(kinds).toEqual([...all, 'targets']);
  expect(verification).toMatchObject({ refused: null, spectrum, targetSpectrum: null });
  expect([verification.guard.length, verification.targets.length]).toEqual([5, 3]);
});

test.each([
  ['a guard that is', [all.length - 1, all.length], 'guard-red'],
  ['failing tests that are', [all.length, all.length + 1], 'target-red'],
])('%s red with coverage and without is refused', async (_, red, gate) => {
  const { verification } = await verified({ red });
  expect(verification.refused).toMatchObject({ gate });
});

test('what is refused earlier is never traced', async () => {
  const { verification, kinds } = await verified({ red: [5] });
  expect(verification).toMatchObject({ refused: { gate: 'guard-red' }, spectrum: null });
  expect(kinds).toEqual(all.slice(0, 5));
});

test.each([
  ['is green', ['passed']],
  ['is skipped', ['skipped']],
  ['does not run', []],
] as const)('a guard whose canary %s is refused', async (_, canary) => {
  const { verification, kinds } = await verified({ canary });
  expect(kinds.at(-1)).toBe('canary');
  expect(verification.refused).toMatchObject({ gate: 'canary-green' });
});

test('the canary stands where the guard does, with another expectation', async () => {
  const { trees } = await verified();
  const canary = trees.at(-1);
  expect((await canary?.entries())?.map(entry => entry.path)).toEqual(
    (await made.tree.entries()).map(entry => entry.path),
  );
  const source = (await canary?.read(path))?.text;
  expect(source).not.toBe(goodGuard);
  expect(source?.split('\n').length).toBe(goodGuard.split('\n').length);
});
