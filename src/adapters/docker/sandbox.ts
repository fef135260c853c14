// The port `Sandbox` on a Docker engine.
import Docker from 'dockerode';
import type { Environment } from '../../incident/reproduction.ts';
import { type Prepared, type Sandbox, Transient, type Tree, type Workspace } from '../../ports.ts';
import { boundedOutput } from './bounded-output.ts';
import { type EngineSession, type Limits, noteUse, type Running, runner, startWorkspace } from './container.ts';
import { engine, isMissing } from './engine.ts';
import { execute } from './execute.ts';
import { prepare, type SetupNetwork } from './prepare.ts';
import { type IsAtWork, reap } from './reap.ts';
import { refillWords } from './shell.ts';
import { openedWorkspace, type WorkspaceSettings } from './workspace.ts';

export interface SandboxOptions {
  /** The engine; the usual one of this machine (DOCKER_HOST) unless given. */
  readonly docker?: Docker;
  readonly limits: Limits;
  /** Marks everything made here; the same after a restart. */
  readonly owner: string;
  /** Names this process among those of the owner; another one after a restart. */
  readonly processIdentity: string;
  /** The engine's network for set-up. */
  readonly network?: string;
  /** Host's file of CA certificates, given to set-up only. */
  readonly caBundle?: string | undefined;
  /** `https_proxy` and its like, given to set-up only. */
  readonly proxy?: Readonly<Record<string, string>>;
  /** Takes secrets out of what commands print. */
  readonly mask: (text: string) => Promise<string>;
}

export interface Sandboxes {
  /** The sandbox of a repository, named without its owner: paths in it are those of GitHub's own runner. */
  for(repositoryName: string, signal?: AbortSignal): Sandbox;
  /** Removes what processes of this owner left behind, and old environments; returns how many. Never removes what is in use. */
  reap(isAtWork: IsAtWork): Promise<number>;
  /** Throws `Transient` when the engine does not answer. */
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
  };
  const setupNetwork: SetupNetwork = {
    network: options.network ?? 'bridge',
    caBundle: options.caBundle,
    proxy: options.proxy ?? {},
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
    throw new Error(`${JSON.stringify(repositoryName)} is no name of a repository.`);
  }
  return `/home/runner/work/${repositoryName}/${repositoryName}`;
}

interface Opening {
  readonly tree: Tree;
  readonly environment: Environment;
}

/** How long a tree may take to arrive, in seconds. */
const fillSeconds = 300;

/** The tree is unpacked by the runner inside the container: whatever its names and symlinks say, they mean nothing outside. */
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
    if (ended.end !== 'exited' || ended.exitCode !== 0) throw new Error(`The tree was not unpacked: ${output.text()}`);
    return openedWorkspace(running, { ...settings, workDirectory });
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
}

/** By content, since the name may have been given to another set-up's result. Without it an incident cannot go on as it began. */
async function startEnvironment(session: EngineSession, limits: Limits, environment: Environment): Promise<Running> {
  try {
    return await startWorkspace(session, environment.digest, limits);
  } catch (error) {
    if (isMissing(error)) throw new Transient(`The engine no longer has ${environment.image}.`, { cause: error });
    throw error;
  }
}
