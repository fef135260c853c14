// Git trees made of a project and whatever is put into it, in a repository of their own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialise } from '../../adapters/git/fetch.ts';
import { openTree } from '../../adapters/git/tree.ts';
import type { Tree } from '../../ports.ts';
import type { Files, OddEntry } from './case.ts';

/** Disposing removes the repository and with it every tree. */
export interface Trees extends Disposable {
  treeOf(files: Files, odd?: readonly OddEntry[]): Tree;
}

const modes = { file: '100644', executable: '100755', symlink: '120000', submodule: '160000' } as const;

export async function openTrees(): Promise<Trees> {
  const directory = mkdtempSync(join(tmpdir(), 'nightwatch-hostile-'));
  const git = (args: readonly string[], input: string | Buffer = '', index = 'index') =>
    execFileSync('git', args, {
      cwd: directory,
      input,
      encoding: 'utf8',
      env: { ...process.env, GIT_INDEX_FILE: join(directory, index) },
    }).trim();
  await initialise(directory);
  let made = 0;
  const known = new Map<string, string>();
  const blobOf = (content: string | Buffer) => {
    const key = typeof content === 'string' ? content : `bytes ${content.toString('latin1')}`;
    const hash = known.get(key) ?? git(['hash-object', '-w', '--stdin'], content);
    known.set(key, hash);
    return hash;
  };
  return {
    treeOf(files, odd = []) {
      const entries: readonly OddEntry[] = [
        ...Object.entries(files).map(([path, content]) => ({ path, content, kind: 'file' as const })),
        ...odd,
      ];
      const records = entries.map(({ path, kind, content }) => {
        const hash = kind === 'submodule' ? String(content) : blobOf(content);
        return `${modes[kind]} ${hash}\t${path}\0`;
      });
      const index = `index-${made++}`;
      git(['update-index', '-z', '--index-info'], records.join(''), index);
      return openTree(directory, git(['write-tree'], '', index), 'hostile');
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
