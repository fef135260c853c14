// What we ask of a Debian or Ubuntu host: its release, its mirror, its packages, and a command run to its end.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const anHour = 3_600_000;

/** Installs packages with apt, without recommended extras. Throws with apt's last lines. */
export async function installPackages(packages: string[], tell: (line: string) => void): Promise<void> {
  tell(`installing ${packages.join(', ')} from the system's packages…`);
  await run('apt-get', ['update', '-q']);
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages]);
}

/** Runs a system command and answers what it printed. Throws with the command and its last lines. */
export async function run(command: string, args: string[]): Promise<string> {
  const env = { ...process.env, PATH: systemPath(), DEBIAN_FRONTEND: 'noninteractive' };
  try {
    return (await execute(command, args, { env, timeout: anHour, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    // Some (debootstrap) complain on standard output.
    const said =
      error instanceof Error && 'stderr' in error && 'stdout' in error ? `${error.stdout}${error.stderr}` : '';
    const lines = (said.trim() || String(error)).split('\n').slice(-12).join('\n');
    throw new Error(`\`${command} ${args.join(' ')}\` failed on this machine. Its last words:\n${lines}`, {
      cause: error,
    });
  }
}

/** The search path with the administrator's folders, which `su` leaves out. */
export function systemPath(): string {
  return `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;
}

/** The name, id and code name of this system, from os-release. */
export function systemRelease(): { name: string; id: string; codename: string } {
  const text = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const value = (key: string) => new RegExp(`^${key}="?([^"\n]*)`, 'm').exec(text)?.[1] ?? '';
  return { name: value('PRETTY_NAME') || process.platform, id: value('ID'), codename: value('VERSION_CODENAME') };
}

/** The Debian mirror that apt uses here, so that a company's own mirror serves us too; else Debian's public one. */
export async function debianMirror(): Promise<string> {
  const { id, codename } = systemRelease();
  if (id !== 'debian') return publicMirror;
  const format = ['--format', '$(REPO_URI) $(RELEASE) $(COMPONENT)', 'Created-By: Packages'];
  return mirrorAmong(await run('apt-get', ['indextargets', '--no-release-info', ...format]), codename);
}

const publicMirror = 'http://deb.debian.org/debian/';

/** Picks from apt's index targets ("uri release component" a line) the archive that serves the system itself. */
export function mirrorAmong(targets: string, codename: string): string {
  const rows = targets.split('\n').map(line => line.split(' '));
  const own = rows.find(([uri, release, component]) => {
    return release === codename && component === 'main' && /^https?:/.test(uri ?? '');
  });
  return own?.[0] ?? publicMirror;
}
