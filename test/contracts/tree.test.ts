// The contract of `Tree`, on real repositories over real git HTTP.
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Mirrors, openMirrors } from '../../src/adapters/git/mirrors.ts';
import { NoAccess, Transient, type Tree } from '../../src/ports.ts';
import { byHand, type GitServer, serveGit } from '../adapters/git/git-server.ts';

/** Of this process alone: other runs of this suite on the machine hold theirs in arguments that we see too. */
const secretPart = randomUUID();
const token = `x-access-token:ghs_${secretPart}`;
const authorization = `basic ${Buffer.from(token).toString('base64')}`;
const big = 'é'.repeat(1024 * 1024);

let home: string;
let work: string;
let server: GitServer;
let mirrors: Mirrors;
let first: string;
let second: string;
let tree: Tree;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'nightwatch-tree-'));
  work = join(home, 'work');
  mkdirSync(work);
  byHand(work, ['init', '--quiet', '-b', 'main']);
  first = commit(hostileFiles());
  second = commit({ 'pkg/a.py': 'print(2)\n' });
  const bare = join(home, 'origin.git');
  byHand(home, ['clone', '--quiet', '--bare', work, bare]);
  server = await serveGit({ repository: bare, authorization });
  mirrors = openMirrors({ directory: join(home, 'mirrors'), processIdentity: 'test' });
  tree = await fetched(first);
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

