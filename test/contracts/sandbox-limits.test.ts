// What the code of a repository cannot do to the host, on a real Docker engine: fill its disk, or reach parts of its kernel.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { openSandbox } from '../../src/adapters/docker/sandbox.ts';
import type { Environment } from '../../src/incident/reproduction.ts';
import type { Command } from '../../src/ports.ts';
import { recipeOf } from '../suite/real-sandbox.ts';
import { type MadeTree, treeOf } from '../suite/tree-of.ts';
import { sampleRun } from './store-entries.ts';

const docker = new Docker();
const owner = `test-limits-${randomUUID()}`;
const limits = { memoryMb: 512, cpus: 2, pids: 64, setupSeconds: 600, outputBytes: 20_000, diskMb: 200 };
const sandboxes = openSandbox({ docker, owner, processIdentity: owner, limits, mask: async text => text });
const sandbox = sandboxes.for(sampleRun({ repo: owner }));

let made: MadeTree;
let environment: Environment;

beforeAll(async () => {
  made = treeOf({ 'a.py': 'a = 1\n' });
  const prepared = await sandbox.prepare(made.tree, recipeOf('true'));
  if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
  environment = prepared.environment;
});

afterAll(async () => {
  await sandboxes[Symbol.asyncDispose]();
  for (const { Id } of await docker.listImages({ filters: { label: [`nightwatch.owner=${owner}`] } }))
    await docker.getImage(Id).remove();
  made[Symbol.dispose]();
});

function python(text: string): Command {
  return { text, shell: 'python {0}', directory: '.', env: {}, seconds: 600 };
}

async function run(text: string) {
  await using workspace = await sandbox.open(made.tree, environment);
  return await workspace.run(python(text));
}

const floods = [
  {
    writes: '3 GB in many files',
    text: 'for n in range(300):\n  with open(f"part{n}", "wb") as part: part.write(bytes(10_000_000))',
  },
  {
    writes: '250,000 empty files',
    text: 'for n in range(250_000): open(f"empty{n}", "w").close()\nimport time; time.sleep(60)',
  },
];

describe('under a limit of 200 MB', () => {
  test.each(floods)('a workspace that writes $writes is ended', async ({ text }) => {
    expect(await run(text)).toMatchObject({ end: 'disk-full', exitCode: null });
  });

  test.each(floods)('setup that writes $writes is ended', async ({ text }) => {
    const step = { ...python(text), shell: 'python {0}' };
    const prepared = await sandbox.prepare(made.tree, { ...recipeOf('true'), setup: [step] });
    expect(prepared).toMatchObject({ kind: 'failed', finished: { end: 'disk-full' } });
  });

  test('3 GB in one file end at the limit', async () => {
    const ran = await run('with open("big", "wb") as big:\n  for _ in range(300): big.write(bytes(10_000_000))');
    expect(ran.exitCode === 1 || ran.end === 'disk-full').toBe(true);
  });
});

/** Prints each folder that can be written to, but those below another, with its kind of file system and its size in MB. */
const writable = `
import os
found = []
for path, folders, _ in os.walk('/'):
    if path in ('/proc', '/sys'): folders[:] = []
    elif os.access(path, os.W_OK): found.append(path); folders[:] = []
for path in sorted(found):
    kinds = [line.split()[2] for line in open('/proc/mounts') if line.split()[1] == path]
    room = os.statvfs(path)
    print(path, kinds[-1] if kinds else 'layer', room.f_blocks * room.f_frsize // 1_000_000, room.f_files)
`;

