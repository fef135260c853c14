// `.env` as set-up changes it: what people wrote stays, and what is saved is what is read.
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { saveEnvFile, withValues } from '../../src/config/env-file.ts';
import { openEnvironment } from '../../src/config/environment.ts';

describe('a value that is set', () => {
  test('takes the place of the one before; comments, order and blank lines stay', () => {
    const text = '# The App\nAPP_ID=\n\n# Ours\nexport OTHER = "a b" # why\nWEBHOOK_SECRET=development # old\n';
    expect(withValues(text, { APP_ID: '12', WEBHOOK_SECRET: 'ab-c' })).toBe(
      '# The App\nAPP_ID=12\n\n# Ours\nexport OTHER = "a b" # why\nWEBHOOK_SECRET=ab-c # old\n',
    );
  });

  test('takes the place of a key in quotes over many lines', () => {
    const text = 'PRIVATE_KEY="-----BEGIN\nabc\n-----END"\nPORT=3000';
    expect(withValues(text, { PRIVATE_KEY: 'x\ny\n' })).toBe('PRIVATE_KEY="x\\ny\\n"\nPORT=3000');
  });

  test('is added at the end where there was none, also after a line without an end', () => {
    expect(withValues('A=1', { B: '2' })).toBe('A=1\nB=2\n');
    expect(withValues('', { B: '2' })).toBe('B=2\n');
  });

  test('is not mistaken for a part of another name, a comment or a replacement pattern', () => {
    expect(withValues('#ID=1\nAPP_ID=1\n', { ID: '$&' })).toBe("#ID=1\nAPP_ID=1\nID='$&'\n");
  });

  test('is read back as it was saved, and the others too', () => {
    const name = fc.constantFrom('A', 'AB', 'B_A', 'KEY');
    // Neither three kinds of quotes, nor both a line break and what only looks like one.
    const value = fc.string().map(text => text.replaceAll(/[`\0\r\n]|\\n/g, '').replaceAll('"', "'"));
    const values = fc.dictionary(name, value);
    fc.assert(
      fc.property(values, values, (before, after) => {
        const text = withValues(withValues('# Comment\n', before), after);
        expect(parseEnv(text)).toEqual({ ...before, ...after });
        expect(text.startsWith('# Comment\n')).toBe(true);
      }),
    );
  });
});

describe('the file', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nightwatch-env-'));
    path = join(folder, 'data/.env');
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is made from .env.example, for its owner alone, and leaves nothing beside it', async () => {
    await saveEnvFile(path, { APP_ID: '12' });
    const text = await readFile(path, 'utf8');
    expect(text).toContain('# All variables that Nightwatch reads');
    expect(parseEnv(text)['APP_ID']).toBe('12');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'data'))).toEqual(['.env']);
  });

  test('that everyone could read is closed', async () => {
    path = join(folder, '.env');
    await writeFile(path, 'A=1\n');
    await chmod(path, 0o644);
    await saveEnvFile(path, { A: '2' });
    expect(await readFile(path, 'utf8')).toBe('A=2\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});

describe('the environment', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nightwatch-env-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('takes precedence over the file, before and after something is saved; what is empty does not', async () => {
    const file = join(folder, '.env');
    await writeFile(file, 'APP_ID=1\nPORT=80\nWEBHOOK_SECRET=file\n');
    const environment = openEnvironment({ ENV_FILE: file, WEBHOOK_SECRET: 'environment', PORT: '' });
    expect(environment.variables).toMatchObject({ APP_ID: '1', PORT: '80', WEBHOOK_SECRET: 'environment' });
    await environment.save({ APP_ID: '2', WEBHOOK_SECRET: 'saved' });
    expect(environment.variables).toMatchObject({ APP_ID: '2', WEBHOOK_SECRET: 'environment' });
    expect(environment.hides(['APP_ID', 'WEBHOOK_SECRET', 'PORT'])).toEqual(['WEBHOOK_SECRET']);
    expect(parseEnv(await readFile(file, 'utf8'))).toMatchObject({ APP_ID: '2', WEBHOOK_SECRET: 'saved' });
  });
});