describe('fetching', () => {
  test('a commit that is here is not fetched again, and a second commit is one more small fetch', async () => {
    const before = server.fetches;
    expect((await fetched(first)).hash).toBe(byHand(work, ['rev-parse', `${first}^{tree}`]));
    expect(server.fetches).toBe(before);
    expect((await fetched(second)).hash).toBe(byHand(work, ['rev-parse', `${second}^{tree}`]));
    expect(server.fetches).toBeGreaterThan(before);
    expect(readdirSync(join(home, 'mirrors'))).toHaveLength(1);
  });

  test('many askers at once are all served', async () => {
    const others = openMirrors({ directory: join(home, 'crowded'), processIdentity: 'test' });
    const asked = [first, second, first, second, first].map(sha => others.tree(origin({ sha })));
    expect((await Promise.all(asked)).map(found => found?.hash)).toEqual(
      [first, second, first, second, first].map(sha => byHand(work, ['rev-parse', `${sha}^{tree}`])),
    );
  });

  test('two processes on one mirror either succeed or say that it is busy', async () => {
    const directory = join(home, 'shared');
    const asked = [first, second].map(sha => openMirrors({ directory, processIdentity: 'test' }).tree(origin({ sha })));
    for (const outcome of await Promise.allSettled(asked)) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Transient);
    }
    expect(await openMirrors({ directory, processIdentity: 'test' }).tree(origin({}))).not.toBeNull();
  });

  test('a commit or repository that the server does not have is null', async () => {
    expect(await mirrors.tree(origin({ sha: 'd'.repeat(40) }))).toBeNull();
    expect(await mirrors.tree(origin({ url: `${server.url}-gone`, repositoryKey: 'x/gone' }))).toBeNull();
  });

  test.each([500, 502, 503, 429, 'hang-up' as const])('a server that answers %s is a transient fault', async fault => {
    const repositoryKey = `x/faulty-${fault}`;
    server.injectFault(fault);
    try {
      await expect(mirrors.tree(origin({ repositoryKey }))).rejects.toBeInstanceOf(Transient);
    } finally {
      server.injectFault(null);
    }
    expect(await mirrors.tree(origin({ repositoryKey }))).not.toBeNull();
  });

  test('a server that is not there is a transient fault', async () => {
    const url = 'http://127.0.0.1:1/origin.git';
    await expect(mirrors.tree(origin({ url, repositoryKey: 'x/nobody' }))).rejects.toBeInstanceOf(Transient);
  });

  test('a refusal for want of rights is no transient fault, and its error does not hold the token', async () => {
    server.injectFault(403);
    const error = await mirrors.tree(origin({ repositoryKey: 'x/refused' })).catch((caught: unknown) => caught);
    server.injectFault(null);
    expect(error).toBeInstanceOf(NoAccess);
    expect(everythingIn(error)).not.toContain(authorization.slice(6));
  });

  test('the token reaches the server and stays out of the mirror, the arguments of processes and errors', async () => {
    const seen: string[] = [];
    const watch = setInterval(() => seen.push(...processArguments()), 2);
    const directory = join(home, 'watched');
    await openMirrors({ directory, processIdentity: 'test' }).tree(origin({}));
    clearInterval(watch);
    expect(server.headers).toContain(authorization);
    expect(seen.join('\n')).toContain('fetch');
    for (const secret of [authorization, authorization.slice(6), secretPart]) {
      expect(seen.join('\n')).not.toContain(secret);
      expect(spawnSync('grep', ['-raF', secret, directory]).status).toBe(1);
    }
  });

  test.each(['file:///etc', 'ssh://git@localhost/x', 'ext::sh -c id', 'not a url', 'http://name:word@localhost/x'])(
    'the address %s is refused',
    async url => {
      await expect(mirrors.tree(origin({ url, repositoryKey: 'x/odd' }))).rejects.toThrow(/http|credentials/);
    },
  );

  test('keys that are no folder names stay inside the directory, each with a folder of its own', async () => {
    const directory = join(home, 'odd');
    const keys = ['../../etc', 'a/b', 'a-b', '-rf', 'x'.repeat(300)];
    for (const repositoryKey of keys) {
      expect(await openMirrors({ directory, processIdentity: 'test' }).tree(origin({ repositoryKey }))).not.toBeNull();
    }
    expect(readdirSync(directory)).toHaveLength(keys.length);
  });

  test('a fetch that was killed leaves a mirror that the next one completes', async () => {
    const directory = join(home, 'killed');
    const others = openMirrors({ directory, processIdentity: 'test' });
    await others.tree(origin({}));
    const mirror = join(directory, readdirSync(directory)[0] ?? '');
    writeFileSync(join(mirror, 'shallow.lock'), '');
    await expect(others.tree(origin({ sha: second }))).rejects.toBeInstanceOf(Transient);
    spawnSync('touch', ['-d', '2 hours ago', join(mirror, 'shallow.lock')]);
    await expect(others.tree(origin({ sha: second }))).rejects.toBeInstanceOf(Transient);
    expect(await others.tree(origin({ sha: second }))).not.toBeNull();
  });

  test('a process that is killed while it fetches does no harm to the next', async () => {
    const directory = join(home, 'interrupted');
    const before = server.headers.length;
    server.injectFault('stall');
    const child = spawn(process.execPath, ['--input-type=module', '-e', fetchingProgram(directory)], {
      stdio: 'ignore',
    });
    while (server.headers.length === before) await new Promise(resolve => setTimeout(resolve, 10));
    child.kill('SIGKILL');
    server.injectFault(null);
    expect((await openMirrors({ directory, processIdentity: 'test' }).tree(origin({})))?.hash).toBe(tree.hash);
  });

  test("git's own clean-up keeps every fetched commit", async () => {
    const directory = join(home, 'gc');
    const others = openMirrors({ directory, processIdentity: 'test' });
    await others.tree(origin({}));
    await others.tree(origin({ sha: second }));
    byHand(join(directory, readdirSync(directory)[0] ?? ''), ['gc', '--quiet', '--prune=now']);
    const before = server.fetches;
    expect((await (await others.tree(origin({})))?.read('pkg/a.py'))?.text).toBe('print(1)\n');
    expect(server.fetches).toBe(before);
  });
});

