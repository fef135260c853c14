// What becomes of calls beside the failing tests' own: on the real engine, and where nothing is run.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Failure } from '../../../../src/incident/evidence.ts';
import type { Guarded } from '../../../../src/incident/incident.ts';
import type { Sandbox, Tree } from '../../../../src/ports.ts';
import { maybeComparison } from '../../../../src/stages/repair/prove/neighbours.ts';
import { scriptedSandbox } from '../../../suite/scripted-sandbox.ts';
import { type MadeTree, treeOf } from '../../../suite/tree-of.ts';
import {
  closedSandbox,
  files,
  goodGuard,
  guardedWith,
  openTestSandbox,
  removeImages,
  reproducedOn,
} from '../fixtures.ts';

const path = 'shop/mail.py';
const wrong = '    return user["email"]\n';
const texts = {
  failing: wrong,
  green: '    return user and user["email"]\n',
  repair: '    return user["email"] if user else None\n',
  'special case': '    return None if user_id == len("ab") else user["email"]\n',
};
type Name = keyof typeof texts;

const made = new Map<string, MadeTree>();
let sandbox: Sandbox;
let incident: Guarded;

beforeAll(async () => {
  for (const [name, text] of Object.entries(texts)) {
    made.set(name, treeOf({ ...files, [path]: files[path].replace(wrong, text) }));
  }
  sandbox = openTestSandbox();
  incident = withGuard(guardedWith(await reproducedOn(sandbox, tree('failing'))), goodGuard.replace('99', '2'));
});

afterAll(async () => {
  for (const one of made.values()) one[Symbol.dispose]();
  await removeImages();
});

function tree(name: Name): Tree {
  const found = made.get(name);
  if (!found) throw new Error(`There is no tree ${name}.`);
  return found.tree;
}

function withGuard(guarded: Guarded, source: string): Guarded {
  return { ...guarded, guard: { ...guarded.guard, source } };
}

function contextOf(green: Name | null, more: Partial<{ incident: Guarded; sandbox: Sandbox }> = {}) {
  return { incident, sandbox, tree: tree('failing'), green: async () => green && tree(green), ...more };
}

test('a repair gives what the last green commit gave, and the proof counts it', async () => {
  const { refused, neighbours } = await maybeComparison(tree('repair'), contextOf('green'));
  expect(refused).toBeNull();
  expect(neighbours?.compared).toBeGreaterThan(5);
  // The one user that is known.
  expect(neighbours).toMatchObject({ before: 1, after: neighbours?.compared, greenTree: tree('green').hash });
});

test('a special case that no static rule sees is refused, with both values', async () => {
  const { refused } = await maybeComparison(tree('special case'), contextOf('green'));
  expect(refused).toMatchObject({ gate: 'neighbours-differ' });
  expect(refused?.reason).toContain('address(3) gives None on the last green commit, and still ends with TypeError');
});

test('where the last green commit gives what the failing one does, it is no measure', async () => {
  const { refused, neighbours } = await maybeComparison(tree('special case'), contextOf('failing'));
  expect({ refused, neighbours }).toEqual({ refused: null, neighbours: null });
});

test('nothing is run for a regression test with values of its own, nor without a last green commit', async () => {
  const own = contextOf('green', { incident: withGuard(incident, goodGuard), sandbox: closedSandbox });
  expect(await maybeComparison(tree('special case'), own)).toMatchObject({ refused: null, hasOwnValues: true });
  const unknown = contextOf(null, { sandbox: closedSandbox });
  expect(await maybeComparison(tree('special case'), unknown)).toMatchObject({ refused: null, hasOwnValues: false });
});

test('a difference that a second round does not show is no refusal', async () => {
  const isGreen = (name: Name, run: number) => name === 'green' || run > 3;
  const names: readonly Name[] = ['green', 'failing', 'special case'];
  const { sandbox: unsteady, runs } = scriptedSandbox(run => {
    const name = names[(run - 1) % 3] ?? 'green';
    // The first call is the failing test's own.
    const isRight = (at: number) => isGreen(name, run) || (at === 0 && name === 'special case');
    const failures = Array.from({ length: 16 }, (_, at) =>
      observation(at, isRight(at) ? 'gives None' : 'raises TypeError'),
    );
    return { outcomes: new Map(failures.map(({ testId }) => [testId, 'failed'])), failures };
  });
  const { refused } = await maybeComparison(tree('special case'), contextOf('green', { sandbox: unsteady }));
  expect({ refused, runs: runs.length }).toEqual({ refused: null, runs: 5 });
});

function observation(at: number, message: string): Failure {
  const testId = `${incident.guard.path}::Observed::test_${String(at).padStart(2, '0')}`;
  return { testId, phase: 'call', errorType: 'Observation', message, file: null, line: null, frames: [] };
}
