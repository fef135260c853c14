// The `.git` of a checkout, made from a mirror, over real git HTTP, and unpacked by tar as a sandbox does.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { maybeFetchHistory } from '../../../src/adapters/git/history.ts';
import { openMirrors } from '../../../src/adapters/git/mirrors.ts';
import type { Origin } from '../../../src/adapters/git/origin.ts';
import type { History } from '../../../src/incident/reproduction.ts';
import { Transient, type Tree } from '../../../src/ports.ts';
import { byHand, type GitServer, serveGit } from './git-server.ts';

const authorization = `basic ${Buffer.from('x-access-token:ghs_verySecretInstallationToken').toString('base64')}`;
const oneCommit: History = { depth: 1, tags: false };
const everything: History = { depth: 0, tags: true };

let home: string;
let work: string;
let bare: string;
let server: GitServer;
let sha: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'nightwatch-git-directory-'));
  work = join(home, 'work');
  bare = join(home, 'origin.git');
  mkdirSync(work);
  byHand(work, ['init', '--quiet', '-b', 'main']);
  commit('one', { 'shop.py': 'PRICE = 1\n', '.gitattributes': '*.py filter=evil\n', 'crlf.txt': 'a\r\n' });
  byHand(work, ['tag', '-a', 'v1.0', '-m', 'first']);
  byHand(work, ['switch', '--quiet', '-c', 'other']);
  commit('aside', { 'aside.py': 'x\n' });
  byHand(work, ['tag', 'v9-elsewhere']);
  byHand(work, ['switch', '--quiet', 'main']);
  for (const name of ['two', 'three']) commit(name, { 'shop.py': `PRICE = '${name}'\n` });
  byHand(work, ['tag', 'latest']);
  sha = byHand(work, ['rev-parse', 'HEAD']);
  byHand(home, ['clone', '--quiet', '--bare', work, bare]);
  byHand(bare, ['config', 'uploadpack.allowFilter', 'true']);
  server = await serveGit({ repository: bare, authorization });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

describe('a checkout of one commit', () => {
  test('is clean, on its branch, and knows its commit and files', async () => {
    const git = await unpacked(await opened({ branch: 'main' }), oneCommit);
    expect(git('status', '--porcelain')).toBe('');
    expect(git('status', '--branch', '--porcelain=v1')).toBe('## main...origin/main');
    expect(git('log', '-1', '--format=%H %s')).toBe(`${sha} three`);
    expect(git('ls-files').split('\n').sort()).toEqual(['.gitattributes', 'crlf.txt', 'shop.py']);
    expect(git('fsck')).toBe('');
  });

  test('has neither earlier commits nor tags, as on GitHub, and needs no fetch', async () => {
    const tree = await opened({ branch: 'main' });
    const before = server.fetches;
    const git = await unpacked(tree, oneCommit);
    expect(server.fetches).toBe(before);
    expect(git('rev-list', '--count', 'HEAD')).toBe('1');
    expect(git('tag')).toBe('');
    expect(git('describe', '--always', '--tags')).toBe(sha.slice(0, 7));
  });

  test('is detached for a pull request, and for a branch whose name could mean something else', async () => {
    for (const branch of [null, '../../evil', 'a"]\n[core]\n\tfsmonitor = id', '-x', 'x.lock', 'ünï']) {
      const git = await unpacked(await opened({ branch }), oneCommit);
      expect(git('rev-parse', '--abbrev-ref', 'HEAD')).toBe('HEAD');
      expect(git('for-each-ref')).toBe('');
      // Replaces the one of an earlier commit's branch.
      expect(existsSync(join(git.folder, '.git/packed-refs'))).toBe(true);
      expect(git('status', '--porcelain')).toBe('');
    }
  });

  test('of the first commit of all is not shallow', async () => {
    const first = byHand(work, ['rev-list', '--max-parents=0', 'HEAD']);
    const git = await unpacked(await opened({ sha: first, branch: 'main' }), oneCommit);
    expect(git('rev-parse', '--is-shallow-repository')).toBe('false');
    expect(git('log', '--format=%s')).toBe('one');
  });

  test('shows a change of the tree beside it', async () => {
    const tree = await opened({ branch: 'main' });
    const git = await unpacked(tree, oneCommit);
    writeFileSync(join(git.folder, 'shop.py'), 'PRICE = 5\n');
    expect(git('status', '--porcelain')).toBe('M shop.py');
    expect(git('diff', '--stat')).toContain('1 file changed');
    const changed = await tree.with([{ path: 'shop.py', content: 'x\n', executable: false }]);
    expect([changed.commit, changed.gitDirectory(oneCommit)]).toEqual([null, null]);
  });
});