test('what a killed process has left is removed at once, git’s own locks when they are old, and nothing of the living', async () => {
  const directory = join(home, 'left');
  const isAtWork = async (processIdentity: string) => processIdentity === 'host/living';
  const others = openMirrors({ directory, processIdentity: 'test' });
  expect(await others.reap(isAtWork)).toBe(0);
  await others.tree(origin({ repositoryKey: 'new-york/bagels' }));
  const mirror = join(directory, readdirSync(directory)[0] ?? '');
  const lock = join(mirror, 'refs', 'nightwatch', 'x.lock');
  const ofLiving = [
    join(directory, '.new-host%2Fliving-abc123'),
    join(mirror, 'nightwatch-index-host%2Fliving-abc123'),
  ];
  const ofDead = [join(directory, '.new-host%2Fdead-abc123'), join(mirror, 'nightwatch-index-host%2Fdead-abc123')];
  for (const path of [lock, ...ofLiving, ...ofDead]) mkdirSync(path);
  expect(await others.reap(isAtWork)).toBe(2);
  expect(ofDead.filter(path => existsSync(path))).toEqual([]);
  for (const path of [lock, mirror, ...ofLiving]) spawnSync('touch', ['-d', '2 hours ago', path]);
  expect(await others.reap(isAtWork)).toBe(1);
  expect(ofLiving.filter(path => !existsSync(path))).toEqual([]);
  for (const path of ofLiving) rmSync(path, { recursive: true });
  const before = server.fetches;
  expect(await others.tree(origin({ repositoryKey: 'new-york/bagels' }))).not.toBeNull();
  expect(server.fetches).toBe(before);
});

describe('a lock of git’s that a killed process has left', () => {
  const isDead = (processIdentity: string) => processIdentity.startsWith('host/dead');

  /** A mirror of two commits' repository with one of them here, locked for a fetch by processes with these identities. */
  async function lockedMirror(name: string, ...identities: readonly string[]) {
    const directory = join(home, name);
    const others = openMirrors({ directory, processIdentity: 'test', isDead });
    await others.tree(origin({}));
    const mirror = join(directory, readdirSync(directory)[0] ?? '');
    for (const processIdentity of identities)
      mkdirSync(join(mirror, `nightwatch-fetch-${encodeURIComponent(processIdentity)}-abc123`));
    for (const file of ['shallow.lock', 'objects/tmp_obj_x']) writeFileSync(join(mirror, file), '');
    const left = () => readdirSync(mirror, { recursive: true, encoding: 'utf8' }).filter(isLeft);
    return { mirror, left, others, fetch: () => others.tree(origin({ sha: second })) };
  }
  const isLeft = (path: string) => /\.lock$|tmp_obj|nightwatch-fetch/.test(path);

  test('does not hold up the next fetch', async () => {
    const { fetch, left } = await lockedMirror('forsaken', 'host/dead', 'host/dead2');
    expect(await fetch()).not.toBeNull();
    expect(left()).toEqual([]);
  });

  test('goes with a sweep as well', async () => {
    const { others, left } = await lockedMirror('swept', 'host/dead');
    expect(await others.reap(async () => false)).toBe(3);
    expect(left()).toEqual([]);
  });

  test('stays while its git goes on without it', async () => {
    const { mirror, fetch, others, left } = await lockedMirror('orphaned', 'host/dead');
    const orphan = spawn('sleep', ['60'], { cwd: mirror });
    await new Promise(started => orphan.once('spawn', started));
    await others.reap(async () => false);
    await expect(fetch()).rejects.toBeInstanceOf(Transient);
    expect(left()).toHaveLength(3);
    const gone = new Promise(ended => orphan.once('exit', ended));
    orphan.kill('SIGKILL');
    await gone;
    expect(await fetch()).not.toBeNull();
  });

  test.each([
    ['of another machine', ['elsewhere']],
    ['beside a living one', ['host/dead', 'host/living']],
    ['nobody knows of', []],
  ])('and %s, stays', async (which, identities) => {
    const { fetch, left } = await lockedMirror(`kept ${which}`, ...identities);
    await expect(fetch()).rejects.toBeInstanceOf(Transient);
    expect(left()).toHaveLength(2 + identities.length);
  });
});

