// What git says in a workspace: as in CI's checkout, and after a change as on a developer's machine.
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openMirrors } from '../../src/adapters/git/mirrors.ts';
import type { Environment, Recipe } from '../../src/incident/reproduction.ts';
import { Transient, type Tree } from '../../src/ports.ts';
import { byHand, type GitServer, serveGit } from '../adapters/git/git-server.ts';
import { realSandbox, recipeOf } from '../suite/real-sandbox.ts';

const { sandbox, removeImages } = realSandbox();
const setup = 'git describe --tags > described && git status --porcelain --untracked-files=no > status';
const recipe: Recipe = {
  ...recipeOf('true'),
  setup: [{ text: setup, shell: 'bash -e {0}', directory: '.', env: {} }],
  history: { depth: 0, tags: true },
};

let home: string;
let work: string;
let server: GitServer;
let first: string;
let second: string;
let tree: Tree;
let environment: Environment;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'nightwatch-checkout-'));
  work = join(home, 'work');
  mkdirSync(work);
  byHand(work, ['init', '--quiet', '-b', 'main']);
  first = commit({ 'shop.py': 'PRICE = 1\n', 'requirements.txt': `# ${randomUUID()}\n`, '.gitignore': 'status\n' });
  byHand(work, ['tag', '-a', 'v1.0', '-m', 'first']);
  second = commit({ 'shop.py': 'PRICE = 2\n' });
  byHand(home, ['clone', '--quiet', '--bare', work, 'origin.git']);
  server = await serveGit({ repository: join(home, 'origin.git') });
  tree = await treeOf(second);
  environment = await prepared(tree);
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await removeImages();
  rmSync(home, { recursive: true, force: true });
});

test('setup and tests see the failing commit, its version and its files, and no change', async () => {
  const said = await gitIn(tree, environment);
  expect(said).toEqual({
    describe: `v1.0-1-g${second.slice(0, 7)}`,
    log: second,
    files: '.gitignore requirements.txt shop.py',
    status: '?? described',
    unchanged: 'yes',
    inSetup: `v1.0-1-g${second.slice(0, 7)} []`,
  });
});

test('a changed tree is a change of the failing commit', async () => {
  const changed = await tree.with([{ path: 'shop.py', content: 'PRICE = 3\n', executable: false }]);
  const said = await gitIn(changed, environment);
  expect(said).toMatchObject({ log: second, status: 'M shop.py ?? described', unchanged: 'no' });
});

test('another commit with an equal tree has its own history, in the same environment', async () => {
  const third = published({});
  const later = await treeOf(third);
  const reused = await prepared(later);
  expect(reused.digest).not.toBe(environment.digest);
  expect(await gitIn(later, reused)).toMatchObject({
    describe: `v1.0-2-g${third.slice(0, 7)}`,
    log: third,
    status: '?? described',
    inSetup: `v1.0-1-g${second.slice(0, 7)} []`,
  });
  expect((await prepared(later)).digest).toBe(reused.digest);
  expect((await prepared(tree)).digest).toBe(environment.digest);
});

test('a commit with another tree is set up anew', async () => {
  const earlier = await treeOf(first);
  expect(await gitIn(earlier, await prepared(earlier))).toMatchObject({ log: first, inSetup: 'v1.0 []' });
});

test('a server that is down is a transient fault, also in the middle of a reused environment', async () => {
  const last = published({});
  const later = await treeOf(last);
  server.injectFault(503);
  await expect(sandbox.prepare(later, recipe)).rejects.toBeInstanceOf(Transient);
  server.injectFault(null);
  expect(await gitIn(later, await prepared(later))).toMatchObject({ log: last, status: '?? described' });
});

async function gitIn(of: Tree, at: Environment) {
  await using workspace = await sandbox.open(of, at);
  const run = async (text: string) => {
    const { output } = await workspace.run({ text, shell: 'bash {0}', directory: '.', env: {}, seconds: 600 });
    return output.trim().split(/\s+/).join(' ');
  };
  return {
    describe: await run('git describe'),
    log: await run('git log -1 --format=%H'),
    files: await run('git ls-files'),
    // Without a comparison of contents first, as scripts ask.
    unchanged: await run('git diff-index --quiet HEAD && echo yes || echo no'),
    status: await run('git status --porcelain'),
    inSetup: await run('echo $(cat described) "[$(cat status)]"'),
  };
}

async function prepared(of: Tree): Promise<Environment> {
  const answer = await sandbox.prepare(of, recipe);
  if (answer.kind !== 'ready') throw new Error(answer.finished.output);
  return answer.environment;
}

async function treeOf(sha: string): Promise<Tree> {
  const mirrors = openMirrors({ directory: join(home, 'mirrors'), processIdentity: 'test' });
  const authorization = async () => '';
  const origin = { url: server.url, sha, repositoryKey: 'ada/shop', branch: 'main', authorization };
  const found = await mirrors.tree(origin);
  if (!found) throw new Error('no tree');
  return found;
}

function published(files: Record<string, string>): string {
  const sha = commit(files);
  byHand(join(home, 'origin.git'), ['fetch', '--quiet', work, 'main:main']);
  return sha;
}

function commit(files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(work, path), text);
  byHand(work, ['add', '-A']);
  byHand(work, ['commit', '--quiet', '--allow-empty', '-m', 'a commit']);
  return byHand(work, ['rev-parse', 'HEAD']);
}
