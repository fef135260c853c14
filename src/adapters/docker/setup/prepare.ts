// Builds the environment of a recipe: setup runs once, with network, and the result is saved as an image.
import { readFile } from 'node:fs/promises';
import type { Container } from 'dockerode';
import type { Recipe } from '../../../incident/reproduction.ts';
import { languages } from '../../../languages/languages.ts';
import type { Finished, Prepared, Tree } from '../../../ports.ts';
import { backgroundLabel, backgroundNotes, backgroundOf, leftRunning, tracking } from '../background.ts';
import { type ConnectedSetup, type Outlet, startConnectedSetup } from '../egress/connected-setup.ts';
import { offlineNotes, refusalNotes, refusalsLabel, refusalsOf } from '../egress/refusals.ts';
import { commit } from '../engine/commit.ts';
import { type EngineSession, labels, noteUse } from '../engine/container.ts';
import { layHomeAside } from '../home.ts';
import { installHook } from '../hook.ts';
import { jobEnvironment, type WorkspaceSettings } from '../job-environment.ts';
import { hasItsServices, servicesLabel } from '../services/saved-service.ts';
import { serviceImages } from '../services/service-image.ts';
import { type StartedServices, startServices } from '../services/start-services.ts';
import { fillWords, finishWords } from '../shell.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { baseImage, maybeImageId } from './base-image.ts';
import { environmentKey } from './environment-key.ts';
import { firstRunOf, labelOf, runFirst } from './first-run.ts';
import { atCommit, placeGitDirectory } from './git-directory.ts';
import { must, runScript } from './root-step.ts';

/** Network access of setup; later runs have none. */
export interface SetupNetwork {
  readonly outlet: Outlet;
  /** CA bundle on the host, for a proxy that intercepts TLS. */
  readonly caBundle?: string | undefined;
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
const serviceRepository = 'nightwatch/service';

export async function prepare(context: SetupContext, tree: Tree, recipe: Recipe): Promise<Prepared> {
  const started = performance.now();
  const { session, settings, inProgress } = context;
  const base = await unlessAborted(baseImage(session.docker, recipe.image), session.signal);
  const { workDirectory, mask } = settings;
  if (base.kind === 'unavailable') return failed(`docker pull ${recipe.image}`, await mask(base.reason));
  const key = await environmentKey({ baseImage: base.id, recipe, tree, workDirectory });
  const image = `${repository}:${key}`;
  const digest = await maybeImageId(session.docker, image);
  if (digest && (await hasItsServices(session, digest))) {
    noteUse(session, digest);
    const wish = { tree, history: recipe.history };
    const environment = await atCommit(session, { image, digest, workDirectory }, wish);
    const firstRun = await firstRunOf(session, digest, tree);
    const refusals = await refusalsOf(session, digest);
    const notes = [...backgroundNotes(await backgroundOf(session, digest)), ...refusalNotes(refusals)];
    return { kind: 'ready', environment, firstRun, notes, cached: true, seconds: since(started) };
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

async function build(context: SetupContext, plan: Plan): Promise<Prepared> {
  const { session, settings, setupNetwork } = context;
  const { limits, mask } = settings;
  const images = await serviceImages(session, plan.recipe.services);
  if (images.kind === 'unavailable') return failed(`docker pull ${images.image}`, await mask(images.reason));
  const hosts = images.services.map(({ name }) => name);
  const { outlet } = setupNetwork;
  const { language } = plan.recipe;
  await using setup = await startConnectedSetup(session, plan.base, { limits, hosts, outlet, language, mask });
  const { container } = setup;
  await using services = await startServices({ session, container, limits }, images.services);
  if (services.fault === null) return await setUp(context, plan, { setup, services });
  const { image, output } = services.fault;
  return failed(`docker run ${image}`, await mask(output));
}

async function setUp(
  { session, settings, setupNetwork }: SetupContext,
  { tree, recipe, image }: Plan,
  { setup, services }: { setup: ConnectedSetup; services: StartedServices },
): Promise<Prepared> {
  const { container } = setup;
  const started = performance.now();
  const { limits, workDirectory } = settings;
  const { building } = languages[recipe.language];
  await must('filling the work tree', container, { words: fillWords(workDirectory), input: tree.archive() });
  await placeGitDirectory(container, { tree, history: recipe.history, workDirectory });
  const trusted = await trust(container, setupNetwork, ['SSL_CERT_FILE', ...building.certificateVariables]);
  const env = {
    ...jobEnvironment(workDirectory),
    ...(await setup.variables),
    ...setupNetwork.packageIndex,
    ...trusted,
  };
  const secondsLeft = () => limits.setupSeconds - since(started);
  for (const [step, script] of recipe.setup.entries()) {
    const traced = { ...env, ...tracking(step) };
    const finished = await runScript(container, script, { settings, env: traced, seconds: secondsLeft() });
    if (finished.end !== 'exited' || finished.exitCode !== 0)
      return { kind: 'failed', command: script.text, finished, notes: await networkNotes(setup, finished) };
  }
  const saved = await services.save(`${serviceRepository}:${image.split(':')[1]}`);
  const background = await leftRunning(container, recipe.setup);
  const firstRun = await runFirst(setup, recipe, { settings, env, seconds: secondsLeft() });
  if (isFatal(firstRun)) return { kind: 'failed', command: recipe.test.text, finished: firstRun, notes: [] };
  const refusals = await setup.refusals();
  const after = { words: ['/bin/sh', '-e', '-s', workDirectory], input: building.afterSetup };
  await must('preparing for runs without network', container, after);
  await must('finishing setup', container, { words: finishWords(workDirectory, building.caches), input: '' });
  await installHook(container, recipe.language, workDirectory);
  const home = await layHomeAside(container, workDirectory, limits);
  const given = {
    [labels.owner]: session.owner,
    [labels.commit]: tree.commit ?? '',
    [labels.home]: home,
    [labels.services]: servicesLabel(saved),
    [labels.background]: backgroundLabel(background),
    [labels.refusals]: refusalsLabel(refusals),
    [labels.firstRun]: labelOf(firstRun, tree),
  };
  const digest = await commit(container, image, given);
  const environment = { image, digest, workDirectory };
  const notes = [...backgroundNotes(background), ...refusalNotes(refusals)];
  return { kind: 'ready', environment, firstRun, notes, cached: false, seconds: since(started) };
}

async function networkNotes(setup: ConnectedSetup, { output }: Finished): Promise<readonly string[]> {
  return [...refusalNotes(await setup.refusals()), ...offlineNotes(output)];
}

/** After these the container is dead, and cannot be saved. */
function isFatal({ end }: Finished): boolean {
  return end === 'too-much-output' || end === 'disk-full';
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

function failed(command: string, output: string): Prepared {
  return { kind: 'failed', command, finished: { end: 'exited', exitCode: 1, output, seconds: 0 }, notes: [] };
}

function since(started: number): number {
  return (performance.now() - started) / 1_000;
}