describe('reading', () => {
  test('every file is listed with its kind and size, whatever its name', async () => {
    const kinds = Object.fromEntries((await tree.entries()).map(entry => [entry.path, entry.kind]));
    expect(kinds).toMatchObject({
      '-rf': 'file',
      'new\nline.py': 'file',
      'héllo wörld.py': 'file',
      'run.sh': 'executable',
      'way-out': 'symlink',
      module: 'submodule',
    });
    expect((await tree.entries()).find(entry => entry.path === 'big.txt')?.bytes).toBe(2 * 1024 * 1024);
    expect(Object.keys(kinds).some(path => path.includes('\ufffd'))).toBe(false);
  });

  test('a text is read as it is: line endings, byte order mark, missing last newline', async () => {
    expect((await tree.read('crlf.py'))?.text).toBe('a = 1\r\nb = 2\r\n');
    expect((await tree.read('bom.py'))?.text).toBe('\ufeffa = 1');
    expect(await tree.read('run.sh')).toEqual({ path: 'run.sh', text: '#!/bin/sh\n', executable: true });
    expect((await tree.read('-rf'))?.text).toBe('gone?\n');
    expect((await tree.read('new\nline.py'))?.text).toBe('x = 1\n');
  });

  test.each([
    'missing.py',
    'pkg',
    'way-out',
    'module',
    'big.txt',
    'latin1.txt',
    '../work/crlf.py',
    'way-out/passwd',
    '',
  ])('%j has no text to read', async path => {
    expect(await tree.read(path)).toBeNull();
  });
});

describe('changing', () => {
  test('the new tree has the hash that git gives to the same commit made by hand', async () => {
    const changed = await tree.with([
      { path: 'pkg/a.py', content: 'print(3)\n', executable: false },
      { path: 'pkg/deep/new.py', content: '\ufeffx = "é"\r\n', executable: false },
      { path: 'tool.sh', content: '#!/bin/sh\n', executable: true },
      { path: 'crlf.py', content: null, executable: false },
    ]);
    const hand = join(home, 'hand');
    cpSync(work, hand, { recursive: true, verbatimSymlinks: true });
    byHand(hand, ['reset', '--quiet', '--hard', first]);
    writeFileSync(join(hand, 'pkg/a.py'), 'print(3)\n');
    mkdirSync(join(hand, 'pkg/deep'));
    writeFileSync(join(hand, 'pkg/deep/new.py'), '\ufeffx = "é"\r\n');
    writeFileSync(join(hand, 'tool.sh'), '#!/bin/sh\n', { mode: 0o755 });
    rmSync(join(hand, 'crlf.py'));
    byHand(hand, ['add', '-A', 'pkg', 'tool.sh', 'crlf.py']);
    expect(changed.hash).toBe(byHand(hand, ['write-tree']));
    expect((await changed.read('pkg/deep/new.py'))?.text).toBe('\ufeffx = "é"\r\n');
    expect(await tree.read('tool.sh')).toBeNull();
  });

  test('no change, and a change taken back, give the same tree', async () => {
    expect((await tree.with([])).hash).toBe(tree.hash);
    const there = await tree.with([{ path: 'pkg/a.py', content: 'x', executable: false }]);
    expect((await there.with([{ path: 'pkg/a.py', content: 'print(1)\n', executable: false }])).hash).toBe(tree.hash);
  });

  test('a deleted file makes room for a directory of its name', async () => {
    const changed = await tree.with([
      { path: 'crlf.py/inner.py', content: 'x\n', executable: false },
      { path: 'crlf.py', content: null, executable: false },
    ]);
    expect((await changed.entries()).map(entry => entry.path)).toContain('crlf.py/inner.py');
  });

  test('many writers at once do not meet', async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => index);
    const made = await Promise.all(
      numbers.map(number => tree.with([{ path: 'n.py', content: `${number}\n`, executable: false }])),
    );
    expect(await Promise.all(made.map(async one => (await one.read('n.py'))?.text))).toEqual(
      numbers.map(number => `${number}\n`),
    );
    expect(leftovers()).toEqual([]);
  });

  test.each([
    ['/etc/passwd', 'absolute'],
    ['../x.py', 'contains "." or ".."'],
    ['pkg/../x.py', 'contains "." or ".."'],
    ['./x.py', 'contains "." or ".."'],
    ['.git/hooks/pre-commit', 'in the .git directory'],
    ['pkg/.GIT/config', 'in the .git directory'],
    ['GIT~1/config', 'in the .git directory'],
    ['.git . /config', 'in the .git directory'],
    ['.g\u200cit/config', 'in the .git directory'],
    ['a//b', 'empty'],
    ['a/', 'empty'],
    ['', 'not a path'],
    ['a\0b', 'characters'],
    ['way-out/x', 'symlink'],
    ['way-out', 'symlink'],
    ['module/x', 'submodule'],
    ['module', 'submodule'],
    ['pkg', 'directory'],
    ['pkg/a.py/b', 'through the file'],
    ['x'.repeat(300), 'too long'],
  ])('a change of %j is refused', async (path, word) => {
    await expect(tree.with([{ path, content: 'x\n', executable: false }])).rejects.toThrow(word);
  });

  test('deleting what is not there, and changing a file twice, are refused', async () => {
    await expect(tree.with([{ path: 'no.py', content: null, executable: false }])).rejects.toThrow('not in the tree');
    const twice = { path: 'pkg/a.py', content: 'x\n', executable: false };
    await expect(tree.with([twice, twice])).rejects.toThrow('twice');
  });
});

