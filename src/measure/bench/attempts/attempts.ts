// The row "three attempts": the stage `repair` three times on one incident, in our sandbox and with a fresh install for each.
import { join } from 'node:path';
import { openSandbox } from '../../../adapters/docker/sandbox.ts';
import { openMirrors } from '../../../adapters/git/mirrors.ts';
import { configFrom } from '../../../config.ts';
import type { Guarded, Known } from '../../../incident/incident.ts';
import { emptyLedger } from '../../../incident/ledger.ts';
import type { Ports, Repository, Sandbox, Tree } from '../../../ports.ts';
import { repair } from '../../../stages/repair/repair.ts';
import { median } from '../../median.ts';
import { atLeast, type Measured, type Plot, type RowContext, remark, rounded } from '../figure.ts';
import { type Incidents, incidentsOn, repository } from '../run-incidents.ts';
import { instantModel, threeAnswers } from './answers.ts';
import { freshSandbox } from './fresh-sandbox.ts';
import { modulesEach, packages, project } from './project.ts';

export async function attemptsRow({ directory, tell }: RowContext): Promise<Measured> {
  const { green, exposing } = await project();
  await using incidents = await incidentsOn({ directory, from: { files: green } });
  tell('one incident, so that there is an environment');
  const incident = guarded((await incidents.run(exposing)).view.entry.incident);
  const tree = await treeOf(incident, { incidents, directory });
  const { sandbox: limited } = configFrom(incidents.stack.environment);
  const mask = async (text: string) => text;
  await using sandboxes = openSandbox({ ...limited, owner: 'bench', processIdentity: 'bench', mask });
  const ours = sandboxes.for(incident.run);
  const { recipe } = incident.reproduction;
  const fresh = freshSandbox({ ours, recipe, limits: limited.limits, mask });
  const warm = await threeAttempts(incident, { tree, sandbox: ours, before: () => {} });
  tell(`ours: ${secondsText(warm)}`);
  const cold = await threeAttempts(incident, { tree, sandbox: fresh.sandbox, before: fresh.forget });
  tell(`fresh container, full install: ${secondsText(cold)}`);
  const ratio = sum(cold) / sum(warm);
  const install = median(fresh.installs) ?? Number.NaN;
  const figures = [
    atLeast('three attempts: fresh installs to ours', ratio, { target: 5, unit: '' }),
    remark('  ours, fresh', `${secondsText(warm)}; ${secondsText(cold)}`),
    remark('  one install', `${rounded(install)} s for ${packages} packages of ${modulesEach} modules, from source`),
  ];
  return { figures, plots: [plotOf(warm, cold)], raw: { warm, cold, installs: fresh.installs } };
}

/** The incident as it was before its first attempt. */
function guarded(known: Known): Guarded {
  const { settings, evidence, diagnosis, reproduction, guard } = known;
  if (!settings || !evidence || !diagnosis || !reproduction || !guard)
    throw new Error('The incident never came to a guard.');
  const { id, run, limits } = known;
  return { id, run, limits, ledger: emptyLedger, attempts: [], settings, evidence, diagnosis, reproduction, guard };
}

async function treeOf(
  { run }: Guarded,
  { incidents, directory }: { incidents: Incidents; directory: string },
): Promise<Tree> {
  const mirrors = openMirrors({ directory: join(directory, 'bench-mirrors'), processIdentity: 'bench' });
  const url = incidents.stack.github.cloneUrl(repository);
  const origin = { url, sha: run.headSha, repositoryKey: 'bench', authorization: async () => '' };
  const tree = await mirrors.tree(origin);
  if (!tree) throw new Error('The commit of the incident cannot be fetched.');
  return tree;
}

interface AttemptSetup {
  readonly tree: Tree;
  readonly sandbox: Sandbox;
  /** Called before each attempt. */
  readonly before: () => void;
}

/** Seconds of each attempt. Throws when it did not take all three. */
async function threeAttempts(incident: Guarded, { tree, sandbox, before }: AttemptSetup): Promise<number[]> {
  const ports: Ports = {
    repository: onlyTree(tree),
    model: instantModel(threeAnswers()),
    sandbox,
    clock: { now: () => new Date() },
  };
  const seconds: number[] = [];
  let current = incident;
  for (;;) {
    before();
    const startedAt = performance.now();
    const outcome = await repair(current, ports);
    seconds.push((performance.now() - startedAt) / 1000);
    if (outcome.kind === 'stop') throw new Error(`The repair stopped: ${outcome.code}, ${outcome.detail}`);
    if (outcome.kind === 'next') break;
    current = outcome.incident;
  }
  if (seconds.length !== 3) throw new Error(`The repair took ${seconds.length} attempts, not three.`);
  return seconds;
}

/** All that `repair` asks of a repository. */
function onlyTree(tree: Tree): Repository {
  const tried: Partial<Repository> = { tree: async () => tree };
  return new Proxy(tried as Repository, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name);
      if (found === undefined) throw new Error(`repair asked the repository for ${String(name)}.`);
      return found;
    },
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function secondsText(seconds: readonly number[]): string {
  return `${rounded(sum(seconds))} s (${seconds.map(each => rounded(each)).join(' + ')})`;
}

function plotOf(warm: readonly number[], cold: readonly number[]): Plot {
  const upTo = (seconds: readonly number[], of: string) =>
    seconds.map((_, index) => ({ attempts: index + 1, seconds: sum(seconds.slice(0, index + 1)), of }));
  return {
    name: 'attempts',
    title: 'Attempts at a repair',
    x: { field: 'attempts', title: 'attempts' },
    y: { field: 'seconds', title: 'seconds so far' },
    series: 'of',
    points: [...upTo(warm, 'ours'), ...upTo(cold, 'fresh container, full install')],
  };
}
