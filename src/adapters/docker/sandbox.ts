// The port `Sandbox` on a Docker engine.
import Docker from 'dockerode';
import type { Environment } from '../../incident/reproduction.ts';
import { type Prepared, type Sandbox, Transient, type Tree, type Workspace } from '../../ports.ts';
import { backgroundOf } from './background.ts';
import { boundedOutput } from './bounded-output.ts';
import { type EngineSession, type Limits, noteUse, runner } from './container.ts';
import { engine, isMissing } from './engine.ts';
import { execute } from './execute.ts';
import { type Isolated, startWorkspace } from './isolated-container.ts';
import type { WorkspaceSettings } from './job-environment.ts';
import { prepare, type SetupNetwork } from './prepare.ts';
import { type IsAtWork, reap } from './reap.ts';
import { savedServices } from './services/saved-service.ts';
import { withServices } from './services/with-services.ts';
import { refillWords } from './shell.ts';
import { openedWorkspace } from './workspace.ts';

export interface SandboxOptions {
  /** Defaults to this machine's engine (DOCKER_HOST). */
  readonly docker?: Docker;
  readonly limits: Limits;
  /** Label of everything created here; the same after a restart. */
  readonly owner: string;
  /** Identifies this process among the owner's; different after a restart. */
  readonly processIdentity: string;
  /** The engine's network for setup. */
  readonly network?: string;
  /** CA bundle on the host, for setup only. */
  readonly caBundle?: string | undefined;
  /** `https_proxy` and the like, for setup only. */
  readonly proxy?: Readonly<Record<string, string>>;
  /** Variables that point installers at a package index, for setup only. */
  readonly packageIndex?: Readonly<Record<string, string>>;
  /** Masks secrets in command output. */
  readonly mask: (text: string) => Promise<string>;
}

export interface Sandboxes {
  /** The sandbox of a repository, named without its owner. Paths in it are those of GitHub's runner. */
  for(repositoryName: string, signal?: AbortSignal): Sandbox;
  /** Removes leftovers of this owner's processes and old environments; returns how many. Never removes what is in use. */
  reap(isAtWork: IsAtWork): Promise<number>;
  /** Throws `Transient` when the engine is not responding. */
  ping(): Promise<void>;
}

export function openSandbox(options: SandboxOptions): Sandboxes {
  const { limits, mask } = options;
  const session: EngineSession = {
    docker: options.docker ?? new Docker(),
    owner: options.owner,
    processIdentity: options.processIdentity,
    inUse: new Set(),
    lastUse: new Map(),
    imageLabels: new Map(),
  };
  const setupNetwork: SetupNetwork = {
    network: options.network ?? 'bridge',
    caBundle: options.caBundle,
    proxy: options.proxy ?? {},
    packageIndex: options.packageIndex ?? {},
  };
  const inProgress = new Map<string, Promise<Prepared>>();
  return {
    for(repositoryName, signal) {
      const bound = { ...session, signal };
      const settings: WorkspaceSettings = { limits, mask, workDirectory: workDirectoryOf(repositoryName) };
      return {
        prepare: (tree, recipe) => prepare({ session: bound, settings, setupNetwork, inProgress }, tree, recipe),
        open: (tree, environment) => open(bound, settings, { tree, environment }),
      };
    },
    reap: isAtWork => reap(session, isAtWork),
    async ping() {
      await engine(session.docker.ping());
    },
  };
}

function workDirectoryOf(repositoryName: string): string {
  if (!/^[A-Za-z0-9._-]+$/.test(repositoryName) || /^\.{1,2}$/.test(repositoryName)) {
    throw new Error(`${JSON.stringify(repositoryName)} is not a repository name.`);
  }
  return `/home/runner/work/${repositoryName}/${repositoryName}`;
}

interface Opening {
  readonly tree: Tree;
  readonly environment: Environment;
}

/** Limit for unpacking a tree, in seconds. */
const fillSeconds = 300;

/** The runner unpacks the tree inside the container, so that its names and symlinks have no effect outside. */
async function open(
  session: EngineSession,
  settings: WorkspaceSettings,
  { tree, environment }: Opening,
): Promise<Workspace> {
  const { workDirectory } = environment;
  noteUse(session, environment.digest);
  const running = await startEnvironment(session, settings.limits, environment);
  try {
    const output = boundedOutput(4_096);
    const ended = await execute(running.container, {
      words: refillWords(workDirectory),
      user: runner,
      env: {},
      input: tree.archive(),
      seconds: fillSeconds,
      output,
    });
    if (ended.end !== 'exited' || ended.exitCode !== 0) throw new Error(`Could not unpack the tree: ${output.text()}`);
    const background = await backgroundOf(session, environment.digest);
    return openedWorkspace(running, { ...settings, workDirectory }, background);
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
}

/** By content id, since the tag may have moved to another setup's result. */
async function startEnvironment(session: EngineSession, limits: Limits, environment: Environment): Promise<Isolated> {
  try {
    const services = await savedServices(session, environment.digest);
    const hosts = services.map(({ name }) => name);
    const running = await startWorkspace(session, environment.digest, { limits, hosts });
    return await withServices({ session, limits, running }, services);
  } catch (error) {
    if (isMissing(error)) throw new Transient(`The engine no longer has ${environment.image}.`, { cause: error });
    throw error;
  }
}
