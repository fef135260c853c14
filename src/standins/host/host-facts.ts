// Looks at this machine and says what it finds, for `hostPlan` to decide upon.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { systemPath, systemRelease } from './debian.ts';
import { type HostFacts, neededPackages, pythonImage } from './host-plan.ts';

/** Asks the engine and the file system; changes nothing. */
export async function lookAtHost(docker: Docker): Promise<HostFacts> {
  const engineSilence = await silenceOf(docker);
  const release = systemRelease();
  return {
    engineSilence,
    dockerHost: process.env['DOCKER_HOST'] || undefined,
    hasPythonImage: engineSilence === undefined && (await imageIsThere(docker, pythonImage)),
    system: release.name,
    packages: isOnPath('apt-get') && isOnPath('dpkg') ? 'apt' : 'other',
    isRoot: process.getuid?.() === 0,
    missing: neededPackages.filter(name => !isInstalled(name)),
  };
}

/** Whether the engine holds the image already. */
export async function imageIsThere(docker: Docker, image: string): Promise<boolean> {
  const images = await docker.listImages({ filters: { reference: [image] } });
  return images.length > 0;
}

async function silenceOf(docker: Docker): Promise<string | undefined> {
  try {
    await Promise.race([docker.ping(), silence(10_000)]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function silence(ms: number): Promise<never> {
  await pause(ms, undefined, { ref: false });
  throw new Error(`no answer in ${ms / 1000} s`);
}

function isInstalled(name: string): boolean {
  if (name === 'debian-archive-keyring') return existsSync('/usr/share/keyrings/debian-archive-keyring.gpg');
  return isOnPath(name === 'docker.io' ? 'dockerd' : name);
}

/** Whether a command of that name is in one of the folders of `systemPath`. */
export function isOnPath(command: string): boolean {
  return systemPath()
    .split(':')
    .some(folder => existsSync(join(folder, command)));
}
