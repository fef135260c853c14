// Builds the environment of a recipe: setup runs once, with network, and the result is saved as an image.
import type { Recipe } from '../../../incident/reproduction.ts';
import type { Finished, Prepared, Tree } from '../../../ports.ts';
import { backgroundLabel, backgroundNotes, backgroundOf, leftRunning } from '../background.ts';
import { type ConnectedSetup, startConnectedSetup } from '../egress/connected-setup.ts';
import { areOutdated, offlineNotes, refusalNotes, refusalsLabel, refusalsOf } from '../egress/refusals.ts';
import { commit } from '../engine/commit.ts';
import { labels, noteUse } from '../engine/container.ts';
import { layHomeAside } from '../home.ts';
import { hasItsServices, servicesLabel } from '../services/saved-service.ts';
import { serviceImages } from '../services/service-image.ts';
import { type StartedServices, startServices } from '../services/start-services.ts';
import { fillWords } from '../shell.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { baseImage, maybeImageId } from './base-image.ts';
import { type LayerPlan, maybeBuildLayer, maybeLayer, maybeReadyLayer, repository } from './dependency-layer.ts';
import { environmentKey } from './environment-key.ts';
import { finish } from './finish.ts';
import { firstRunOf, labelOf, runFirst } from './first-run.ts';
import { atCommit, placeGitDirectory } from './git-directory.ts';
import { must } from './root-step.ts';
import type { SetupContext } from './setup-context.ts';
import { maybeFailedStep, setupVariables } from './steps.ts';

const serviceRepository = 'nightwatch/service';

export async function prepare(context: SetupContext, tree: Tree, recipe: Recipe): Promise<Prepared> {
  const started = performance.now();
  const { session, settings, scope, inProgress } = context;
  const base = await unlessAborted(baseImage(session.docker, recipe.image), session.signal);
  const { workDirectory, mask } = settings;
  if (base.kind === 'unavailable') return failed(`docker pull ${recipe.image}`, await mask(base.reason));
  const key = environmentKey({ scope, baseImage: base.id, recipe, tree, workDirectory });
  const layer = await maybeLayer(context, { tree, recipe, base: base.id });
  const plan = { tree, recipe, base: base.id, image: `${repository}:${key}`, layer };
  const kept = (await maybeKept(context, plan, plan.image)) ?? (await maybeKeptLayer(context, plan));
  if (kept) return { ...kept, cached: true, seconds: since(started) };
  const shared = inProgress.get(plan.image);
  if (shared) {
    // Another incident's setup is aborted with that incident; a waiting one then runs its own. A commit may have an equal tree.
    const again = () => prepare(context, tree, recipe);
    const waiting = shared.then(other => (other.kind === 'failed' ? other : again()), again);
    return unlessAborted(waiting, session.signal);
  }
  const building = build(context, plan);
  inProgress.set(plan.image, building);
  return building.finally(() => inProgress.delete(plan.image));
}

interface Plan {
  readonly tree: Tree;
  readonly recipe: Recipe;
  readonly base: string;
  readonly image: string;
  readonly layer: LayerPlan | null;
}

type Kept = Omit<Extract<Prepared, { kind: 'ready' }>, 'cached' | 'seconds'>;

/** An image of this name as the tree's environment. */
async function maybeKept(
  { session, settings, scope, setupNetwork }: SetupContext,
  { tree, recipe: { history } }: Plan,
  image: string,
): Promise<Kept | null> {
  const digest = await maybeImageId(session.docker, image);
  if (!digest || !(await hasItsServices(session, digest))) return null;
  const refusals = await refusalsOf(session, digest);
  if (areOutdated(refusals, setupNetwork.outlet.allowedHosts)) return null;
  noteUse(session, digest);
  const { workDirectory } = settings;
  const environment = await atCommit(session, { image, digest, workDirectory }, { scope, tree, history });
  const firstRun = await firstRunOf(session, digest, tree);
  const notes = [...backgroundNotes(await backgroundOf(session, digest)), ...refusalNotes(refusals)];
  return { kind: 'ready', environment, firstRun, notes };
}

/** The dependencies, where nothing else prepares the job. */
async function maybeKeptLayer(context: SetupContext, plan: Plan): Promise<Kept | null> {
  const image = plan.layer?.isAll ? await maybeReadyLayer(context, plan.layer) : null;
  return image === null ? null : await maybeKept(context, plan, image);
}

/** The layer that is there, by its content id. */
async function maybeKeptSteps({ session, setupNetwork }: SetupContext, { image }: LayerPlan): Promise<string | null> {
  const digest = await maybeImageId(session.docker, image);
  if (!digest || areOutdated(await refusalsOf(session, digest), setupNetwork.outlet.allowedHosts)) return null;
  return digest;
}

async function build(context: SetupContext, plan: Plan): Promise<Prepared> {
  const { session, settings, setupNetwork } = context;
  const { limits, mask } = settings;
  const images = await serviceImages(session, plan.recipe.services);
  if (images.kind === 'unavailable') return failed(`docker pull ${images.image}`, await mask(images.reason));
  const hosts = images.services.map(({ name }) => name);
  const layer =
    plan.layer && ((await maybeKeptSteps(context, plan.layer)) ?? (await maybeBuildLayer(context, plan.layer)));
  if (layer) noteUse(session, layer);
  const connection = { limits, hosts, outlet: setupNetwork.outlet, language: plan.recipe.language, mask };
  await using setup = await startConnectedSetup(session, layer ?? plan.base, connection);
  const { container } = setup;
  await using services = await startServices({ session, container, limits }, images.services);
  const first = layer && plan.layer ? plan.layer.steps.length : 0;
  if (services.fault === null) return await setUp(context, plan, { setup, services, first });
  const { image, output } = services.fault;
  return failed(`docker run ${image}`, await mask(output));
}

async function setUp(
  { session, settings, setupNetwork }: SetupContext,
  { tree, recipe, image }: Plan,
  { setup, services, first }: { setup: ConnectedSetup; services: StartedServices; first: number },
): Promise<Prepared> {
  const { container } = setup;
  const started = performance.now();
  const { limits, workDirectory } = settings;
  await must('filling the work tree', container, { words: fillWords(workDirectory), input: tree.archive() });
  await placeGitDirectory(container, { tree, history: recipe.history, workDirectory });
  const env = await setupVariables(setup, setupNetwork, { language: recipe.language, workDirectory });
  const secondsLeft = () => limits.setupSeconds - since(started);
  const steps = { scripts: recipe.setup, first };
  const failedStep = await maybeFailedStep(container, steps, { settings, env, secondsLeft });
  if (failedStep) return { kind: 'failed', ...failedStep, notes: await networkNotes(setup, failedStep.finished) };
  const saved = await services.save(`${serviceRepository}:${image.split(':')[1]}`);
  const background = await leftRunning(container, recipe.setup);
  const firstRun = await runFirst(setup, recipe, { settings, env, seconds: secondsLeft() });
  if (isFatal(firstRun)) return { kind: 'failed', command: recipe.test.text, finished: firstRun, notes: [] };
  const refusals = await setup.refusals();
  await finish(container, recipe.language, workDirectory);
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

function failed(command: string, output: string): Prepared {
  return { kind: 'failed', command, finished: { end: 'exited', exitCode: 1, output, seconds: 0 }, notes: [] };
}

function since(started: number): number {
  return (performance.now() - started) / 1_000;
}
