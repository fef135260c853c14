// Makes and removes containers. The walls of the sandbox stand here, in two lists of settings.
import { randomUUID } from 'node:crypto';
import type Docker from 'dockerode';
import type { Container, ContainerCreateOptions, HostConfig } from 'dockerode';
import { Transient } from '../../ports.ts';
import { engine, maybeAlive } from './engine.ts';

export interface Limits {
  readonly memoryMb: number;
  readonly cpus: number;
  readonly pids: number;
  readonly setupSeconds: number;
  /** Bytes of a command's output that are kept. */
  readonly outputBytes: number;
  /** What one container may write to disk, the tree itself included. */
  readonly diskMb: number;
}

export const mebibyte = 1024 * 1024;

export const labels = {
  owner: 'nightwatch.owner',
  /** Identity of the process that created it. The value is older than this name and stays, so that older containers are still found. */
  process: 'nightwatch.life',
  kind: 'nightwatch.kind',
  /** Names one container before the engine has, so that a reaper cannot meet one that its owner does not know yet. */
  container: 'nightwatch.container',
};

/** Who runs what is tested: the user of GitHub's own runner image has this id too. */
export const runner = '1001:1001';
/** Holds the container open. Neither root nor the runner, so that the suite can neither stop nor trace it. */
const keeper = '65534:65534';
const root = '0:0';

export interface EngineSession {
  readonly docker: Docker;
  readonly owner: string;
  readonly processIdentity: string;
  /** Aborted, it removes every container started with it, and whatever runs in one ends. */
  readonly signal?: AbortSignal | undefined;
  /** Names of this process's containers; what is in here is in use. */
  readonly inUse: Set<string>;
  /** When this process last used an environment, by the image's content id; seconds since 1970, as the engine counts. */
  readonly lastUse: Map<string, number>;
}

export function noteUse({ lastUse }: EngineSession, imageId: string): void {
  lastUse.set(imageId, Date.now() / 1_000);
}

/** Leaving its scope removes it with its volumes; doing so again does nothing. */
export interface Running extends AsyncDisposable {
  readonly container: Container;
}

/** A container in which repository code runs: no network, no rights, no more than its share. */
export function startWorkspace(session: EngineSession, image: string, limits: Limits): Promise<Running> {
  const host: HostConfig = {
    ...share(limits),
    NetworkMode: 'none',
    CapDrop: ['ALL'],
    // Not stored anywhere but counted as memory. Tests write programs here and run them.
    Tmpfs: { '/tmp': `rw,exec,nosuid,nodev,mode=1777,size=${Math.floor(limits.memoryMb / 2)}m` },
    ShmSize: 64 * mebibyte,
  };
  return start(session, { Image: image, User: keeper, HostConfig: host, Labels: { [labels.kind]: 'workspace' } });
}

/** A container in which set-up runs: root with the few rights that package managers need, and with network. */
export function startSetup(
  session: EngineSession,
  image: string,
  setup: { limits: Limits; network: string },
): Promise<Running> {
  const host: HostConfig = {
    ...share(setup.limits),
    NetworkMode: setup.network,
    CapDrop: ['ALL'],
    CapAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'SETGID', 'SETUID'],
  };
  return start(session, { Image: image, User: root, HostConfig: host, Labels: { [labels.kind]: 'setup' } });
}

/** Removes a container with its volumes; nothing to do when it is gone or going. */
export async function removeContainer(container: Container): Promise<void> {
  await maybeAlive(engine(container.remove({ force: true, v: true })));
}

const hostname = 'runner';
const largestFile = 2 * 1024 * mebibyte;

function share({ memoryMb, cpus, pids }: Limits): HostConfig {
  return {
    SecurityOpt: ['no-new-privileges'],
    Memory: memoryMb * mebibyte,
    // Equal to Memory: no swap.
    MemorySwap: memoryMb * mebibyte,
    NanoCpus: Math.round(cpus * 1e9),
    PidsLimit: pids,
    IpcMode: 'private',
    // Programs look up their own machine; without a network nobody else would answer.
    ExtraHosts: [`${hostname}:127.0.0.1`],
    Ulimits: [
      { Name: 'core', Soft: 0, Hard: 0 },
      { Name: 'nofile', Soft: 8_192, Hard: 8_192 },
      { Name: 'fsize', Soft: largestFile, Hard: largestFile },
    ],
  };
}

/**
 * A shell that waits is the first process: it buries orphans, which would count against the limit of processes for ever. An
 * engine's own init would do too, but not every engine has one installed.
 */
const waiting = 'trap exit TERM; while :; do sleep 3600 & wait; done';

/** An engine that is gone has been met by whoever worked here, and that fault is the one to be told. */
function leaveToTheReaper(error: unknown): void {
  if (!(error instanceof Transient)) throw error;
}

async function start(
  { docker, owner, processIdentity, inUse, signal }: EngineSession,
  options: ContainerCreateOptions,
): Promise<Running> {
  const name = randomUUID();
  inUse.add(name);
  let container: Container | undefined;
  const remove = async () => {
    if (container) await removeContainer(container).catch(leaveToTheReaper);
    inUse.delete(name);
    signal?.removeEventListener('abort', onAbort);
  };
  // A fault here is met again, and reported, by whoever uses the container.
  const onAbort = () => void remove().catch(() => {});
  try {
    container = await engine(
      docker.createContainer({
        ...options,
        name: `nightwatch-${name}`,
        Entrypoint: ['/bin/sh', '-c', waiting],
        Cmd: [],
        WorkingDir: '/',
        Hostname: hostname,
        Healthcheck: { Test: ['NONE'] },
        Labels: {
          ...options.Labels,
          [labels.owner]: owner,
          [labels.process]: processIdentity,
          [labels.container]: name,
        },
      }),
    );
    signal?.throwIfAborted();
    signal?.addEventListener('abort', onAbort, { once: true });
    await engine(container.start());
    return { container, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
