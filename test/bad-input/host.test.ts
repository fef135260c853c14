// The machine around us: disks that fill up, an engine that goes and comes back, directories that are not writable.
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { openSandbox } from '../../src/adapters/docker/sandbox.ts';
import { openMirrors } from '../../src/adapters/git/mirrors.ts';
import { openStore } from '../../src/adapters/prisma/open-store.ts';
import { advance } from '../../src/engine/advance.ts';
import { Transient } from '../../src/ports.ts';
import { type LocalStack, startLocalStack } from '../../src/standins/local-stack.ts';
import { byHand, serveGit } from '../adapters/git/git-server.ts';
import { limits, sampleEntries, sampleRun, sampleStep } from '../contracts/store-entries.ts';
import { world } from '../engine/stand-ins.ts';
import { recipeOf } from '../suite/real-sandbox.ts';
import { treeOf } from '../suite/tree-of.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'nightwatch-host-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('a full disk', () => {
  let disk: string;
  const filler = () => join(disk, 'filler');

  beforeEach(() => {
    disk = join(home, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'nightwatch-test', disk]);
  });
  afterEach(() => {
    execFileSync('umount', ['--lazy', disk]);
  });

  test('under the database delays an incident until there is space', async () => {
    let now = new Date('2026-11-20T08:00:00Z');
    const store = await openStore({ databaseUrl: `file:${disk}/nightwatch.db`, clock: { now: () => now } });
    const run = sampleRun();
    await store.open(run, limits);
    const claim = () => store.claim({ owner: 'w', now, until: new Date(now.getTime() + 30_000) });
    const held = await claim();
    if (!held) throw new Error('There is nothing to claim.');
    fill();
    await expect(store.save(held, sampleEntries(run).repaired, sampleStep({ detail: big }))).rejects.toBeInstanceOf(
      Transient,
    );
    // Half-way through a step: not even the fault can be noted, and the lease is left to run out.
    const { engine } = world({ store, now: () => now, repository: () => ({ jobs: fullJobs }) });
    await advance(held, engine, new AbortController().signal).catch(() => null);
    truncateSync(filler(), 0);
    now = new Date(now.getTime() + 3_600_000);
    for (let next = await claim(); next; )
      next = await advance(next, world({ store, now: () => now }).engine, new AbortController().signal);
    expect((await store.find(held.entry.incident.id))?.entry).toMatchObject({
      state: 'stopped',
      incident: { stop: { code: 'nothing-to-fix' } },
    });
    await store.close();
  });

  test('under the mirrors delays an incident until there is space', async () => {
    const work = join(home, 'origin');
    mkdirSync(work);
    byHand(work, ['init', '--quiet', '-b', 'main']);
    writeFileSync(join(work, 'a.py'), 'a = 1\n');
    byHand(work, ['add', '-A']);
    byHand(work, ['commit', '--quiet', '-m', 'a']);
    byHand(work, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
    await using server = await serveGit({ repository: join(work, '.git') });
    const mirrors = openMirrors({ directory: join(disk, 'mirrors'), processIdentity: 'test' });
    const sha = byHand(work, ['rev-parse', 'HEAD']);
    const ask = () => mirrors.tree({ url: server.url, sha, repositoryKey: 'a/origin', authorization: async () => '' });
    fill();
    await expect(ask()).rejects.toBeInstanceOf(Transient);
    truncateSync(filler(), 0);
    const tree = await ask();
    expect((await tree?.read('a.py'))?.text).toBe('a = 1\n');
    fill();
    await expect(tree?.with([{ path: 'a.py', content: big, executable: false }])).rejects.toBeInstanceOf(Transient);
    truncateSync(filler(), 0);
    expect(await tree?.with([{ path: 'a.py', content: big, executable: false }])).toBeTruthy();
    expect(readdirSync(join(disk, 'mirrors'), { recursive: true, encoding: 'utf8' }).filter(isUnfinished)).toEqual([]);
  });

  function fill(): void {
    spawnSync('dd', ['if=/dev/zero', `of=${filler()}`, 'bs=4k']);
    spawnSync('dd', ['if=/dev/zero', `of=${filler()}`, 'bs=1', 'oflag=append', 'conv=notrunc']);
  }
});

/** What no compression makes small. */
const big = Array.from({ length: 100_000 }, (_, at) => ((at * 7919) % 65_521).toString(36)).join('\n');

async function fullJobs(): Promise<never> {
  throw new Transient('The disk is full: no space for the source.');
}

function isUnfinished(path: string): boolean {
  return /(^|\/)(\.new-|nightwatch-index-)|\.lock$/.test(path);
}

