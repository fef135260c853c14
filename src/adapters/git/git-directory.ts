// The `.git` folder of a checkout, as actions/checkout leaves it: made in a temporary folder, streamed, and removed.
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { History } from '../../incident/reproduction.ts';
import { asDiskFault } from './disk-fault.ts';
import { commitRef, initialise } from './fetch.ts';
import { gitConfig, isPlainBranch } from './git-config.ts';
import { type Fetched, maybeFetchHistory } from './history.ts';
import { makeNewRepository } from './leftovers.ts';
import type { Origin } from './origin.ts';
import { git } from './plumbing.ts';
import { type TarFile, tar } from './tar.ts';

export interface GitDirectorySource {
  /** Holds the mirrors, and the temporary folder for as long as the stream is read. */
  readonly directory: string;
  readonly mirror: string;
  readonly processIdentity: string;
  readonly origin: Origin;
}

/**
 * A tar stream of `.git` with HEAD at the origin's commit, detached or on its branch. It has the earlier commits and tags that
 * the job's checkout had and no others: a tag that CI did not see would give a package another version than in CI. One commit
 * without tags comes from the mirror; more is fetched, of a history over 256 MiB only the commits, without their files. Other
 * branches are missing. Files get in by name only: no hook, log or credential.
 */
export function gitDirectory(source: GitDirectorySource, history: History): Readable {
  return Readable.from(contents(source, history), { objectMode: false });
}

async function* contents(source: GitDirectorySource, history: History): AsyncGenerator<Buffer> {
  for (const contents of ['everything', 'commits', 'nothing'] as const) {
    const repository = await makeNewRepository(source.directory, source.processIdentity).catch((error: unknown) => {
      throw asDiskFault(error);
    });
    try {
      await initialise(repository);
      await copyCommit(source, repository);
      const fetched = await maybeFetchHistory(source.origin, { repository, history, contents });
      if (fetched === 'too-large') continue;
      yield* tar(await checkedOut(source.origin, repository, fetched));
      return;
    } finally {
      // Retries, because a fetch that was aborted may still be ending.
      await rm(repository, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/** Takes the commit and all its files from the mirror, in which the history may be cut elsewhere. */
async function copyCommit({ mirror, origin: { sha } }: GitDirectorySource, repository: string): Promise<void> {
  const objects = await git(mirror, ['rev-list', '--objects', '--max-count=1', sha]);
  await git(mirror, ['pack-objects', '--quiet', join(repository, 'objects', 'pack', 'pack')], { input: objects });
  const [fields = ''] = (await git(mirror, ['cat-file', 'commit', sha])).toString('utf8').split('\n\n', 1);
  if (/^parent /m.test(fields)) await writeFile(join(repository, 'shallow'), `${sha}\n`);
  await git(repository, ['update-ref', commitRef(sha), sha]);
}

/** Sets HEAD, branch and index, and lists what a checkout has. */
async function checkedOut({ url, sha, branch }: Origin, repository: string, fetched: Fetched): Promise<TarFile[]> {
  const checkedOut = branch && isPlainBranch(branch) ? branch : null;
  const names = checkedOut === null ? [] : [`refs/heads/${checkedOut}`, `refs/remotes/origin/${checkedOut}`];
  const updates = [...names.map(name => `create ${name} ${sha}\n`), `delete ${commitRef(sha)}\n`];
  await git(repository, ['update-ref', '--stdin'], { input: Buffer.from(updates.join('')) });
  await git(repository, ['pack-refs', '--all']);
  await git(repository, ['read-tree', sha]);
  const packs = (await readdir(join(repository, 'objects', 'pack'))).filter(name => packFile.test(name));
  return [
    ...['objects/', 'objects/pack/', 'refs/'].map(name => ({ name: `.git/${name}`, text: '' })),
    { name: '.git/HEAD', text: checkedOut === null ? `${sha}\n` : `ref: refs/heads/${checkedOut}\n` },
    { name: '.git/config', text: gitConfig({ url, branch: checkedOut, isPartial: fetched === 'commits' }) },
    ...(await present(repository, ['index', 'packed-refs', 'shallow'])),
    ...packs.map(name => ({ name: `.git/objects/pack/${name}`, path: join(repository, 'objects', 'pack', name) })),
  ];
}

const packFile = /^pack-[0-9a-f]+\.(pack|idx|rev|promisor)$/;

async function present(repository: string, names: readonly string[]): Promise<TarFile[]> {
  const files = await readdir(repository);
  return names
    .filter(name => files.includes(name))
    .map(name => ({ name: `.git/${name}`, path: join(repository, name) }));
}
