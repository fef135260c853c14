// Starts the containers in which a repository's code runs. The settings here are the sandbox's isolation.
import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import {
  create,
  type EngineSession,
  type Limits,
  labels,
  mebibyte,
  ofInstallers,
  type Running,
  root,
  share,
} from './container.ts';
import { engine } from './engine.ts';
import { attachShell, type StandingShell, withStandingShell } from './standing-shell.ts';

export interface Isolated extends Running {
  readonly shell: StandingShell;
}

export interface Place {
  readonly limits: Limits;
  /** Names that lead to the container itself, where its services are. */
  readonly hosts: readonly string[];
}

/** A container for repository code: no network, limited resources, and no way to root, whose shell may end every process. */
export function startWorkspace(session: EngineSession, image: string, { limits, hosts }: Place): Promise<Isolated> {
  const host: HostConfig = {
    ...share(limits),
    NetworkMode: 'none',
    ExtraHosts: ownNames(hosts),
    CapDrop: ['ALL'],
    CapAdd: ['DAC_OVERRIDE', 'KILL'],
    // Counts as memory, not as disk. Executable, because tests write programs here and run them.
    Tmpfs: { '/tmp': `rw,exec,nosuid,nodev,mode=1777,size=${Math.floor(limits.memoryMb / 2)}m` },
    ShmSize: 64 * mebibyte,
  };
  return start(session, { Image: image, HostConfig: host, Labels: { [labels.kind]: 'workspace' } });
}

/** A container for setup: network, and root with only the capabilities that package managers need. */
export function startSetup(
  session: EngineSession,
  image: string,
  { limits, hosts, network }: Place & { network: string },
): Promise<Isolated> {
  const host: HostConfig = {
    ...share(limits),
    NetworkMode: network,
    ExtraHosts: ownNames(hosts),
    CapDrop: ['ALL'],
    CapAdd: [...ofInstallers, 'KILL'],
  };
  return start(session, { Image: image, HostConfig: host, Labels: { [labels.kind]: 'setup' } });
}

const hostname = 'runner';

/** Programs resolve their own host name; without a network only this entry can answer. */
function ownNames(hosts: readonly string[]): string[] {
  return [hostname, ...hosts].map(name => `${name}:127.0.0.1`);
}

async function start(
  session: EngineSession,
  options: ContainerCreateOptions & { HostConfig: HostConfig },
): Promise<Isolated> {
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
