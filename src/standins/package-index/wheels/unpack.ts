// Reads from a Debian package what Python finds of it once it is installed.
import { execFile } from 'node:child_process';
import { posix } from 'node:path';
import { promisify } from 'node:util';
import { systemPath } from '../../host/debian.ts';
import { type TarEntry, tarEntries } from './tar-entries.ts';
import type { Files } from './wheel.ts';

export interface Unpacked {
  /** Below the folder of installed packages; empty when the package has none. */
  readonly installed: Files;
  /** Wheels that the package ships as they are, by filename. */
  readonly wheels: Files;
  /** Names of packages that it always needs. */
  readonly depends: readonly string[];
}

/** Throws with dpkg's words. */
export async function unpack(packagePath: string): Promise<Unpacked> {
  const entries = tarEntries(await dpkg('--fsys-tarfile', packagePath));
  return {
    depends: dependencies((await dpkg('--field', packagePath, 'Depends')).toString('utf8')),
    installed: filesBelow('usr/lib/python3/dist-packages/', entries),
    wheels: filesBelow('usr/share/python-wheels/', entries),
  };
}

async function dpkg(...args: string[]): Promise<Buffer> {
  const env = { ...process.env, PATH: systemPath() };
  const options = { encoding: 'buffer', maxBuffer: 512 * 1024 * 1024, env } as const;
  return (await promisify(execFile)('dpkg-deb', args, options)).stdout;
}

/** Without those for another Python: `python3-tomli | python3 (>> 3.11)`. */
function dependencies(field: string): string[] {
  return field.split(',').flatMap(each => (each.includes('|') ? [] : each.trim().split(' ', 1)));
}

function filesBelow(folder: string, entries: ReadonlyMap<string, TarEntry>): Files {
  const paths = [...entries.keys()].filter(path => path.startsWith(folder) && !path.includes('/__pycache__/'));
  return new Map(
    paths.flatMap(path => {
      const content = maybeContent(path, entries);
      return content ? [[path.slice(folder.length), content]] : [];
    }),
  );
}

/** Follows symbolic links; undefined where one leads to a folder or into another package. */
function maybeContent(path: string, entries: ReadonlyMap<string, TarEntry>): Buffer | undefined {
  const entry = entries.get(path);
  if (entry === undefined || 'content' in entry) return entry?.content;
  return maybeContent(posix.resolve('/', posix.dirname(path), entry.target).slice(1), entries);
}
