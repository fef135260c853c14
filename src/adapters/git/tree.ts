// The port `Tree` on a git tree object in a mirror. Nothing is ever checked out: every answer comes from git's objects.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileChange } from '../../incident/patch.ts';
import type { TreeEntry } from '../../incident/source.ts';
import type { Tree } from '../../ports.ts';
import { objection } from './change-check.ts';
import { asDiskFault } from './disk-fault.ts';
import { archiveOnce, gitOnce } from './kept-answers.ts';
import { makeIndexFolder } from './leftovers.ts';
import { listing, utf8 } from './listing.ts';
import { git, gitLine } from './plumbing.ts';

/** Longest file that `read` returns, in bytes: a longer one is not source code and would not fit into a prompt. */
const longestText = 1_048_576;
const noObject = '0'.repeat(40);

/** A tree without a commit. `processIdentity` marks this process's temporary folders. */
export function openTree(mirror: string, hash: string, processIdentity: string): Tree {
  let listed: Promise<readonly TreeEntry[]> | undefined;
  const entries = () => {
    listed ??= gitOnce(mirror, ['ls-tree', '-r', '-z', '-l', hash]).then(listing);
    return listed;
  };
  return {
    hash,
    commit: null,
    entries,
    async read(path) {
      const entry = (await entries()).find(candidate => candidate.path === path);
      if (!entry || entry.kind === 'symlink' || entry.kind === 'submodule' || entry.bytes > longestText) return null;
      const text = utf8(await gitOnce(mirror, ['cat-file', 'blob', entry.hash]));
      return text === null ? null : { path, text, executable: entry.kind === 'executable' };
    },
    async with(changes) {
      const reason = objection(changes, await entries());
      if (reason) throw new Error(`${reason}; nothing was changed.`);
      return openTree(mirror, await writeTree({ mirror, base: hash, processIdentity }, changes), processIdentity);
    },
    async diff(to) {
      // A rename is a deletion and an addition, so that the diff shows all new text and applies anywhere.
      const form = [
        '--no-ext-diff',
        '--no-textconv',
        '--no-color',
        '--no-renames',
        '--src-prefix=a/',
        '--dst-prefix=b/',
      ];
      return (await gitOnce(mirror, ['diff', ...form, hash, to.hash, '--'])).toString('utf8');
    },
    archive: () => archiveOnce(mirror, ['-c', 'tar.umask=0022', 'archive', '--format=tar', hash]),
    gitDirectory: () => null,
  };
}

/** Builds the new tree with its own index file, so that two writers never conflict. */
async function writeTree(
  { mirror, base, processIdentity }: { mirror: string; base: string; processIdentity: string },
  changes: readonly FileChange[],
): Promise<string> {
  const directory = await makeIndexFolder(mirror, processIdentity).catch((error: unknown) => {
    throw asDiskFault(error);
  });
  try {
    const env = { GIT_INDEX_FILE: join(directory, 'index') };
    await git(mirror, ['read-tree', base], { env });
    const records = await indexRecords(mirror, changes);
    await git(mirror, ['update-index', '-z', '--index-info'], { env, input: Buffer.from(records.join('')) });
    return await gitLine(mirror, ['write-tree'], { env });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Deletions first: a directory may take a deleted file's name. */
async function indexRecords(mirror: string, changes: readonly FileChange[]): Promise<readonly string[]> {
  const deletions: string[] = [];
  const writes: string[] = [];
  for (const { path, content, executable } of changes) {
    if (content === null) {
      deletions.push(`0 ${noObject}\t${path}\0`);
      continue;
    }
    const blob = await gitLine(mirror, ['hash-object', '-w', '--stdin'], { input: Buffer.from(content) });
    writes.push(`${executable ? '100755' : '100644'} ${blob}\t${path}\0`);
  }
  return [...deletions, ...writes];
}
