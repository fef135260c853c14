// A real git tree object made from an object literal, in a temporary repository.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openTree } from '../../src/adapters/git/tree.ts';
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
  const tree = openTree(join(directory, '.git'), git('write-tree'), 'test');
  return { tree, [Symbol.dispose]: () => rmSync(directory, { recursive: true }) };
}
