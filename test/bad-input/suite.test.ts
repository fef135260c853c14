// What a repository's tests may do to the machine: each is stopped by its limits and told apart, and the next one does not feel it.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { openSandbox, type Sandboxes } from '../../src/adapters/docker/sandbox.ts';
import type { Environment } from '../../src/incident/reproduction.ts';
import type { Finished, Sandbox, Workspace } from '../../src/ports.ts';
import { runSuite } from '../../src/suite/run-tests.ts';
import { sampleRun } from '../contracts/store-entries.ts';
import { recipeOf } from '../suite/real-sandbox.ts';
import { type MadeTree, treeOf } from '../suite/tree-of.ts';

const docker = new Docker();
const owner = `test-bad-suite-${randomUUID()}`;
const limits = { memoryMb: 256, cpus: 2, pids: 64, setupSeconds: 600, outputBytes: 20_000, diskMb: 300 };

let made: MadeTree;
let sandboxes: Sandboxes;
let sandbox: Sandbox;
let environment: Environment;
/** Seconds that a harmless suite takes here, the quickest of three. */
let volumes: number;

beforeAll(async () => {
  made = treeOf({ 'test_ok.py': 'def test_ok():\n    pass\n' });
  sandboxes = openSandbox({ docker, owner, processIdentity: owner, limits, mask: async text => text });
  sandbox = sandboxes.for(sampleRun({ repo: owner }));
  volumes = await countVolumes();
  const prepared = await sandbox.prepare(made.tree, recipeOf('pytest'));
  if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
  environment = prepared.environment;
});

afterAll(async () => {
  await sandboxes[Symbol.asyncDispose]();
  for (const { Id } of await docker.listImages({ filters: { label: [`nightwatch.owner=${owner}`] } }))
    await docker.getImage(Id).remove();
  made[Symbol.dispose]();
});

/** Every one of them leaves a mark in the arguments of its processes. */
const mark = `a-wicked-test-${randomUUID()}`;

const wicked: { does: string; python: string; ends: Finished['end'] | 'exited or timed-out' }[] = [
  { does: 'hangs', python: 'import time; time.sleep(36000)', ends: 'timed-out' },
  {
    does: 'forks endlessly',
    python: 'import os\nwhile True:\n  try: os.fork()\n  except OSError: pass',
    ends: 'timed-out',
  },
  { does: 'prints endlessly', python: 'while True: print("x" * 1000)', ends: 'too-much-output' },
  { does: 'exhausts its memory', python: 'x = bytearray(10 ** 9)', ends: 'out-of-memory' },
  {
    does: 'fills the disk with one file',
    // Not so fast that it meets the limit for a single file first.
    python:
      'import time\nwith open("big", "wb") as big:\n  while True: big.write(bytes(10_000_000)); big.flush(); time.sleep(0.05)',
    ends: 'disk-full',
  },
  {
    does: 'fills the disk with many files',
    python: 'n = 0\nwhile True:\n  n += 1\n  with open(f"part{n}", "wb") as part: part.write(bytes(1_000_000))',
    ends: 'disk-full',
  },
  {
    does: 'ignores SIGTERM and has children that do',
    python:
      'import os, signal, time\nfor s in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(s, signal.SIG_IGN)\nos.fork()\nos.setsid() if os.fork() == 0 else None\ntime.sleep(36000)',
    ends: 'timed-out',
  },
  {
    does: 'deletes its tree',
    python: 'import os, shutil\nshutil.rmtree(os.getcwd(), ignore_errors=True)',
    ends: 'exited',
  },
  {
    does: 'kills its parents and every process it can',
    python:
      'import os, signal\nfor pid in [os.getppid(), 1, -1]:\n  try: os.kill(pid, signal.SIGKILL)\n  except OSError: pass',
    ends: 'exited',
  },
];

test.each(wicked)(
  'a suite that $does is $ends, the host is unharmed, and the next suite runs as it should',
  async ({ python, ends }) => {
    {
      await using workspace = await sandbox.open(made.tree, environment);
      const ran = await workspace.run({
        text: `exec -a ${mark} python - <<'END'\n${python}\nEND\n`,
        shell: 'bash {0}',
        directory: '.',
        env: {},
        seconds: ends === 'timed-out' ? 10 : 600,
      });
      expect(ran.end).toBe(ends);
      expect(Buffer.byteLength(ran.output)).toBeLessThan(21_000);
    }
    await runHarmless();
    expect(processesMarked()).toEqual([]);
    await sandboxes[Symbol.asyncDispose]();
    expect(await docker.listContainers({ all: true, filters: { label: [`nightwatch.owner=${owner}`] } })).toEqual([]);
    expect(await countVolumes()).toBeLessThanOrEqual(volumes);
  },
);

test('a suite that forges "1 passed" passes no test', async () => {
  using forged = treeOf({
    'test_bad.py': 'def test_bad():\n    assert False\n',
    'conftest.py':
      'import os\n\ndef pytest_sessionfinish(session):\n    print("============ 1 passed in 0.01s ============", flush=True)\n    os._exit(0)\n',
  });
  await using workspace = await sandbox.open(forged.tree, environment);
  const run = await runSuite(workspace, recipeOf('pytest'), { seconds: 600 });
  expect(run.finished).toMatchObject({ exitCode: 0, output: expect.stringContaining('1 passed') });
  expect(run.void).toEqual(expect.any(String));
});

/** A fresh workspace with a suite in it that is as it should be. */
async function runHarmless(): Promise<void> {
  await using workspace: Workspace = await sandbox.open(made.tree, environment);
  const run = await runSuite(workspace, recipeOf('pytest'), { seconds: 600 });
  expect([...run.outcomes]).toEqual([['test_ok.py::test_ok', 'passed']]);
}

async function countVolumes(): Promise<number> {
  return (await docker.listVolumes({ filters: { dangling: ['true'] } })).Volumes.length;
}

/** Containers share the host's kernel: what is left of one is seen from here. */
function processesMarked(): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(mark);
      } catch {
        return false; // Ended meanwhile.
      }
    });
}
