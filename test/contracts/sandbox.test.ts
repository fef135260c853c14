// The contract of `Sandbox` and `Workspace`, on a real Docker engine.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { openSandbox, type Sandboxes, type SandboxOptions } from '../../src/adapters/docker/sandbox.ts';
import { openTree } from '../../src/adapters/git/tree.ts';
import type { Environment, Recipe } from '../../src/incident/reproduction.ts';
import { type Command, type Sandbox, Transient, type Tree, type Workspace } from '../../src/ports.ts';
import { byHand } from '../adapters/git/git-server.ts';
import { sampleRun } from './store-entries.ts';

const docker = new Docker();
const owner = `test-${randomUUID()}`;
const work = '/home/runner/work/shop/shop';
const options: SandboxOptions = {
  docker,
  owner,
  processIdentity: 'first',
  limits: { memoryMb: 256, cpus: 2, pids: 64, setupSeconds: 600, outputBytes: 20_000, diskMb: 2_048 },
  mask: async text => text.replaceAll('hunter2', '***'),
};

let repository: string;
let sandboxes: Sandboxes;
let sandbox: Sandbox;
let tree: Tree;
let environment: Environment;

beforeAll(async () => {
  repository = mkdtempSync(join(tmpdir(), 'nightwatch-sandbox-'));
  byHand(repository, ['init', '--quiet', '--bare', '.']);
  tree = await treeOf({
    'shop/__init__.py': '',
    'shop/price.py': 'PRICE = 1\n',
    'only/here.py': 'x = 1\n',
    // Makes every run of this suite prepare an environment of its own.
    'requirements.txt': `# ${owner}\n`,
  });
  sandboxes = openSandbox(options);
  sandbox = sandboxes.for(sampleRun({ repo: 'shop' }));
  const prepared = await sandbox.prepare(tree, recipe([setup]));
  if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
  expect(prepared.cached).toBe(false);
  environment = prepared.environment;
});

afterAll(async () => {
  await sandboxes[Symbol.asyncDispose]();
  for (const { Id } of await docker.listImages({ filters: { label: [`nightwatch.owner=${owner}`] } })) {
    await docker.getImage(Id).remove();
  }
  rmSync(repository, { recursive: true, force: true });
});

const setup = `
id -u
test "$CI" = true && test "$GITHUB_ACTIONS" = true && test -d shop && pwd
sudo -E WHO=me sh -c 'test "$WHO" = me && apt-get --version > /dev/null'
mkdir build && echo made > build/product
echo untracked > shop/compiled.so
python -m compileall -q shop
`;

describe('an aborted signal', () => {
  const containers = () => docker.listContainers({ all: true, filters: { label: [`nightwatch.owner=${owner}`] } });

  test('ends a running command within seconds and leaves no container', async () => {
    const ended = new AbortController();
    const workspace = await sandboxes.for(sampleRun({ repo: 'shop' }), ended.signal).open(tree, environment);
    const running = workspace.run(command('sleep 300'));
    const fault = running.then(
      () => null,
      (error: unknown) => error,
    );
    while (!(await isRunning('sleep 300'))) await pause(50);
    const startedAt = performance.now();
    ended.abort();
    expect(await fault).toBeInstanceOf(Transient);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    await workspace[Symbol.asyncDispose]();
    await allRemoved();
  });

  test('keeps a workspace from being opened', async () => {
    await expect(
      sandboxes.for(sampleRun({ repo: 'shop' }), AbortSignal.abort()).open(tree, environment),
    ).rejects.toThrow();
    await allRemoved();
  });

  test('of one incident does not fail the setup that another one waits for', async () => {
    const changed = await tree.with([{ path: 'requirements.txt', content: `# ${owner} 3\n`, executable: false }]);
    const ended = new AbortController();
    const slow = recipe(['sleep 5']);
    const first = sandboxes.for(sampleRun({ repo: 'shop' }), ended.signal).prepare(changed, slow);
    const failed = expect(first).rejects.toBeInstanceOf(Error);
    while (!(await isRunning('sleep 5'))) await pause(50);
    const second = sandboxes.for(sampleRun({ repo: 'shop' })).prepare(changed, slow);
    ended.abort();
    await failed;
    expect(await second).toMatchObject({ kind: 'ready', cached: false });
  });

  /** The engine removes a container in the background: a test that leaves one hangs here. */
  async function allRemoved(): Promise<void> {
    await sandboxes[Symbol.asyncDispose]();
    while ((await containers()).length > 0) await pause(50);
  }

  async function isRunning(program: string): Promise<boolean> {
    for (const { Id } of await containers()) {
      const found = await docker
        .getContainer(Id)
        .top()
        .catch(() => null); // Not started yet, or removed. One that has just ended has no list.
      if (found?.Processes?.some((row: string[]) => row.join(' ').endsWith(program))) return true;
    }
    return false;
  }
});

