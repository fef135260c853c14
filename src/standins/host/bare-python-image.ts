// The Python image as the official one is: pip, setuptools and wheel, and nothing else that a job might install.
// For what installs from the package index; ours has pytest in it, so that the demo needs no index.
import type Docker from 'dockerode';
import { exclusively } from './exclusively.ts';
import { pythonImage } from './host-plan.ts';

export const barePythonImage = 'nightwatch/bare-python:3.11';

const [repo, tag] = barePythonImage.split(':') as [string, string];

/** Takes other Python packages out of our own image; Debian's list of packages stays true, so that apt still works. */
const purge = `
set -e
others=$(dpkg -S '/usr/lib/python3/dist-packages/*' | sed 's/: .*//; s/, /\\n/g' | sort -u |
  grep -vxE 'python3-(pip|setuptools|pkg-resources|wheel)')
dpkg --purge --force-unsafe-io $others`;

/** Makes it from the Python image, which must be there; does nothing when it is up to date. Throws with dpkg's words. */
export async function provideBarePythonImage(docker: Docker, tell: (line: string) => void): Promise<void> {
  const base = await docker.getImage(pythonImage).inspect();
  const isOurs = base.Config.Labels?.['nightwatch.base'] === 'debian';
  if (!isOurs) return void (await docker.getImage(base.Id).tag({ repo, tag }));
  await exclusively('nightwatch-bare-image', tell, async () => {
    if ((await baseOf(docker)) === base.Id) return;
    tell(`making ${barePythonImage} from ${pythonImage}…`);
    await commitWithout(docker, base.Id);
  });
}

async function baseOf(docker: Docker): Promise<string | undefined> {
  const images = await docker.listImages({ filters: { reference: [barePythonImage] } });
  return images[0]?.Labels?.['nightwatch.base'];
}

async function commitWithout(docker: Docker, base: string): Promise<void> {
  const container = await docker.createContainer({ Image: base, Cmd: ['sh', '-c', purge], Tty: true });
  try {
    await container.start();
    const { StatusCode } = await container.wait();
    if (StatusCode !== 0) throw new Error((await container.logs({ stdout: true })).toString('utf8'));
    await container.commit({ repo, tag, changes: `CMD ["python3"]\nLABEL nightwatch.base=${base}` });
  } finally {
    await container.remove({ force: true });
  }
}
