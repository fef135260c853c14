// What is still there after the last life has ended: nothing of Nightwatch's may be, but its data.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { labels } from '../../adapters/docker/container.ts';

export interface Belongings {
  readonly docker: Docker;
  /** Of every life there was. */
  readonly pids: ReadonlySet<number>;
  /** Names of the engine's volumes before the first life. */
  readonly volumes: ReadonlySet<string>;
  /** DATA_DIRECTORY. */
  readonly dataDirectory: string;
  /** TMPDIR, nobody else's. */
  readonly temporary: string;
}

/** Names, for people; empty when all is clean. */
export async function leftBehind(belongings: Belongings): Promise<string[]> {
  const { docker, volumes, dataDirectory, temporary } = belongings;
  const containers = await containersOf(belongings);
  const newVolumes = [...(await volumeNames(docker))].filter(name => !volumes.has(name));
  const inMirrors = await namesBelow(join(dataDirectory, 'mirrors'));
  return [
    ...containers.map(name => `container ${name}`),
    ...newVolumes.map(name => `volume ${name}`),
    ...inMirrors.filter(isUnfinished).map(name => `mirrors/${name}`),
    ...(await namesBelow(temporary)).map(name => `temporary ${name}`),
  ];
}

export async function containersOf({ docker, pids }: Pick<Belongings, 'docker' | 'pids'>): Promise<string[]> {
  const all = await docker.listContainers({ all: true, filters: { label: [labels.process] } });
  const pidOf = (life = '') => Number(life.split('/').at(-3));
  return all.filter(({ Labels }) => pids.has(pidOf(Labels[labels.process]))).map(({ Names, Id }) => Names[0] ?? Id);
}

export async function volumeNames(docker: Docker): Promise<Set<string>> {
  const { Volumes } = await docker.listVolumes();
  return new Set((Volumes ?? []).map(({ Name }) => Name));
}

/** A mirror in the making, an index file, the sign of a fetch, a lock, or a pack that git had begun. */
function isUnfinished(path: string): boolean {
  return /(^|\/)(\.new-|nightwatch-(index|fetch)-)[^/]*$|\.lock$|(^|\/)(tmp_|\.tmp-)[^/]*$/.test(path);
}

async function namesBelow(directory: string): Promise<string[]> {
  return await readdir(directory, { recursive: true }).catch(() => []);
}