describe('an environment', () => {
  test('is used again for the same tree and recipe', async () => {
    const again = await sandbox.prepare(tree, recipe([setup]));
    expect(again).toMatchObject({ kind: 'ready', cached: true, environment });
  });

  test('is made once for all who ask at the same time, and again when the requirements change', async () => {
    const changed = await tree.with([{ path: 'requirements.txt', content: `# ${owner} 2\n`, executable: false }]);
    const all = await Promise.all([1, 2, 3].map(() => sandbox.prepare(changed, recipe([setup]))));
    const digests = new Set(all.map(one => (one.kind === 'ready' ? one.environment.digest : one.command)));
    expect(digests.size).toBe(1);
    expect(digests.has(environment.digest)).toBe(false);
  });

  test('is named by the content of its image', async () => {
    expect(environment.digest).toBe((await docker.getImage(environment.image).inspect()).Id);
    expect(environment.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(environment.workDirectory).toBe(work);
  });

  test('whose set-up fails is told with the command and its output, and leaves no image', async () => {
    const before = await countImages();
    const bad = 'echo the password is hunter2\nls /missing\necho never';
    // The first step reads the tree: dependencies that were installed before the fault would be kept.
    const prepared = await sandbox.prepare(tree, recipe(['ls shop', bad, 'echo later']));
    expect(prepared).toMatchObject({ kind: 'failed', command: bad, finished: { end: 'exited', exitCode: 2 } });
    const output = prepared.kind === 'failed' ? prepared.finished.output : '';
    expect(output).toContain('the password is ***');
    expect(output).toContain("cannot access '/missing'");
    expect(output).not.toContain('never');
    expect(await countImages()).toBe(before);
  });

  test('whose set-up hangs is given up', async () => {
    const hasty = openSandbox({ ...options, limits: { ...options.limits, setupSeconds: 10 } }).for(
      sampleRun({ repo: 'shop' }),
    );
    const prepared = await hasty.prepare(tree, recipe(['echo begun; sleep 3600']));
    expect(prepared).toMatchObject({ kind: 'failed', finished: { end: 'timed-out', output: 'begun\n' } });
  });

  test('gets the way out of the host during set-up and not afterwards', async () => {
    const caBundle = '/etc/ssl/certs/ca-certificates.crt';
    const packageIndex = { PIP_INDEX_URL: 'http://mirror.example/simple' };
    await using sandboxOfCompany = openSandbox({ ...options, caBundle, packageIndex });
    const company = sandboxOfCompany.for(sampleRun({ repo: 'shop' }));
    const bundles = ['SSL_CERT_FILE', 'PIP_CERT', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'];
    const checks = [
      'test -n "$https_proxy" && test "$HTTPS_PROXY" = "$https_proxy"',
      'test "$PIP_INDEX_URL" = http://mirror.example/simple',
      ...bundles.map(name => `grep -q CERTIFICATE "$${name}"`),
    ];
    const prepared = await company.prepare(tree, recipe(checks));
    if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
    await using workspace = await company.open(tree, prepared.environment);
    const { output } = await workspace.run(command('env; ls /tmp'));
    expect(output).not.toMatch(/proxy|mirror|nightwatch-ca/);
  });

  test('on an image that no registry has is not a bug of ours', async () => {
    const prepared = sandbox.prepare(tree, { ...recipe(['true']), image: 'localhost:1/nightwatch/none:1' });
    await expect(prepared).rejects.toBeInstanceOf(Transient);
  });

  test('on an image whose name is nonsense is a failed set-up', async () => {
    const prepared = await sandbox.prepare(tree, { ...recipe(['true']), image: 'No Such Image' });
    expect(prepared).toMatchObject({ kind: 'failed', finished: { end: 'exited', exitCode: 1 } });
  });
});

describe('a workspace', () => {
  test('holds the tree that was asked for, and what set-up left beside the tracked files', async () => {
    const other = await tree.with([
      { path: 'shop/price.py', content: 'PRICE = 2\n', executable: false },
      { path: 'only/here.py', content: null, executable: false },
      { path: 'new/run.sh', content: '#!/bin/sh\necho ran\n', executable: true },
    ]);
    await using workspace = await sandbox.open(other, environment);
    const { output } = await workspace.run(
      command(
        'find . -type f | sort; python -c "import shop.price as p; print(p.PRICE)"; new/run.sh; cat build/product',
      ),
    );
    expect(output.split('\n')).toEqual([
      './build/product',
      './new/run.sh',
      './requirements.txt',
      './shop/__init__.py',
      './shop/compiled.so',
      './shop/price.py',
      '2',
      'ran',
      'made',
      '',
    ]);
    expect((await workspace.run(command('test ! -e only'))).exitCode).toBe(0);
  });

  test('is opened for a tree that has no file of the environment, with names of every kind', async () => {
    const odd = await hostileTree();
    await using workspace = await sandbox.open(odd, environment);
    const { output } = await workspace.run(command('ls -a; readlink way-out; cat -- -rf'));
    expect(output).toContain('way-out');
    expect(output).toContain('/etc\n');
    expect(output).toContain('gone?');
    expect(output).not.toContain('requirements.txt');
  });

  test('runs as a user without rights or network', async () => {
    await using workspace = await sandbox.open(tree, environment);
    const who = await workspace.run(
      command('id -u; id -g; pwd; grep -E "CapEff|NoNewPrivs" /proc/self/status; ls /sys/class/net; echo $HOME'),
    );
    expect(who.output).toBe(`1001\n1001\n${work}\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\nlo\n/home/runner\n`);
    const call = await workspace.run(
      command('python -c "import socket; socket.create_connection((\'1.1.1.1\', 53), 3)"'),
    );
    expect(call.exitCode).toBe(1);
    expect(call.output).toContain('Network is unreachable');
    const writes = await workspace.run(
      command(
        'for f in /etc/x /usr/x /var/lib/nightwatch/files /root/x /x; do echo > $f && echo wrote $f; done; su -c id; mount -t tmpfs x /mnt; true',
      ),
    );
    expect(writes.output).not.toMatch(/wrote|uid=0/);
    expect(writes.output).toContain('Permission denied');
  });

  test('finds the programs that setup installed for its user', async () => {
    const install =
      'mkdir -p ~/.local/bin\nprintf "#!/bin/sh\\necho mine\\n" > ~/.local/bin/tool\nchmod 755 ~/.local/bin/tool';
    const prepared = await sandbox.prepare(tree, recipe([install, 'tool']));
    if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
    await using own = await sandbox.open(tree, prepared.environment);
    expect(await own.run(command('tool'))).toMatchObject({ exitCode: 0, output: 'mine\n' });
  });

  test('runs each shell as GitHub names it, with its directory and environment', async () => {
    await using workspace = await sandbox.open(tree, environment);
    const strict = {
      ...command('false | true\necho reached'),
      shell: '/usr/bin/bash --noprofile --norc -e -o pipefail {0}',
    };
    expect(await workspace.run(strict)).toMatchObject({ end: 'exited', exitCode: 1, output: '' });
    const python = {
      ...command('import os, sys\nprint(os.getcwd(), os.environ["WHO"], sys.argv)'),
      shell: 'python {0}',
    };
    const ran = await workspace.run({ ...python, directory: 'shop', env: { WHO: "it's me" } });
    expect(ran.output).toBe(`${work}/shop it's me ['/tmp/nightwatch-script']\n`);
    expect((await workspace.run({ ...command('echo "$0"'), shell: 'sh -e' })).output).toBe('/tmp/nightwatch-script\n');
    expect((await workspace.run({ ...command('pwd'), directory: 'nowhere' })).exitCode).not.toBe(0);
    expect((await workspace.run({ ...command('x'), shell: 'cobol {0}' })).exitCode).toBe(127);
  });

  test('tells exit codes, mixed output in order, its time, and no secrets', async () => {
    await using workspace = await sandbox.open(tree, environment);
    const startedAt = performance.now();
    const ran = await workspace.run(
      command(
        'for i in 1 2 3; do echo out $i; echo err $i >&2; done; echo hunter2; read line || echo no input; exit 7',
      ),
    );
    expect(ran).toMatchObject({ end: 'exited', exitCode: 7 });
    expect(ran.output).toBe('out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n***\nno input\n');
    expect(ran.seconds).toBeGreaterThan(0);
    expect(ran.seconds).toBeLessThanOrEqual((performance.now() - startedAt) / 1_000);
  });

  test('keeps beginning and end of a long output', async () => {
    await using workspace = await sandbox.open(tree, environment);
    const ran = await workspace.run(command('echo first; yes "häß" | head -c 100000; echo; echo last'));
    expect(ran.end).toBe('exited');
    expect(ran.output).toMatch(/^first\n/);
    expect(ran.output).toMatch(/\nlast\n$/);
    expect(ran.output).toMatch(/\n\[… 8\d,\d{3} bytes omitted\]\n/);
    expect(Buffer.byteLength(ran.output)).toBeLessThan(20_100);
  });

  test('that prints without end is ended', async () => {
    await using workspace = await sandbox.open(tree, environment);
    const ran = await workspace.run(command('yes'));
    expect(ran).toMatchObject({ end: 'too-much-output', exitCode: null });
    expect(Buffer.byteLength(ran.output)).toBeLessThan(20_100);
  });

  test('that sleeps past its time is ended, though it ignores signals and has children', async () => {
    await using workspace = await sandbox.open(tree, environment);
    const stubborn = 'trap "" TERM INT HUP; echo begun; (trap "" TERM; sleep 3600) & while :; do sleep 1; done';
    const ran = await workspace.run({ ...command(stubborn), seconds: 10 });
    expect(ran).toMatchObject({ end: 'timed-out', exitCode: null, output: 'begun\n' });
    expect(await workspace.read('/tmp/x')).toBeNull();
    await expect(workspace.run(command('true'))).rejects.toThrow('open another one');
  });

  test('that exhausts its memory is told apart', async () => {
    await using workspace = await sandbox.open(tree, environment);
    const ran = await workspace.run({ ...command('x = bytearray(10**9)'), shell: 'python {0}' });
    expect(ran).toMatchObject({ end: 'out-of-memory', exitCode: null });
  });

  test('with a command that is killed by itself has an exit code, not a lack of memory', async () => {
    await using workspace = await sandbox.open(tree, environment);
    expect(await workspace.run(command('kill -9 $$'))).toMatchObject({ end: 'exited', exitCode: 137 });
  });

  test('that forks without end is bounded and ended', async () => {
    await using workspace = await sandbox.open(tree, environment);
    const bomb = 'import os\nwhile True:\n  try: os.fork()\n  except OSError: pass';
    const running = workspace.run({ ...command(bomb), shell: 'python {0}', seconds: 2 });
    await using other = await sandbox.open(tree, environment);
    expect((await other.run(command('echo unharmed'))).output).toBe('unharmed\n');
    expect((await running).end).toBe('timed-out');
  });

  test('is clean of processes after each command, and can stop neither itself nor what holds it', async () => {
    await using workspace = await sandbox.open(tree, environment);
    const first = await workspace.run(
      command(
        'b() { b | b & }; b 2> /dev/null; (sleep 7200; sleep 7200) > /dev/null 2>&1 & kill -9 1 || kill -TERM 1 || kill -9 -1',
      ),
    );
    expect(first.end).toBe('exited');
    await workspace.run(
      command('umask 077; echo mine > /tmp/mine; for fd in /proc/[12]/fd/*; do echo "now 0" > "$fd"; done'),
    );
    expect(await workspace.read('/tmp/mine')).toBe('mine\n');
    const count = await workspace.run(command('cat /proc/[0-9]*/cmdline | tr "\\0" " "'));
    expect(count.exitCode).toBe(0);
    expect(count.output).not.toContain('sleep 7200');
  });

  test('may delete its tree; the next one is fresh', async () => {
    {
      await using workspace = await sandbox.open(tree, environment);
      const ran = await workspace.run(command('rm -rf "$PWD"/* 2> /dev/null; touch left; ls'));
      expect(ran.output).toBe('left\n');
      expect((await workspace.run(command('ls'))).output).toBe('left\n');
    }
    await using next = await sandbox.open(tree, environment);
    expect((await next.run(command('ls; cat build/product'))).output).toBe(
      'build\nonly\nrequirements.txt\nshop\nmade\n',
    );
  });

  test('keeps files below /tmp between commands, and writes nowhere else', async () => {
    await using workspace = await sandbox.open(tree, environment);
    await workspace.write('/tmp/deep/guard.txt', 'ä\r\n');
    expect((await workspace.run(command('cat /tmp/deep/guard.txt; cp /tmp/deep/guard.txt /tmp/copy'))).output).toBe(
      'ä\r\n',
    );
    expect(await workspace.read('/tmp/copy')).toBe('ä\r\n');
    const odd = `/tmp/it's "$(id)"\nthe copy`;
    await workspace.write(odd, '\n0123456789abcdef0123456789abcdef 0\n');
    expect(await workspace.read(odd)).toBe('\n0123456789abcdef0123456789abcdef 0\n');
    expect(await workspace.read(`${work}/shop/price.py`)).toBe('PRICE = 1\n');
    for (const path of ['/etc/x', '/tmp/../etc/x', 'tmp/x', '/tmp', `${work}/x`]) {
      await expect(workspace.write(path, 'x')).rejects.toThrow('not below /tmp');
    }
  });

  test('reads nothing that is missing, no file, endless or too long', async () => {
    await using workspace = await sandbox.open(tree, environment);
    await workspace.run(
      command(
        'ln -s /dev/zero /tmp/endless; mkfifo /tmp/pipe; truncate -s 17M /tmp/long; ln -s /etc/shadow /tmp/secret',
      ),
    );
    for (const path of ['/tmp/missing', '/tmp', '/tmp/endless', '/tmp/pipe', '/tmp/long', '/tmp/secret']) {
      expect(await workspace.read(path)).toBeNull();
    }
  });

  test('is started ahead, and anew when the one that waited has died', async () => {
    const running = async () =>
      (await docker.listContainers({ filters: { label: [`nightwatch.owner=${owner}`] } })).map(({ Id }) => Id);
    const idOf = async (workspace: Workspace) =>
      (await workspace.run(command("grep -om1 'containers/[0-9a-f]*' /proc/self/mountinfo"))).output.trim().slice(11);
    const another = async (known: readonly string[]) => {
      for (;;) {
        const found = (await running()).find(id => !known.includes(id));
        if (found) return found;
        await pause(50);
      }
    };
    await sandboxes[Symbol.asyncDispose]();
    await using first = await sandbox.open(tree, environment);
    const known = [await idOf(first)];
    known.push(await another(known));
    await using second = await sandbox.open(tree, environment);
    expect(await idOf(second)).toBe(known[1]);
    await docker.getContainer(await another(known)).kill();
    await using third = await sandbox.open(tree, environment);
    expect((await third.run(command('echo alive'))).output).toBe('alive\n');
  });

  test('has a container of its own, also when two are opened at the same time', async () => {
    await (await sandbox.open(tree, environment))[Symbol.asyncDispose]();
    const [one, other] = await Promise.all([sandbox.open(tree, environment), sandbox.open(tree, environment)]);
    await using _one = one;
    await using _other = other;
    await one.run(command('touch /tmp/mark'));
    expect((await other.run(command('ls /tmp/mark'))).exitCode).toBe(2);
  });

  test('may be left twice', async () => {
    const workspace: Workspace = await sandbox.open(tree, environment);
    await workspace[Symbol.asyncDispose]();
    await workspace[Symbol.asyncDispose]();
  });

  test('is not left half open by a tree that cannot be read', async () => {
    const missing = openTree(repository, 'd'.repeat(40), 'test');
    await expect(sandbox.open(missing, environment)).rejects.toThrow('git');
    await sandboxes[Symbol.asyncDispose]();
    expect(await countContainers()).toBe(0);
  });
});

test('a machine knows its own name, as many programs take for granted', async () => {
  await using workspace = await sandbox.open(tree, environment);
  const ask = 'import socket\nprint(socket.gethostbyname(socket.gethostname()))';
  expect((await workspace.run({ ...command(ask), shell: 'python {0}' })).output).toBe('127.0.0.1\n');
});

test('an environment that the engine no longer has is a transient fault', async () => {
  const lost = { ...environment, digest: `sha256:${'d'.repeat(64)}` };
  await expect(sandbox.open(tree, lost)).rejects.toBeInstanceOf(Transient);
});

test('a container that someone else stops is a transient fault, not a result', async () => {
  await using workspace = await sandbox.open(tree, environment);
  const running = workspace.run(command('echo begun; sleep 3600'));
  const stopped = (async () => {
    const [container] = await docker.listContainers({ filters: { label: [`nightwatch.owner=${owner}`] } });
    await docker.getContainer(container?.Id ?? '').kill();
  })();
  await expect(running).rejects.toBeInstanceOf(Transient);
  await stopped;
});

describe('the engine', () => {
  test('that is gone is a transient fault', async () => {
    const gone = openSandbox({ ...options, docker: new Docker({ socketPath: '/nonexistent/docker.sock' }) });
    await expect(gone.ping()).rejects.toBeInstanceOf(Transient);
    await expect(gone.reap(async () => true)).rejects.toBeInstanceOf(Transient);
    await expect(gone.for(sampleRun({ repo: 'shop' })).prepare(tree, recipe([setup]))).rejects.toBeInstanceOf(
      Transient,
    );
    await expect(gone.for(sampleRun({ repo: 'shop' })).open(tree, environment)).rejects.toBeInstanceOf(Transient);
    const refused = openSandbox({ ...options, docker: new Docker({ host: '127.0.0.1', port: 1, protocol: 'http' }) });
    await expect(refused.ping()).rejects.toBeInstanceOf(Transient);
  });

  test('is rid of what dead processes left, and keeps what is in use, here or elsewhere, and what is not ours', async () => {
    await sandboxes.ping();
    await using mine = await sandbox.open(tree, environment);
    await using stranger = openSandbox({ ...options, owner: `${owner}-other` });
    await using theirs = await stranger.for(sampleRun({ repo: 'shop' })).open(tree, environment);
    await using second = openSandbox({ ...options, processIdentity: 'second' });
    await using beside = await second.for(sampleRun({ repo: 'shop' })).open(tree, environment);
    for (const processIdentity of ['first', 'dead']) {
      await using forgetful = openSandbox({ ...options, processIdentity });
      await forgetful.for(sampleRun({ repo: 'shop' })).open(tree, environment); // Never left, and nobody knows of it any more.
    }
    const isAtWork = async (processIdentity: string) => processIdentity === 'second';
    expect(await sandboxes.reap(isAtWork)).toBe(2);
    expect(await sandboxes.reap(isAtWork)).toBe(0);
    for (const workspace of [mine, theirs, beside])
      expect((await workspace.run(command('echo here'))).output).toBe('here\n');
  });

  test('holds nothing of ours when all workspaces and the sandbox are left', async () => {
    await sandboxes[Symbol.asyncDispose]();
    expect(await countContainers()).toBe(0);
  });
});

test.each(['', '..', 'a/b', 'a b'])('%j is not a repository name', name => {
  expect(() => sandboxes.for({ ...sampleRun(), repo: name })).toThrow('repository name');
});

function recipe(scripts: readonly string[]): Recipe {
  const all = scripts.map(text => ({ text, shell: 'bash -e {0}', directory: '.', env: {} }));
  const [last = { text: 'true', shell: 'bash -e {0}', directory: '.', env: {} }] = all;
  const history = { depth: 1, tags: false };
  return {
    language: 'python',
    image: 'python:3.11-slim',
    setup: all,
    test: last,
    history,
    services: [],
    notes: [],
  };
}

function command(text: string): Command {
  return { text, shell: 'bash {0}', directory: '.', env: {}, seconds: 600 };
}

async function treeOf(files: Record<string, string>): Promise<Tree> {
  const empty = byHand(repository, ['hash-object', '-w', '-t', 'tree', '--stdin'], '');
  const changes = Object.entries(files).map(([path, content]) => ({ path, content, executable: false }));
  return openTree(repository, empty, 'test').with(changes);
}

async function hostileTree(): Promise<Tree> {
  const plain = await treeOf({
    '-rf': 'gone?\n',
    'new\nline.py': 'x\n',
    [`${'d/'.repeat(60)}deep.py`]: 'x\n',
    'build/tracked': 'x\n',
  });
  const link = byHand(repository, ['hash-object', '-w', '--stdin'], '/etc');
  const lines = byHand(repository, ['ls-tree', '-z', plain.hash])
    .split('\0')
    .filter(line => line !== '');
  const all = [...lines, `120000 blob ${link}\tway-out`, `160000 commit ${'1'.repeat(40)}\tmodule`];
  return openTree(repository, byHand(repository, ['mktree', '-z', '--missing'], `${all.join('\0')}\0`), 'test');
}

async function countImages(): Promise<number> {
  return (await docker.listImages({ filters: { label: [`nightwatch.owner=${owner}`] } })).length;
}

async function countContainers(): Promise<number> {
  return (await docker.listContainers({ all: true, filters: { label: [`nightwatch.owner=${owner}`] } })).length;
}