test('the diff is plain and git applies it to the same tree', async () => {
  const changed = await tree.with([
    { path: 'pkg/a.py', content: 'print(3)\n', executable: false },
    { path: 'héllo wörld.py', content: null, executable: false },
    { path: 'pkg/new.py', content: 'no newline', executable: false },
  ]);
  const diff = await tree.diff(changed);
  expect(diff).toContain('--- a/pkg/a.py\n+++ b/pkg/a.py\n@@ -1 +1 @@\n-print(1)\n+print(3)\n');
  expect(diff).toContain('deleted file mode 100644');
  expect(await tree.diff(tree)).toBe('');
  const hand = join(home, 'applied');
  cpSync(work, hand, { recursive: true, verbatimSymlinks: true });
  byHand(hand, ['reset', '--quiet', '--hard', first]);
  byHand(hand, ['apply', '--index'], diff);
  expect(byHand(hand, ['write-tree'])).toBe(changed.hash);
});

test('the archive holds the files of a checkout, also those that the tree keeps out of releases', async () => {
  const out = join(home, 'archive');
  mkdirSync(out);
  spawnSync('tar', ['-x', '-C', out], { input: await buffer(tree.archive()) });
  expect(readFileSync(join(out, 'tests/test_a.py'), 'utf8')).toBe('def test(): pass\n');
  expect(readFileSync(join(out, 'version.py'), 'utf8')).toBe('v = "$Format:%H$"\n');
  expect(readFileSync(join(out, 'crlf.py'), 'utf8')).toBe('a = 1\r\nb = 2\r\n');
  expect(readdirSync(out)).toEqual(expect.arrayContaining(['-rf', 'new\nline.py', 'way-out', 'module']));
});

describe('what git said once', () => {
  /** A mirror of its own, so that nothing was asked of it before. */
  async function ownMirror(name: string) {
    const directory = join(home, name);
    const found = await openMirrors({ directory, processIdentity: 'test' }).tree(origin({}));
    if (!found) throw new Error('The commit is not there.');
    return { once: found, remove: () => rmSync(directory, { recursive: true }) };
  }

  async function textsIn(archive: Readable): Promise<string> {
    const { status, stdout } = spawnSync('tar', ['-xO'], { input: await buffer(archive), maxBuffer: 2 ** 24 });
    expect(status).toBe(0);
    return stdout.toString('latin1');
  }

  test('is not asked again, even when the mirror is gone', async () => {
    const { once, remove } = await ownMirror('once');
    const changed = await once.with([{ path: 'pkg/a.py', content: 'print(3)\n', executable: false }]);
    const ask = async () => [
      await once.entries(),
      await once.read('pkg/a.py'),
      await once.diff(changed),
      await textsIn(once.archive()),
    ];
    const before = await ask();
    remove();
    expect(await ask()).toEqual(before);
    await expect(once.read('bom.py')).rejects.toThrow('git');
  });

  test('about a tree is an archive made now, so that its files are newer than what was built from them', async () => {
    const { once } = await ownMirror('again');
    await buffer(once.archive());
    const later = Math.floor(Date.now() / 1_000) + 3_600;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(later * 1_000);
    const archive = await buffer(once.archive()).finally(() => clock.mockRestore());
    const out = mkdtempSync(join(home, 'now-'));
    expect(spawnSync('tar', ['-x', '-C', out], { input: archive }).status).toBe(0);
    const names = Object.keys(hostileFiles());
    expect(names.map(name => statSync(join(out, name)).mtimeMs)).toEqual(names.map(() => later * 1_000));
  });

  test('of half an archive is not kept', async () => {
    const { once, remove } = await ownMirror('half');
    for await (const _ of once.archive()) break;
    remove();
    await expect(buffer(once.archive())).rejects.toThrow('git');
  });
});