describe('a checkout with history', () => {
  test('describes the version by the nearest tag of its own history', async () => {
    const git = await unpacked(await opened({ branch: 'main' }), everything);
    expect(git('describe', '--tags')).toBe('latest');
    expect(git('describe')).toBe(`v1.0-2-g${sha.slice(0, 7)}`);
    expect(git('tag')).toBe('latest\nv1.0');
    expect(git('show', 'HEAD~2:shop.py')).toBe('PRICE = 1');
    expect(git('rev-parse', '--is-shallow-repository')).toBe('false');
    expect(git('status', '--porcelain')).toBe('');
  });

  test.each([
    [{ depth: 2, tags: false }, '2', ''],
    [{ depth: 1, tags: true }, '1', 'latest'],
  ])('has exactly what %j asks for', async (history, commits, tags) => {
    const git = await unpacked(await opened({ branch: 'main' }), history);
    expect(git('rev-list', '--count', 'HEAD')).toBe(commits);
    expect(git('tag')).toBe(tags);
  });

  test('that is too large keeps its commits and tags, and then git still finds it whole', async () => {
    const { repository, origin } = await copied();
    const wish = { repository, history: everything, limits: { bytes: -1, ms: 600_000 } };
    server.injectFault('stall');
    expect(await maybeFetchHistory(origin, { ...wish, contents: 'everything' })).toBe('too-large');
    server.injectFault(null);
    expect(await maybeFetchHistory(origin, { ...wish, limits: undefined, contents: 'commits' })).toBe('commits');
    expect(byHand(repository, ['log', '--format=%s', sha])).toBe('three\ntwo\none');
    expect(byHand(repository, ['rev-list', '--objects', '--missing=print', sha])).toMatch(/^\?/m);
  });

  test('of a server that is down is a transient fault, and nothing stays behind', async () => {
    const tree = await opened({ branch: 'main' });
    server.injectFault(503);
    await expect(buffer(tree.gitDirectory(everything) ?? Readable.from([]))).rejects.toBeInstanceOf(Transient);
    server.injectFault(null);
    expect(readdirSync(join(home, 'mirrors')).filter(name => name.startsWith('.'))).toEqual([]);
  });

  test('of a commit that the server has lost is that commit alone', async () => {
    const tree = await opened({ branch: 'main' });
    const aside = `${bare}.aside`;
    spawnSync('mv', [bare, aside]);
    byHand(home, ['init', '--quiet', '--bare', bare]);
    const git = await unpacked(tree, everything);
    spawnSync('rm', ['-rf', bare]);
    spawnSync('mv', [aside, bare]);
    expect(git('log', '--format=%s')).toBe('three');
  });
});

test('nothing of ours is in it: no token, hook, path of this machine, or setting that runs a program', async () => {
  const git = await unpacked(await opened({ branch: 'main' }), everything);
  for (const secret of ['verySecret', authorization.slice(6), home, 'nightwatch']) {
    expect(spawnSync('grep', ['-raF', secret, join(git.folder, '.git')]).status).toBe(1);
  }
  expect(readdirSync(join(git.folder, '.git')).sort()).toEqual([
    'HEAD',
    'config',
    'index',
    'objects',
    'packed-refs',
    'refs',
  ]);
  expect(git('remote', 'get-url', 'origin')).toBe(server.url.replace(/\.git$/, ''));
  expect(readFileSync(join(git.folder, '.git/config'), 'utf8')).not.toMatch(/extraheader|credential|filter|hooksPath/i);
});

test('a reader that stops early leaves nothing behind', async () => {
  const stream = (await opened({ branch: 'main' })).gitDirectory(oneCommit);
  for await (const _ of stream ?? []) break;
  while (readdirSync(join(home, 'mirrors')).some(name => name.startsWith('.'))) await pause(20);
});

function originOf(changed: Partial<Origin>): Origin {
  return { url: server.url, sha, repositoryKey: 'ada/origin', authorization: async () => authorization, ...changed };
}

async function opened(changed: Partial<Origin>): Promise<Tree> {
  const directory = join(home, 'mirrors');
  const tree = await openMirrors({ directory, processIdentity: 'test' }).tree(originOf(changed));
  if (!tree) throw new Error('no tree');
  return tree;
}

/** A shallow bare repository with the commit, as `maybeFetchHistory` takes it. */
async function copied() {
  const repository = mkdtempSync(join(home, 'copied-'));
  byHand(repository, ['init', '--quiet', '--bare', '.']);
  byHand(repository, ['fetch', '--quiet', '--depth=1', `file://${bare}`, `main:refs/nightwatch/${sha}`]);
  return { repository, origin: originOf({}) };
}

/** The tree with its `.git` in a folder, and git in it. */
async function unpacked(tree: Tree, history: History) {
  const folder = mkdtempSync(join(home, 'unpacked-'));
  for (const input of [await buffer(tree.archive()), await buffer(tree.gitDirectory(history) ?? Readable.from([]))]) {
    expect(spawnSync('tar', ['-x', '--no-same-owner', '-C', folder], { input }).stderr.toString()).toBe('');
  }
  expect(existsSync(join(folder, '.git/hooks'))).toBe(false);
  return Object.assign((...args: string[]) => byHand(folder, args), { folder });
}

function commit(message: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(work, path), text);
  byHand(work, ['add', '-A']);
  byHand(work, ['commit', '--quiet', '-m', message]);
}
