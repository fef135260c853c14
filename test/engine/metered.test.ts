// The ledger of one incident: model requests and sandbox time add up, and a request over budget is not made.
import { expect, test } from '@jest/globals';
import { type Meter, metered, OverBudget } from '../../src/engine/metered.ts';
import { emptyLedger } from '../../src/incident/ledger.ts';
import type { Finished, Model, Ports, Prepared, Tree, Workspace } from '../../src/ports.ts';
import { reproduction } from '../contracts/store-entries.ts';
import { untouched } from './stand-ins.ts';

const { environment, recipe } = reproduction;
const finished: Finished = { end: 'exited', exitCode: 1, output: '1 failed', seconds: 4 };
const command = { text: 'pytest', shell: 'bash -e {0}', directory: '.', env: {}, seconds: 60 };
const question = { name: 'q', instructions: '', material: '', effort: 'low' } as const;

test('questions, preparations and every command add up, on top of what was spent before', async () => {
  const meter: Meter = { ledger: { ...emptyLedger, questions: 2, dollars: 1, sandboxSeconds: 10 }, budget: 2 };
  const { model, sandbox } = await meteredWorld(meter, {
    kind: 'ready',
    environment,
    firstRun: null,
    notes: [],
    cached: false,
    seconds: 20,
  });
  await model.ask({ ...question, form: { kind: 'text', parse: text => text } });
  await sandbox.prepare(tree, recipe);
  const workspace = await sandbox.open(tree, environment);
  expect(await workspace.run(command)).toBe(finished);
  await workspace.run(command);
  expect(await workspace.read('/tmp/x')).toBe('read /tmp/x');
  expect(meter.ledger).toEqual({
    questions: 3,
    inputTokens: 10,
    outputTokens: 5,
    modelSeconds: 2,
    sandboxSeconds: 38,
    dollars: 1.25,
    exchanges: [exchange],
  });
});

test('a request is refused, unsent, once the budget is spent, and one that begins below it may go over', async () => {
  const meter: Meter = { ledger: { ...emptyLedger, dollars: 0.99 }, budget: 1 };
  const { model } = await meteredWorld(meter, {
    kind: 'ready',
    environment,
    firstRun: null,
    notes: [],
    cached: true,
    seconds: 0,
  });
  const ask = () => model.ask({ ...question, form: { kind: 'text', parse: text => text } });
  await ask();
  await expect(ask()).rejects.toBeInstanceOf(OverBudget);
  await expect(ask()).rejects.toThrow('Spent $1.24 of $1.00');
  expect(meter.ledger.questions).toBe(1);
});

test('a set-up that failed has cost its time, too', async () => {
  const meter: Meter = { ledger: emptyLedger, budget: 2 };
  const { sandbox } = await meteredWorld(meter, { kind: 'failed', command: 'pip install x', finished, notes: [] });
  await sandbox.prepare(tree, recipe);
  expect(meter.ledger.sandboxSeconds).toBe(4);
});

test('a workspace is disposed of through the meter', async () => {
  const disposed: string[] = [];
  const { sandbox } = await meteredWorld(
    { ledger: emptyLedger, budget: 2 },
    { kind: 'ready', environment, firstRun: null, notes: [], cached: true, seconds: 0 },
    disposed,
  );
  {
    await using _ = await sandbox.open(tree, environment);
  }
  expect(disposed).toEqual(['workspace']);
});

const tree: Tree = {
  hash: 'c'.repeat(40),
  commit: null,
  entries: async () => [],
  read: async () => null,
  with: async () => tree,
  diff: async () => '',
  archive: () => {
    throw new Error('Nothing is archived here.');
  },
  gitDirectory: () => null,
};

const exchange = { question: 'guard', model: 'gemini', promptSha256: 'a'.repeat(64), answerSha256: 'b'.repeat(64) };

async function meteredWorld(meter: Meter, prepared: Prepared, disposed: string[] = []): Promise<Ports> {
  const usage = { inputTokens: 10, outputTokens: 5, seconds: 2, dollars: 0.25, exchange };
  const model: Model = { ask: async () => ({ kind: 'unusable', reason: '', text: '', usage }) };
  const workspace: Workspace = {
    run: async () => finished,
    write: async () => {},
    read: async path => `read ${path}`,
    mask: async text => text,
    [Symbol.asyncDispose]: async () => void disposed.push('workspace'),
  };
  const sandbox = { prepare: async () => prepared, open: async () => workspace };
  return metered({ repository: untouched, clock: { now: () => new Date() }, model, sandbox }, meter);
}
