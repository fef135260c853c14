// Builds the environment of a recipe: setup runs once, with network, and the result is saved as an image.
import { readFile } from 'node:fs/promises';
import type { Container } from 'dockerode';
import type { Recipe, Script } from '../../incident/reproduction.ts';
import { languages } from '../../languages/languages.ts';
import { type Finished, type Prepared, Transient, type Tree } from '../../ports.ts';
import { baseImage, maybeImageId } from './base-image.ts';
import { boundedOutput } from './bounded-output.ts';
import { commit } from './commit.ts';
import { type EngineSession, labels, mebibyte, noteUse, startSetup } from './container.ts';
import { maybeAlive } from './engine.ts';
import { environmentKey } from './environment-key.ts';
import { type Ended, execute, type Program } from './execute.ts';
import { atCommit, placeGitDirectory } from './git-directory.ts';
import { fillWords, finishWords, oomKillWords, scriptWords } from './shell.ts';
import { unlessAborted } from './unless-aborted.ts';
import { jobEnvironment, type WorkspaceSettings } from './workspace.ts';

/** Network access of setup; later runs have none. */
export interface SetupNetwork {
  /** The engine's network; `bridge` unless configured otherwise. */
  readonly network: string;
  /** CA bundle on the host, for a proxy that intercepts TLS. */
  readonly caBundle?: string | undefined;
  /** `https_proxy` and the like. */
  readonly proxy: Readonly<Record<string, string>>;
  /** Variables that point installers at a package index. */
  readonly packageIndex: Readonly<Record<string, string>>;
}

export interface SetupContext {
  readonly session: EngineSession;
  readonly settings: WorkspaceSettings;
  readonly setupNetwork: SetupNetwork;
  /** Setups in progress, by image: a second request for the same image waits for the first. */
  readonly inProgress: Map<string, Promise<Prepared>>;
}

export const repository = 'nightwatch/environment';

export async function prepare(context: SetupContext, tree: Tree, recipe: Recipe): Promise<Prepared> {
  const started = performance.now();
  const { session, settings, inProgress } = context;
  const base = await unlessAborted(baseImage(session.docker, recipe.image), session.signal);
  if (base.kind === 'unavailable') return failed(`docker pull ${recipe.image}`, { exitCode: 1, output: base.reason });
  const { workDirectory } = settings;
  const key = await environmentKey({ baseImage: base.id, recipe, tree, workDirectory });
  const image = `${repository}:${key}`;
  const digest = await maybeImageId(session.docker, image);
  if (digest) {
    noteUse(session, digest);
    const wish = { tree, history: recipe.history, limits: settings.limits };
    const environment = await atCommit(session, { image, digest, workDirectory }, wish);
    return { kind: 'ready', environment, cached: true, seconds: since(started) };
  }
  const shared = inProgress.get(image);
  // Another incident's setup is aborted with that incident; a waiting one then runs its own.
  if (shared)
    return unlessAborted(
      shared.catch(() => prepare(context, tree, recipe)),
      session.signal,
    );
  const building = build(context, { tree, recipe, base: base.id, image });
  inProgress.set(image, building);
  return building.finally(() => inProgress.delete(image));
}

interface Plan {
  readonly tree: Tree;
  readonly recipe: Recipe;
  readonly base: string;
  readonly image: string;
}

async function build(context: SetupContext, { tree, recipe, base, image }: Plan): Promise<Prepared> {
  const started = performance.now();
  const { session, settings, setupNetwork } = context;
  const { limits, workDirectory } = settings;
  await using setup = await startSetup(session, base, { limits, network: setupNetwork.network });
  const { container } = setup;
  await must('filling the work tree', container, { words: fillWords(workDirectory), input: tree.archive() });
  await placeGitDirectory(container, { tree, history: recipe.history, workDirectory }, '0:0');
  const { caches, certificateVariables } = languages[recipe.language].building;
  const trusted = await trust(container, setupNetwork, ['SSL_CERT_FILE', ...certificateVariables]);
  const env = { ...jobEnvironment(workDirectory), ...setupNetwork.proxy, ...setupNetwork.packageIndex, ...trusted };
  for (const script of recipe.setup) {
    const finished = await runScript(container, script, {
      context,
      env,
      seconds: limits.setupSeconds - since(started),
    });
    if (finished.end !== 'exited' || finished.exitCode !== 0) return { kind: 'failed', command: script.text, finished };
  }
  await must('finishing setup', container, { words: finishWords(workDirectory, caches), input: '' });
  const notes = { [labels.owner]: session.owner, [labels.commit]: tree.commit ?? '' };
  const digest = await commit(container, image, notes);
  return { kind: 'ready', environment: { image, digest, workDirectory }, cached: false, seconds: since(started) };
}

interface ScriptContext {
  readonly context: SetupContext;
  readonly env: Readonly<Record<string, string>>;
  readonly seconds: number;
}

async function runScript(
  container: Container,
  script: Script,
  { context, env, seconds }: ScriptContext,
): Promise<Finished> {
  const { limits, workDirectory, mask } = context.settings;
  const started = performance.now();
  const output = boundedOutput(limits.outputBytes);
  const ended = await execute(container, {
    words: scriptWords(script, workDirectory),
    user: '0:0',
    env: { ...env, ...script.env },
    input: script.text,
    seconds: Math.max(1, seconds),
    output,
    diskBytes: limits.diskMb * mebibyte,
  });
  return { ...(await result(container, ended)), output: await mask(output.text()), seconds: since(started) };
}

async function result(container: Container, ended: Ended): Promise<Pick<Finished, 'end' | 'exitCode'>> {
  if (ended.end !== 'exited') return { end: ended.end, exitCode: null };
  if (ended.exitCode === 0) return ended;
  const oomKills = await must('counting', container, { words: oomKillWords(), input: '' });
  return Number.parseInt(oomKills, 10) > 0 ? { end: 'out-of-memory', exitCode: null } : ended;
}

/**
 * Returns the variables, set to the bundle's path; none without a bundle. It is copied, not mounted: the engine may run on
 * another machine or see other paths.
 */
async function trust(
  container: Container,
  { caBundle }: SetupNetwork,
  variables: readonly string[],
): Promise<Record<string, string>> {
  if (!caBundle) return {};
  const path = '/tmp/nightwatch-ca.pem';
  const words = ['/bin/sh', '-c', 'cat > "$1"', 'nightwatch', path];
  await must('copying the CA bundle', container, { words, input: await readFile(caBundle, 'utf8') });
  return Object.fromEntries(variables.map(name => [name, path]));
}

/** Runs a step of our own as root; returns its output. Throws when it fails, since no script of the recipe is to blame. */
async function must(what: string, container: Container, step: Pick<Program, 'words' | 'input'>): Promise<string> {
  const output = boundedOutput(4_096);
  const ended = await maybeAlive(execute(container, { ...step, user: '0:0', env: {}, seconds: 300, output }));
  if (!ended) throw new Transient('The container was stopped from outside.');
  if (ended.end !== 'exited' || ended.exitCode !== 0) throw new Error(`${what} failed: ${ended.end} ${output.text()}`);
  return output.text();
}

function failed(command: string, { exitCode, output }: { exitCode: number; output: string }): Prepared {
  return { kind: 'failed', command, finished: { end: 'exited', exitCode, output, seconds: 0 } };
}

function since(started: number): number {
  return (performance.now() - started) / 1_000;
}