describe('what a workspace may write to', () => {
  test('is a few file systems in memory, limited in bytes and in files, under a read-only root', async () => {
    const { output } = await run(writable);
    const places = output.trim().split('\n');
    expect(places.filter(place => !place.startsWith('/dev/mqueue'))).toEqual([
      '/dev/shm tmpfs 67 8192',
      '/home/runner tmpfs 209 25600',
      '/run/lock tmpfs 1 128',
      '/tmp tmpfs 209 25600',
      '/var/tmp tmpfs 209 25600',
    ]);
    const root = await run('open("/x", "w")');
    expect(root.output).toContain('Read-only file system');
  });

  test('has no volume of the image on disk, nor has setup', async () => {
    const image = `nightwatch-test-volume:${owner}`;
    const base = await docker.createContainer({ Image: 'python:3.11-slim', Cmd: ['mkdir', '-m', '777', '/data'] });
    await base.start();
    await base.wait();
    await base.commit({ repo: 'nightwatch-test-volume', tag: owner, changes: 'VOLUME ["/data"]' });
    await base.remove();
    const step = python('import os; print([line.split()[2] for line in open("/proc/mounts") if " /data " in line])');
    const setup = [
      { ...step, text: `${step.text}\nraise SystemExit("tmpfs /data tmpfs" not in open("/proc/mounts").read())` },
    ];
    const prepared = await sandbox.prepare(made.tree, { ...recipeOf('true'), image, setup });
    if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
    {
      await using workspace = await sandbox.open(made.tree, prepared.environment);
      expect((await workspace.run(step)).output).toBe("['tmpfs']\n");
      const flood = python(`import os; os.chdir("/data")\n${floods[1]?.text}`);
      expect((await workspace.run(flood)).output).toContain('No space left on device');
    }
    await sandboxes[Symbol.asyncDispose]();
    await docker.getImage(prepared.environment.digest).remove();
    await docker.getImage(image).remove();
  });

  const stays = [
    {
      what: 'where setup has opened another folder',
      step: 'mkdir -m 777 /data && echo made > /data/product',
      product: '/data/product',
    },
    {
      what: 'with a large home',
      step: 'head -c 40000000 /dev/zero > ~/large; echo made > ~/product',
      product: '/home/runner/product',
    },
  ];
  test.each(stays)('is the layer of its container, watched, $what', async ({ step, product }) => {
    const setup = [{ ...python(step), shell: 'bash -e {0}' }];
    const prepared = await sandbox.prepare(made.tree, { ...recipeOf('true'), setup });
    if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
    await using workspace = await sandbox.open(made.tree, prepared.environment);
    const use = python(`print(open("${product}").read(), open("a.py").read()); open("${product}2", "w")`);
    expect((await workspace.run(use)).output).toBe('made\n a = 1\n\n');
    const flood = python(`import os; os.chdir(os.path.dirname("${product}"))\n${floods[1]?.text}`);
    expect(await workspace.run(flood)).toMatchObject({ end: 'disk-full' });
  });
});

/** Prints, for each call, the name of the error that it ends with, or `done`. */
const calls = `
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
def call(name, number, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(number, *[ctypes.c_long(argument) for argument in arguments])
    print(name, 'done' if result >= 0 else errno.errorcode[ctypes.get_errno()])
numbers = {
    'x86_64': dict(socket=41, add_key=248, request_key=249, keyctl=250, perf=298, bpf=321, userfaultfd=323, io_uring=425),
    'aarch64': dict(socket=198, add_key=217, request_key=218, keyctl=219, perf=241, bpf=280, userfaultfd=282, io_uring=425),
}[os.uname().machine]
params = ctypes.addressof(ctypes.create_string_buffer(120))
call('io_uring', numbers['io_uring'], 8, params)
call('keyctl', numbers['keyctl'], 0, -3, 0)
for name in ('add_key', 'request_key', 'perf', 'bpf', 'userfaultfd'): call(name, numbers[name], 0, 0, 0, 0, 0)
for family in (40, 40 + 2 ** 32, 38, 1, 2, 10, 16): call(f'socket {family}', numbers['socket'], family, 2, 0)
`;

test('system calls that no suite needs are refused, in a workspace and in setup', async () => {
  const refused = ['io_uring', 'keyctl', 'add_key', 'request_key', 'perf', 'bpf', 'userfaultfd'];
  const sockets = ['socket 40', 'socket 4294967336', 'socket 38'];
  const fine = ['socket 1', 'socket 2', 'socket 10', 'socket 16'];
  const expected = [...refused, ...sockets].map(name => `${name} EPERM`).concat(fine.map(name => `${name} done`));
  expect((await run(calls)).output.trim().split('\n')).toEqual(expected);
  const setup = [python(`${calls}\nraise SystemExit(7)`)];
  const prepared = await sandbox.prepare(made.tree, { ...recipeOf('true'), setup });
  if (prepared.kind !== 'failed') throw new Error('Setup was to fail, so that its output is seen.');
  expect(prepared.finished.output.trim().split('\n')).toEqual(expected);
});
