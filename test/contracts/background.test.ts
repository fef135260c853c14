// Processes that a step of setup leaves running, on a real Docker engine.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Environment, Recipe } from '../../src/incident/reproduction.ts';
import type { Tree } from '../../src/ports.ts';
import { realSandbox, recipeOf } from '../suite/real-sandbox.ts';
import { type MadeTree, treeOf } from '../suite/tree-of.ts';

const { sandbox, removeImages } = realSandbox();
const server = `
import os, socket
server = socket.create_server(('127.0.0.1', 7777))
asked = 0
while True:
    client, _ = server.accept()
    asked += 1
    client.sendall(f"{os.getuid()} {open('shop.py').read().strip()} {asked} {os.environ['GREETING']}".encode())
    client.close()
`;
const ask = `python -c "import socket; print(socket.create_connection(('127.0.0.1', 7777)).recv(1000).decode())"`;
const started =
  'python server.py &\nfor i in $(seq 100); do (: < /dev/tcp/127.0.0.1/7777) 2> /dev/null && break; sleep 0.1; done';

let made: MadeTree;
let tree: Tree;
let environment: Environment;
let notes: readonly string[];

beforeAll(async () => {
  made = treeOf({ 'server.py': server, 'shop.py': 'x = 1\n' });
  tree = made.tree;
  const script = (text: string) => ({ text, shell: 'bash -e {0}', directory: '.', env: { GREETING: 'hello' } });
  const recipe: Recipe = {
    ...recipeOf('true'),
    setup: [script('echo before'), script(started), script(ask), script('sleep 0.1 & wait')],
  };
  const answer = await sandbox.prepare(tree, recipe);
  if (answer.kind !== 'ready') throw new Error(answer.finished.output);
  ({ environment, notes } = answer);
  const again = await sandbox.prepare(tree, recipe);
  expect(again).toMatchObject({ cached: true, notes });
});

afterAll(async () => {
  await removeImages();
  made[Symbol.dispose]();
});

test('are said, and only those that outlive setup', () => {
  expect(notes).toEqual([
    '`python server.py &` leaves a process running; it is run again before every command, without network and without root.',
  ]);
});

test('run beside every command, fresh each time, as the runner and from the workspace’s own tree', async () => {
  const changed = await tree.with([{ path: 'shop.py', content: 'x = 2\n', executable: false }]);
  await using workspace = await sandbox.open(changed, environment);
  const run = () => workspace.run({ text: `${ask}; ${ask}`, shell: 'bash {0}', directory: '.', env: {}, seconds: 600 });
  for (let times = 0; times < 2; times += 1) {
    // The first connection of each round is the step's own.
    expect(await run()).toMatchObject({ end: 'exited', output: '1001 x = 2 2 hello\n1001 x = 2 3 hello\n' });
  }
});

test('that a repair breaks leave the command to fail by itself', async () => {
  const broken = await tree.with([{ path: 'server.py', content: 'raise SystemExit(3)\n', executable: false }]);
  await using workspace = await sandbox.open(broken, environment);
  const ran = await workspace.run({ text: ask, shell: 'bash -e {0}', directory: '.', env: {}, seconds: 600 });
  expect(ran).toMatchObject({ end: 'exited', exitCode: 1 });
  expect(ran.output).toContain('ConnectionRefusedError');
});
