// Starts the containers in which a repository's code runs. The settings here are the sandbox's isolation.
import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import { notes } from '../shell.ts';
import {
  create,
  type EngineSession,
  type Limits,
  labels,
  ofInstallers,
  type Running,
  root,
  share,
} from './container.ts';
import { engine } from './engine.ts';
import { imageVolumes } from './image-labels.ts';
import type { Runtime } from './runtime.ts';
import { temporaryFolders, volumesInMemory, writableFolders } from './sized-volumes.ts';
import { attachShell, type StandingShell, withStandingShell } from './standing-shell.ts';

export interface Isolated extends Running {
  readonly shell: StandingShell;
  /** Everything that the runner may write to is limited by the kernel. */
  readonly isSized: boolean;
}

/** Where a workspace has the runner's home: in the container's layer on disk, or in memory under a read-only root. */
export type Home = 'disk' | 'memory';

export interface Place {
  readonly limits: Limits;
  /** Names that lead to the container itself, where its services are. */
  readonly hosts: readonly string[];
}

/** A container for repository code: no network, limited resources, and no way to root, whose shell may end every process. */
export async function startWorkspace(
  session: EngineSession,
  image: string,
  { limits, hosts, home, runtime }: Place & { home: Home; runtime: Runtime },
): Promise<Isolated> {
  const isSized = home === 'memory';
  const host: HostConfig = {
    ...share(limits),
    NetworkMode: 'none',
    ExtraHosts: ownNames(hosts),
    CapDrop: ['ALL'],
    CapAdd: ['DAC_OVERRIDE', 'KILL'],
    Tmpfs: {
      ...volumesInMemory(await imageVolumes(session, image), limits),
      ...temporaryFolders(limits),
      ...(isSized && writableFolders(limits, notes)),
    },
    ReadonlyRootfs: isSized,
    ...runtime,
  };
  const started = await start(session, { Image: image, HostConfig: host, Labels: { [labels.kind]: 'workspace' } });
  return { ...started, isSized };
}

/** A container for setup: no network of its own, and root with only the capabilities that package managers need. */
export async function startSetup(session: EngineSession, image: string, { limits, hosts }: Place): Promise<Isolated> {
  const host: HostConfig = {
    ...share(limits),
    NetworkMode: 'none',
    ExtraHosts: ownNames(hosts),
    CapDrop: ['ALL'],
    CapAdd: [...ofInstallers, 'KILL'],
    Tmpfs: volumesInMemory(await imageVolumes(session, image), limits),
  };
  const started = await start(session, { Image: image, HostConfig: host, Labels: { [labels.kind]: 'setup' } });
  return { ...started, isSized: false };
}

const hostname = 'runner';

/** Programs resolve their own host name; without a network only this entry can answer. */
function ownNames(hosts: readonly string[]): string[] {
  return [hostname, ...hosts].map(name => `${name}:127.0.0.1`);
}

async function start(
  session: EngineSession,
  options: ContainerCreateOptions & { HostConfig: HostConfig },
): Promise<Omit<Isolated, 'isSized'>> {
  // The engine's log would hold everything that is read through the shell.
  const HostConfig = { ...options.HostConfig, LogConfig: { Type: 'none', Config: {} } };
  const created = await create(session, {
    ...withStandingShell,
    ...options,
    HostConfig,
    User: root,
    Hostname: hostname,
  });
  try {
    const shell = await attachShell(created.container);
    await engine(created.container.start());
    return { ...created, shell };
  } catch (error) {
    await created[Symbol.asyncDispose]();
    throw error;
  }
}
