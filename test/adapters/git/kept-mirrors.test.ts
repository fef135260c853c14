// Mirrors as things that are kept within a budget.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Mirrors, openMirrors } from '../../../src/adapters/git/mirrors.ts';
import { byHand, type GitServer, serveGit } from './git-server.ts';

const nothing = { environments: new Set<string>(), repositories: new Set<string>() };
let home: string;
let directory: string;
let server: GitServer;
let sha: string;
let mirrors: Mirrors;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'nightwatch-kept-'));
  directory = join(home, 'mirrors');
  const work = join(home, 'work');
  mkdirSync(work);
  byHand(work, ['init', '--quiet', '-b', 'main']);
  writeFileSync(join(work, 'shop.py'), Array.from({ length: 90_000 }, () => Math.random()).join('\n'));
  byHand(work, ['add', '-A']);
  byHand(work, ['commit', '--quiet', '-m', 'first']);
  sha = byHand(work, ['rev-parse', 'HEAD']);
  server = await serveGit({ repository: join(work, '.git') });
  mirrors = openMirrors({ directory, processIdentity: 'test' });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

const fetched = (repositoryKey: string) =>
  mirrors.tree({ url: server.url, sha, repositoryKey, authorization: async () => '' });

test('before the first mirror nothing is kept', async () => {
  expect(await mirrors.keeper.kept(nothing)).toEqual([]);
});

test('a mirror says what it takes, when it was used, and whether it is needed', async () => {
  await fetched('github.com/1');
  await fetched('github.com/2');
  const before = Date.now() - 10_000;
  for (const name of readdirSync(directory)) utimesSync(join(directory, name), new Date(0), new Date(0));
  await fetched('github.com/2');
  const kept = await mirrors.keeper.kept({ ...nothing, repositories: new Set(['github.com/2', 'github.com/3']) });
  const [one, two] = kept.toSorted((a, b) => a.usedAt - b.usedAt);
  expect(one).toMatchObject({ usedAt: 0, needs: [], isNeeded: false });
  expect(two).toMatchObject({ needs: [], isNeeded: true });
  expect(two?.usedAt).toBeGreaterThan(before);
  // Random digits hardly compress to less than four tenths.
  expect(one?.bytes).toBeGreaterThan(statSync(join(home, 'work/shop.py')).size * 0.4);
});

test('a removed mirror is gone with all it held, and fetched again when it is asked for', async () => {
  const [one] = await mirrors.keeper.kept(nothing);
  expect(await mirrors.keeper.remove(one?.id ?? '')).toBe(true);
  expect(readdirSync(directory)).toHaveLength(1);
  expect(await mirrors.keeper.remove(one?.id ?? '')).toBe(false);
  expect(readdirSync(directory)).toHaveLength(1);
  for (const key of ['github.com/1', 'github.com/2']) expect(await fetched(key)).not.toBeNull();
  expect(readdirSync(directory)).toHaveLength(2);
});

test('a mirror that a process is fetching into stays', async () => {
  const [one] = await mirrors.keeper.kept(nothing);
  const mark = join(directory, one?.id ?? '', 'nightwatch-fetch-other-abcdef');
  mkdirSync(mark);
  expect(await mirrors.keeper.remove(one?.id ?? '')).toBe(false);
  rmSync(mark, { recursive: true });
  expect(await mirrors.keeper.remove(one?.id ?? '')).toBe(true);
});

test('what a fetch has begun beside the mirrors is no mirror', async () => {
  mkdirSync(join(directory, '.new-test-abcdef'));
  expect(await mirrors.keeper.kept(nothing)).toHaveLength(1);
});
