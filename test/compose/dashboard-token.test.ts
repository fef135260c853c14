import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { dashboardTokenOf } from '../../src/compose/dashboard-token.ts';
import { configFrom } from '../../src/config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightwatch-token-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tokenOf = (environment: Record<string, string> = {}) =>
  dashboardTokenOf(configFrom({ DATA_DIRECTORY: folder, ...environment }));

test('a token is made at the first start, survives a restart, and only we can read it', async () => {
  const made = await tokenOf();
  expect(made).toMatch(/^[\w-]{43}$/);
  expect(await tokenOf()).toBe(made);
  expect((await stat(join(folder, 'dashboard-token'))).mode & 0o777).toBe(0o600);
});

test('the operator’s own token is used, and kept nowhere', async () => {
  const DASHBOARD_TOKEN = 'sixteen or more characters';
  expect(await tokenOf({ DASHBOARD_TOKEN })).toBe(DASHBOARD_TOKEN);
  expect(await readdir(folder)).toEqual([]);
});

test('an empty file is no token', async () => {
  await writeFile(join(folder, 'dashboard-token'), '\n');
  await expect(tokenOf()).rejects.toThrow(/holds no token/);
});
