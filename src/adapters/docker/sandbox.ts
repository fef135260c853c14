// The port `Sandbox` on a Docker engine.
import Docker from 'dockerode';
import type { Keeper } from '../../incident/kept.ts';
import type { Environment } from '../../incident/reproduction.ts';
import { workTreeOf } from '../../incident/runner-places.ts';
import type { Prepared, Sandbox, Tree, Workspace } from '../../ports.ts';
import { backgroundOf } from './background.ts';
import type { AllowedHost } from './egress/allowed-hosts.ts';
import type { Outlet } from './egress/connected-setup.ts';
import { boundedOutput } from './engine/bounded-output.ts';
import { type EngineSession, type Limits, noteUse, runner } from './engine/container.ts';
import { engine } from './engine/engine.ts';
import { execute } from './engine/execute.ts';
import { fillHomeWords, homeFor, homeOf } from './home.ts';
import type { WorkspaceSettings } from './job-environment.ts';
import { keptImages } from './kept-images.ts';
import { withOrigin } from './made-with.ts';
import { type IsAtWork, reap } from './reap.ts';
import { savedServices } from './services/saved-service.ts';
import { withServices } from './services/with-services.ts';
import { prepare } from './setup/prepare.ts';
import { type ScopeOrigin, scopeOf } from './setup/scope.ts';
import type { SetupNetwork } from './setup/setup-context.ts';
import { refillWords } from './shell.ts';
import { openedWorkspace } from './workspace.ts';
import { type WorkspaceSupply, withoutEnvironment, workspaceSupply } from './workspace-supply.ts';

export interface SandboxOptions {
  /** Defaults to this machine's engine (DOCKER_HOST). */
  readonly docker?: Docker;
  readonly limits: Limits;
  /** Label of everything created here; the same after a restart. */
  readonly owner: string;
  /** Identifies this process among the owner's; different after a restart. */
  readonly processIdentity: string;
  /** The engine's network by which setup's proxy leads out. */
  readonly network?: string;
  /** Hosts that setup may reach beside the registries; they may be in a private network. */
  readonly allowedHosts?: readonly AllowedHost[];
  /** CA bundle on the host, for setup only. */
  readonly caBundle?: string | undefined;
  /** The host's own proxy, through which setup's leads, and what is reached without it. */
  readonly upstream?: Outlet['upstream'];
  readonly direct?: readonly string[];
  /** Variables that point installers at a package index, for setup only. */
  readonly packageIndex?: Readonly<Record<string, string>>;
  /** Masks secrets in command output. */
  readonly mask: (text: string) => Promise<string>;
}

/** Leaving the scope removes what waits for later use. */
export interface Sandboxes extends AsyncDisposable {
  /** The sandbox of a run: it finds what was kept for its repository and branch. Paths in it are those of GitHub's runner. */
  for(run: ScopeOrigin, signal?: AbortSignal): Sandbox;
  readonly images: Keeper;
  /** Removes leftovers of this owner's processes; returns how many. Never removes what is in use. */
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
    images: new Map(),
  };
  const setupNetwork: SetupNetwork = {
    outlet: {
      network: options.network ?? 'bridge',
      allowedHosts: options.allowedHosts ?? [],
      upstream: options.upstream ?? {},
      direct: options.direct ?? [],
    },
    caBundle: options.caBundle,
    packageIndex: options.packageIndex ?? {},
  };
  const inProgress = new Map<string, Promise<Prepared>>();
  const supply = workspaceSupply(session, limits);
  return {
    for(run, signal) {
      const bound = { ...session, signal };
      const settings: WorkspaceSettings = { limits, mask, workDirectory: workDirectoryOf(run.repo) };
      const context = { session: bound, scope: scopeOf(run), settings, setupNetwork, inProgress };
      return {
        prepare: async (tree, recipe) => withOrigin(bound, recipe, await prepare(context, tree, recipe)),
        open: (tree, environment) => open({ session: bound, supply, settings }, tree, environment),
      };
    },
    images: keptImages(session),
    reap: isAtWork => reap(session, isAtWork),
    async ping() {
      await engine(session.docker.ping());
    },
    [Symbol.asyncDispose]: () => supply[Symbol.asyncDispose](),
  };
}

function workDirectoryOf(repositoryName: string): string {
  if (!/^[A-Za-z0-9._-]+$/.test(repositoryName) || /^\.{1,2}$/.test(repositoryName)) {
    throw new Error(`${JSON.stringify(repositoryName)} is not a repository name.`);
  }
  return workTreeOf(repositoryName);
}

interface OpeningContext {
  readonly session: EngineSession;
  readonly supply: WorkspaceSupply;
  readonly settings: WorkspaceSettings;
}

/** Limit for unpacking a tree, in seconds. */
const fillSeconds = 300;

/** The runner unpacks the tree inside the container, so that its names and symlinks have no effect outside. */
async function open(
  { session, supply, settings }: OpeningContext,
  tree: Tree,
  environment: Environment,
): Promise<Workspace> {
  const { workDirectory, digest } = environment;
  const { limits } = settings;
  noteUse(session, digest);
  const laidAside = await homeOf(session, digest).catch(withoutEnvironment(environment));
  const home = await homeFor(laidAside, tree, limits);
  const taken = await supply.take(environment, { home, signal: session.signal });
  const running = await withServices({ session, limits, running: taken }, await savedServices(session, digest));
  try {
    const output = boundedOutput(4_096);
    const ended = await execute(running.container, {
      words: laidAside === 'memory' ? fillHomeWords(workDirectory) : refillWords(workDirectory),
      user: runner,
      env: {},
      input: tree.archive(),
      seconds: fillSeconds,
      output,
    });
    if (ended.end !== 'exited' || ended.exitCode !== 0) throw new Error(`Could not unpack the tree: ${output.text()}`);
    const background = await backgroundOf(session, digest);
    return openedWorkspace(running, { ...settings, workDirectory }, background);
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
}
