// Makes the files of the package index once for each machine and keeps them in the user's cache, outside the repository.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { exclusively } from '../host/exclusively.ts';
import { isOnPath } from '../host/host-facts.ts';
import { buildIndex, listName } from './wheels/build.ts';
import { suites } from './wheels/debian-packages.ts';
import { downloadPackages, keyring } from './wheels/download.ts';

const dayMs = 24 * 3_600_000;

type Tell = (line: string) => void;

/** Why this machine cannot make the index, in a sentence; undefined when it can. */
export function packageIndexObstacle(): string | undefined {
  const missing = ['apt-get', 'dpkg-deb'].filter(name => !isOnPath(name));
  if (missing.length > 0)
    return `The package index is made from Debian's packages, and there is no ${missing[0]} here.`;
  return existsSync(keyring) ? undefined : `The package index needs ${keyring}, of the package debian-archive-keyring.`;
}

/** Answers the folder. Takes under a minute the first time; two processes may call it at once. Throws apt's words. */
export async function preparePackageIndex(tell: Tell): Promise<string> {
  const folder = join(cache(), await version());
  if (existsSync(join(folder, listName))) return folder;
  return await exclusively('nightwatch-package-index', tell, async () => {
    if (!existsSync(join(folder, listName))) await make(folder, tell);
    return folder;
  });
}

async function make(folder: string, tell: Tell): Promise<void> {
  tell("making a package index from Debian's packages (about half a minute)…");
  await mkdir(cache(), { recursive: true });
  const scratch = await mkdtemp(join(cache(), 'unfinished-'));
  try {
    const finished = join(scratch, 'wheels');
    await mkdir(finished);
    await buildIndex(await downloadPackages(suites, scratch), finished);
    await rename(finished, folder);
  } finally {
    await rm(scratch, { recursive: true });
  }
  await removeOld(folder);
  tell(`the package index is ready in ${folder}`);
}

/** Those of other versions, and what a killed process left unfinished; a day later no process serves from them. */
async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(cache())) {
    const other = join(cache(), name);
    const { mtimeMs } = await stat(other);
    if (other !== folder && mtimeMs < Date.now() - dayMs) await rm(other, { recursive: true });
  }
}

function cache(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'nightwatch', 'package-index');
}

/** Changes with the list of packages and with how they are packed. */
async function version(): Promise<string> {
  const sources = join(import.meta.dirname, 'wheels');
  const hash = createHash('sha256');
  for (const file of (await readdir(sources)).sort()) hash.update(await readFile(join(sources, file)));
  return hash.digest('hex').slice(0, 16);
}
