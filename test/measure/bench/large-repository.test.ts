// The generated repository behind the rows "prompt" and "event-loop".
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  fileCount,
  importsOfLargeFiles,
  largeRepository,
} from '../../../src/measure/bench/repository/large-repository.ts';
import { writeRepository } from '../../../src/measure/bench/repository/write-repository.ts';
import { git } from '../../../src/standins/github/git/git.ts';

const files = largeRepository();

test('it has 1,500 Python files, ten of them large but not too large to be read', () => {
  const sizes = Object.values(files).map(text => text.split('\n').length);
  expect(fileCount).toBe(1_500);
  expect(sizes).toHaveLength(fileCount);
  expect(sizes.filter(lines => lines > 5_000)).toHaveLength(10);
  expect(Math.max(...Object.values(files).map(text => text.length))).toBeLessThan(1_048_576);
});

test('it is the same every time', () => {
  expect(largeRepository()).toEqual(files);
});

test('every large file has the function that the failing test imports', () => {
  const imported = [...importsOfLargeFiles().matchAll(/from (\S+) import step_0/g)].map(([, name = '']) => name);
  expect(imported).toHaveLength(10);
  for (const name of imported) expect(files[`${name.replace('.', '/')}.py`]).toContain('\ndef step_0(');
});

test('it is written as one commit, byte for byte', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'nightwatch-bench-'));
  try {
    const tree = await writeRepository(join(directory, 'a.git'), { 'a.py': 'x = "é"\n', 'b/c.py': '' });
    const listed = await git(join(directory, 'a.git'), ['ls-tree', '-r', '--name-only', tree]);
    expect(listed.split('\n')).toEqual(['a.py', 'b/c.py']);
    expect(await git(join(directory, 'a.git'), ['show', `${tree}:a.py`])).toBe('x = "é"');
  } finally {
    await rm(directory, { recursive: true });
  }
});
