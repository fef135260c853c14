// Downloads Debian packages of a given release with apt, whatever release this machine runs; needs no root.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { debianMirror, run } from '../../host/debian.ts';
import type { Suite } from './debian-packages.ts';

/** The keys of Debian's archive. */
export const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The paths of a release's .deb files. */
export interface Downloaded {
  readonly suite: Suite;
  readonly paths: readonly string[];
}

/** Into the folder, which must exist. Throws with apt's last lines. */
export async function downloadPackages(suites: readonly Suite[], folder: string): Promise<Downloaded[]> {
  const settings = await writeSettings(suites, folder);
  await run('apt-get', ['-c', settings, 'update', '-q']);
  const downloaded: Downloaded[] = [];
  for (const suite of suites) {
    const target = join(folder, suite.name);
    await mkdir(target);
    const wanted = suite.packages.map(each => `${each}/${suite.name}`);
    await run('env', ['--chdir', target, 'apt-get', '-c', settings, 'download', '-q', ...wanted]);
    const files = (await readdir(target)).filter(file => file.endsWith('.deb')).sort();
    downloaded.push({ suite, paths: files.map(file => join(target, file)) });
  }
  return downloaded;
}

/** The machine's own settings (a proxy, say), but other lists, of other releases, and no hooks. Returns the file's path. */
async function writeSettings(suites: readonly Suite[], folder: string): Promise<string> {
  const [lists, archives] = [join(folder, 'lists'), join(folder, 'archives')];
  const [status, sources] = [join(folder, 'status'), join(folder, 'sources.list')];
  for (const directory of [lists, archives]) await mkdir(join(directory, 'partial'), { recursive: true });
  await writeFile(status, '');
  const mirror = await debianMirror();
  await writeFile(sources, suites.map(({ name }) => `deb [signed-by=${keyring}] ${mirror} ${name} main\n`).join(''));
  const values = {
    'Dir::State::lists': lists,
    'Dir::State::status': status,
    'Dir::Cache::archives': archives,
    'Dir::Cache::pkgcache': '',
    'Dir::Cache::srcpkgcache': '',
    'Dir::Etc::sourcelist': sources,
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'APT::Sandbox::User': '',
    'Acquire::Languages': 'none',
  };
  const lines = Object.entries(values).map(([name, value]) => `${name} "${value}";`);
  const path = join(folder, 'apt.conf');
  await writeFile(path, ['#clear APT::Update::Post-Invoke;', ...lines, ''].join('\n'));
  return path;
}
