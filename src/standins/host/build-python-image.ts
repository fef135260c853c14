// Makes the Python image from Debian's own packages, for machines that reach a Debian mirror but no image registry.
// bookworm is what the official image of that name is made of, and its Python is 3.11 as well.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { debianMirror, run } from './debian.ts';
import { pythonImage } from './host-plan.ts';
import { untilDone } from './progress.ts';

const packages = [
  ...['ca-certificates', 'git', 'python3', 'python3-pip', 'python3-venv', 'python-is-python3'],
  ...['python3-setuptools', 'python3-wheel'],
  // What CI installs first. With it there, `pip install pytest` is content without reaching PyPI.
  ...['python3-pytest', 'python3-pytest-cov', 'python3-pytest-mock', 'python3-hypothesis'],
];

/** EXTERNALLY-MANAGED would make pip refuse to install, which the official image does not; the rest is dead weight. */
const superfluous = [
  'usr/lib/python3.11/EXTERNALLY-MANAGED',
  ...['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/info'],
  ...['var/cache/apt', 'var/lib/apt/lists', 'var/log/bootstrap.log', 'var/log/dpkg.log', 'etc/hostname'],
];

const settings = ['CMD ["python3"]', 'ENV LANG=C.UTF-8', 'LABEL nightwatch.base=debian'];

/** Takes about a minute and needs root. Throws with debootstrap's last lines. */
export async function buildPythonImage(docker: Docker, tell: (line: string) => void): Promise<void> {
  const mirror = await debianMirror();
  tell(`building ${pythonImage} from Debian's packages (${mirror}; about a minute)…`);
  // Not the system's temporary folder: Debian 13 mounts /tmp `nodev`, which debootstrap refuses.
  const folder = await mkdtemp('/var/tmp/nightwatch-image-');
  const root = join(folder, 'root');
  try {
    await run('debootstrap', ['--variant=minbase', `--include=${packages.join(',')}`, 'bookworm', root, mirror]);
    for (const path of superfluous) await rm(join(root, path), { recursive: true, force: true });
    await importFolder(docker, root);
  } finally {
    // Not across mounts: a debootstrap killed midway may leave /proc mounted in there.
    await run('rm', ['-rf', '--one-file-system', folder]);
  }
  tell(`${pythonImage} is ready`);
}

async function importFolder(docker: Docker, root: string): Promise<void> {
  const tar = spawn('tar', ['--numeric-owner', '-C', root, '-c', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const tarEnd = new Promise<number | null>(resolve => tar.on('close', resolve));
  const [repo, tag] = pythonImage.split(':');
  const stream = await docker.importImage(tar.stdout, { repo, tag, changes: settings.join('\n') });
  await untilDone(docker, stream);
  if ((await tarEnd) !== 0) throw new Error(`tar could not read all of ${root}; the image ${pythonImage} is not whole`);
}
