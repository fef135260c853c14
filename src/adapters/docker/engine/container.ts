// Creates and removes containers.
import { randomUUID } from 'node:crypto';
import type Docker from 'dockerode';
import type { Container, ContainerCreateOptions, HostConfig } from 'dockerode';
import { Transient } from '../../../ports.ts';
import { engine, maybeAlive } from './engine.ts';
import { seccomp } from './seccomp.ts';

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
  /** Of an environment: the commit whose `.git` it has, and what `first-run.ts`, `saved-service.ts`, `background.ts` and `refusals.ts` keep. */
  commit: 'nightwatch.commit',
  firstRun: 'nightwatch.first-run',
  services: 'nightwatch.services',
  background: 'nightwatch.background',
  refusals: 'nightwatch.refusals',
  /** Names a container before the engine creates it, so that a reaper never finds one that its owner does not know yet. */
  container: 'nightwatch.container',
  /** Where workspaces have the runner's home, see `home.ts`. */
  home: 'nightwatch.home',
};

/** Runs the code under test; the same id as the user of GitHub's runner image. */
export const runner = '1001:1001';
/** Runs a forwarder of ports. Neither root nor the runner. */
export const keeper = '65534:65534';
/** Runs setup, and the first process of every container of the sandbox: the suite can neither stop nor trace it. */
export const root = '0:0';

export interface EngineSession {
  readonly docker: Docker;
  readonly owner: string;
  readonly processIdentity: string;
  /** On abort, every container started with it is removed, and with it whatever runs inside. */
  readonly signal?: AbortSignal | undefined;
  /** Names of this process's containers, all in use. */
  readonly inUse: Set<string>;
  /** When this process last used an environment, by the image's content id; seconds since 1970, as the engine counts. */
  readonly lastUse: Map<string, number>;
  /** What is known of images, by content id. */
  readonly images: Map<string, ImageFacts>;
}

/** They never change. */
export interface ImageFacts {
  readonly labels: Readonly<Record<string, string>>;
  /** Folders for which the engine makes a volume in each container. */
  readonly volumes: readonly string[];
}

export function noteUse({ lastUse }: EngineSession, imageId: string): void {
  lastUse.set(imageId, Date.now() / 1_000);
}

/** Leaving the scope removes the container with its volumes; doing so twice is harmless. */
export interface Running extends AsyncDisposable {
  readonly container: Container;
}

/** Removes a container with its volumes; does nothing if it is gone or being removed. */
export async function removeContainer(container: Container): Promise<void> {
  await maybeAlive(engine(container.remove({ force: true, v: true })));
}

/** What package managers and the images of databases need, which give files to a user and become that user. */
export const ofInstallers = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'SETGID', 'SETUID'];

const largestFile = 2 * 1024 * mebibyte;

export function share({ memoryMb, cpus, pids, diskMb }: Limits): HostConfig {
  const fileBytes = Math.min(largestFile, diskMb * mebibyte);
  return {
    SecurityOpt: ['no-new-privileges', seccomp],
    Memory: memoryMb * mebibyte,
    // Equal to Memory: no swap.
    MemorySwap: memoryMb * mebibyte,
    NanoCpus: Math.round(cpus * 1e9),
    PidsLimit: pids,
    IpcMode: 'private',
    Ulimits: [
      { Name: 'core', Soft: 0, Hard: 0 },
      { Name: 'nofile', Soft: 8_192, Hard: 8_192 },
      { Name: 'fsize', Soft: fileBytes, Hard: fileBytes },
    ],
  };
}

/** If the engine is down, the work in the container has already failed with that error, which is the one to report. */
function leaveToTheReaper(error: unknown): void {
  if (!(error instanceof Transient)) throw error;
}

/** Creates a container as `create` does, and starts it. */
export async function start(session: EngineSession, options: ContainerCreateOptions): Promise<Running> {
  const created = await create(session, options);
  try {
    await engine(created.container.start());
    return created;
  } catch (error) {
    await created[Symbol.asyncDispose]();
    throw error;
  }
}

/** Creates a container that is labelled as ours, and removes it when the session is aborted. */
export async function create(
  { docker, owner, processIdentity, inUse, signal }: EngineSession,
  options: ContainerCreateOptions,
): Promise<Running> {
  const name = randomUUID();
  inUse.add(name);
  let container: Container | undefined;
  const remove = async () => {
    if (container) await removeContainer(container).catch(leaveToTheReaper);
    inUse.delete(name);
  };
  try {
    container = await engine(
      docker.createContainer({
        ...options,
        name: `nightwatch-${name}`,
        Healthcheck: { Test: ['NONE'] },
        Labels: {
          ...options.Labels,
          [labels.owner]: owner,
          [labels.process]: processIdentity,
          [labels.container]: name,
        },
      }),
    );
    return boundTo(signal, { container, [Symbol.asyncDispose]: remove });
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Is removed when the signal aborts, too. Throws the signal's reason if it has; the container is then not bound, and still there. */
export function boundTo<Kind extends Running>(signal: AbortSignal | undefined, running: Kind): Kind {
  signal?.throwIfAborted();
  const remove = async () => running[Symbol.asyncDispose]();
  // If this fails, so does the next use of the container, which reports it.
  const onAbort = () => void remove().catch(() => {});
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    ...running,
    async [Symbol.asyncDispose]() {
      signal?.removeEventListener('abort', onAbort);
      await remove();
    },
  };
}