describe('an engine that stops in the middle of a command', () => {
  const owner = `test-host-${randomUUID()}`;
  const engine = new Docker();

  afterAll(async () => {
    for (const { Id } of await engine.listImages({ filters: { label: [`nightwatch.owner=${owner}`] } }))
      await engine.getImage(Id).remove();
  });

  test('delays work until it is back, and leaves nothing behind', async () => {
    const socketPath = join(home, 'docker.sock');
    let door = await openDoor(socketPath);
    const room = { memoryMb: 256, cpus: 2, pids: 64, setupSeconds: 600, outputBytes: 20_000, diskMb: 1_024 };
    const docker = new Docker({ socketPath });
    const sandboxes = openSandbox({ docker, owner, processIdentity: owner, limits: room, mask: async text => text });
    const sandbox = sandboxes.for(sampleRun({ repo: owner }));
    using made = treeOf({ 'a.py': 'a = 1\n' });
    const prepared = await sandbox.prepare(made.tree, recipeOf('pytest'));
    if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
    const command = (text: string) => ({ text, shell: 'bash {0}', directory: '.', env: {}, seconds: 7_200 });
    // As a stage does it: what it is told is the fault of its command, not that of leaving the workspace.
    const stage = async () => {
      await using workspace = await sandbox.open(made.tree, prepared.environment);
      const running = workspace.run(command('echo begun; sleep 3600'));
      running.catch(() => {}); // Awaited below.
      await door.close();
      return await running;
    };
    await expect(stage()).rejects.toBeInstanceOf(Transient);
    await expect(sandbox.open(made.tree, prepared.environment)).rejects.toBeInstanceOf(Transient);
    door = await openDoor(socketPath);
    {
      await using again = await sandbox.open(made.tree, prepared.environment);
      expect((await again.run(command('cat a.py'))).output).toBe('a = 1\n');
    }
    await sandboxes[Symbol.asyncDispose]();
    expect(await sandboxes.reap(async () => true)).toBeGreaterThan(0);
    expect(await engine.listContainers({ all: true, filters: { label: [`nightwatch.owner=${owner}`] } })).toEqual([]);
    await door.close();
  });
});

/** Stands before the engine's socket; closing it cuts every connection. */
async function openDoor(path: string): Promise<{ close(): Promise<void> }> {
  const open = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, inside => {
    const outside = createConnection({ path: '/var/run/docker.sock', allowHalfOpen: true });
    for (const socket of [inside, outside]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        inside.destroy();
        outside.destroy();
      });
    }
    inside.pipe(outside).pipe(inside);
  });
  await new Promise<void>(listening => server.listen(path, listening));
  return {
    async close() {
      const closed = new Promise(resolve => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
      if (existsSync(path)) rmSync(path);
    },
  };
}

describe('Nightwatch does not start, and gives the reason in one sentence,', () => {
  let stack: LocalStack;
  let folder: string;
  const main = join(import.meta.dirname, '../../src/main.ts');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nightwatch-start-'));
    stack = await startLocalStack({
      directory: folder,
      owner: 'acme',
      model: { answers: () => ({ text: '' }) },
      runWorkflow: async () => [],
    });
    writeFileSync(join(folder, 'file'), 'a letter');
  });
  afterAll(async () => {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    [
      'with a file that is not a database',
      () => ({ DATABASE_URL: `file:${folder}/file` }),
      /^The database .* is damaged or not a SQLite database\./,
    ],
    [
      'with a database path below a file',
      () => ({ DATABASE_URL: `file:${folder}/file/x.db` }),
      /^The database .* cannot be opened/,
    ],
    ['with a file as its data folder', () => ({ DATA_DIRECTORY: `${folder}/file` }), /^DATA_DIRECTORY is not writable/],
    ['on a port in use', () => ({ PORT: new URL(stack.github.url).port }), /^Port \d+ is already in use/],
    ['with an invalid key', () => ({ PRIVATE_KEY: 'abc' }), /^Invalid configuration:$/],
  ])('%s', (_, changed, sentence) => {
    const settings = { ...stack.environment, LOG_LEVEL: 'fatal', ...changed() };
    const env = Object.fromEntries([['PATH', process.env['PATH']], ...Object.entries(settings)]);
    const ended = spawnSync(process.execPath, [main], { cwd: folder, env, encoding: 'utf8', timeout: 600_000 });
    expect(ended.status).toBe(1);
    const said = ended.stderr.split('\n').filter(line => line !== '' && !/Warning|--trace-warnings/.test(line));
    expect(said[0]).toMatch(sentence);
    expect(said.slice(1).every(line => /^ {2}PRIVATE_KEY: /.test(line))).toBe(true);
  });
});