test('an archive that git cannot make fails instead of ending early', async () => {
  const changed = await tree.with([{ path: 'lost.py', content: 'lost and never found\n', executable: false }]);
  const mirror = join(
    home,
    'mirrors',
    readdirSync(join(home, 'mirrors')).find(name => name.startsWith('github')) ?? '',
  );
  const blob = byHand(mirror, ['rev-parse', `${changed.hash}:lost.py`]);
  rmSync(join(mirror, 'objects', blob.slice(0, 2), blob.slice(2)));
  await expect(buffer(changed.archive())).rejects.toThrow('git');
});

function origin(changed: { url?: string; sha?: string; repositoryKey?: string }) {
  return {
    url: server.url,
    sha: first,
    repositoryKey: 'github.com/ada/origin',
    authorization: async () => authorization,
    ...changed,
  };
}

async function fetched(sha: string): Promise<Tree> {
  const found = await mirrors.tree(origin({ sha }));
  if (!found) throw new Error(`no tree for ${sha}`);
  return found;
}

function commit(files: Record<string, string | Buffer>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), content);
  }
  if ('run.sh' in files) {
    chmodSync(join(work, 'run.sh'), 0o755);
    symlinkSync('/etc', join(work, 'way-out'));
    writeFileSync(Buffer.concat([Buffer.from(`${work}/not-utf8-`), Buffer.from([0xff])]), 'x');
  }
  byHand(work, ['add', '-A']);
  if ('run.sh' in files) byHand(work, ['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`]);
  byHand(work, ['commit', '--quiet', '-m', 'a commit']);
  return byHand(work, ['rev-parse', 'HEAD']);
}

function hostileFiles(): Record<string, string | Buffer> {
  return {
    'pkg/a.py': 'print(1)\n',
    'run.sh': '#!/bin/sh\n',
    'crlf.py': 'a = 1\r\nb = 2\r\n',
    'bom.py': '\ufeffa = 1',
    'big.txt': big,
    'latin1.txt': Buffer.from([0x66, 0xe9, 0x0a]),
    'new\nline.py': 'x = 1\n',
    'héllo wörld.py': 'x = 1\n',
    '-rf': 'gone?\n',
    [`${'long/'.repeat(40)}name.py`]: 'x = 1\n',
    'tests/test_a.py': 'def test(): pass\n',
    'version.py': 'v = "$Format:%H$"\n',
    '.gitattributes': 'tests export-ignore\nversion.py export-subst\n*.py diff=evil filter=evil\n',
  };
}

function fetchingProgram(directory: string): string {
  const module = new URL('../../src/adapters/git/mirrors.ts', import.meta.url).href;
  const { url, sha, repositoryKey } = origin({});
  const words = JSON.stringify({ url, sha, repositoryKey });
  return `const { openMirrors } = await import(${JSON.stringify(module)});
    await openMirrors({ directory: ${JSON.stringify(directory)}, processIdentity: 'test' }).tree({ ...${words}, authorization: async () => ${JSON.stringify(authorization)} });`;
}

function leftovers(): string[] {
  return readdirSync(home, { recursive: true, encoding: 'utf8' }).filter(name => name.includes('nightwatch-index-'));
}

function processArguments(): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
      } catch {
        return []; // Ended meanwhile.
      }
    });
}

function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [
    String(error),
    error.stack,
    JSON.stringify(error, Object.getOwnPropertyNames(error)),
    everythingIn(error.cause),
  ].join('\n');
}
