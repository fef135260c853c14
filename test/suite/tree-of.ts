// A real git tree object made from an object literal, in a temporary repository.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Tree } from '../../src/ports.ts';

export interface MadeTree extends Disposable {
  readonly tree: Tree;
}

/** `files` maps paths to texts. Disposing removes the repository. */
export function treeOf(files: Readonly<Record<string, string>>): MadeTree {
  const directory = mkdtempSync(join(tmpdir(), 'nightwatch-tree-'));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: directory, encoding: 'utf8' }).trim();
  git('init', '-q');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  git('add', '--all', '--force');
  const hash = git('write-tree');
  const tree: Tree = {
    hash,
    entries: async () =>
      Object.entries(files).map(([path, text]) => ({ path, kind: 'file', bytes: Buffer.byteLength(text) })),
    read: async path => {
      const text = files[path];
      return text === undefined ? null : { path, text, executable: false };
    },
    with: () => Promise.reject(new Error('this tree is only read')),
    diff: () => Promise.reject(new Error('this tree is only read')),
    archive: () => spawn('git', ['archive', hash], { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] }).stdout,
  };
  return { tree, [Symbol.dispose]: () => rmSync(directory, { recursive: true }) };
}
