// What must not outlive Nightwatch: containers, volumes, locks, unfinished mirrors and temporary files.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { labels } from '../../adapters/docker/engine/container.ts';

export interface LeakScope {
  readonly docker: Docker;
  /** Of every process that was started. */
  readonly pids: ReadonlySet<number>;
  /** Names of the engine's volumes before the first process started. */
  readonly volumes: ReadonlySet<string>;
  /** DATA_DIRECTORY. */
  readonly dataDirectory: string;
  /** TMPDIR, used by Nightwatch alone. */
  readonly temporary: string;
}

/** One name for each leak; empty when there is none. */
export async function findLeaks(scope: LeakScope): Promise<string[]> {
  const { docker, volumes, dataDirectory, temporary } = scope;
  const containers = await containersOf(scope);
  const newVolumes = [...(await volumeNames(docker))].filter(name => !volumes.has(name));
  const inMirrors = await namesBelow(join(dataDirectory, 'mirrors'));
  return [
    ...containers.map(name => `container ${name}`),
    ...newVolumes.map(name => `volume ${name}`),
    ...inMirrors.filter(isUnfinished).map(name => `mirrors/${name}`),
    ...(await namesBelow(temporary)).map(name => `temporary ${name}`),
  ];
}

export async function containersOf({ docker, pids }: Pick<LeakScope, 'docker' | 'pids'>): Promise<string[]> {
  const all = await docker.listContainers({ all: true, filters: { label: [labels.process] } });
  return all.filter(({ Labels }) => pids.has(pidOf(Labels[labels.process]))).map(({ Names, Id }) => Names[0] ?? Id);
}

/** The process that a container belongs to, by its label. */
export function pidOf(label = ''): number {
  return Number(label.split('/').at(-3));
}

export async function volumeNames(docker: Docker): Promise<Set<string>> {
  // Not those that a container still uses: others may work on this engine at the same time.
  const { Volumes } = await docker.listVolumes({ filters: { dangling: ['true'] } });
  return new Set((Volumes ?? []).map(({ Name }) => Name));
}

/** A mirror being built, an index file, the marker of a fetch, a lock, or a pack that git had begun. */
function isUnfinished(path: string): boolean {
  return /(^|\/)(\.new-|nightwatch-(index|fetch)-)[^/]*$|\.lock$|(^|\/)(tmp_|\.tmp-)[^/]*$/.test(path);
}

async function namesBelow(directory: string): Promise<string[]> {
  return await readdir(directory, { recursive: true }).catch(() => []);
}
