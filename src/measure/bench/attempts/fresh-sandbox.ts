// The sandbox that ours is held against: what is opened first after `forget` is a fresh container of the base image with a
// full install in it. All else is ours, so that nothing but the install makes the difference.
import Docker from 'dockerode';
import { startConnectedSetup } from '../../../adapters/docker/egress/connected-setup.ts';
import { boundedOutput } from '../../../adapters/docker/engine/bounded-output.ts';
import type { EngineSession, Limits } from '../../../adapters/docker/engine/container.ts';
import { execute } from '../../../adapters/docker/engine/execute.ts';
import { installHook } from '../../../adapters/docker/hook.ts';
import { jobEnvironment } from '../../../adapters/docker/job-environment.ts';
import { fillWords, finishWords, scriptWords } from '../../../adapters/docker/shell.ts';
import { openedWorkspace } from '../../../adapters/docker/workspace.ts';
import type { Recipe } from '../../../incident/reproduction.ts';
import { languages } from '../../../languages/languages.ts';
import type { Sandbox, Tree, Workspace } from '../../../ports.ts';

export interface FreshSandbox {
  readonly sandbox: Sandbox;
  /** The next workspace is installed anew. */
  forget(): void;
  /** Seconds that each install took, its container's start included. */
  readonly installs: readonly number[];
}

export interface Site {
  readonly ours: Sandbox;
  readonly recipe: Recipe;
  readonly limits: Limits;
  readonly mask: (text: string) => Promise<string>;
}

export function freshSandbox(site: Site): FreshSandbox {
  const installs: number[] = [];
  let isForgotten = true;
  return {
    installs,
    forget: () => {
      isForgotten = true;
    },
    sandbox: {
      prepare: (tree, recipe) => site.ours.prepare(tree, recipe),
      async open(tree, environment) {
        if (!isForgotten) return await site.ours.open(tree, environment);
        isForgotten = false;
        const startedAt = performance.now();
        const workspace = await installed(site, tree, environment.workDirectory);
        installs.push((performance.now() - startedAt) / 1000);
        return workspace;
      },
    },
  };
}

async function installed(site: Site, tree: Tree, workDirectory: string): Promise<Workspace> {
  const { recipe, limits, mask } = site;
  const session: EngineSession = {
    docker: new Docker(),
    owner: 'bench',
    processIdentity: 'bench',
    inUse: new Set(),
    lastUse: new Map(),
    images: new Map(),
  };
  const outlet = { network: 'bridge', allowedHosts: [], upstream: {}, direct: [] };
  const { language } = recipe;
  const running = await startConnectedSetup(session, recipe.image, { limits, hosts: [], outlet, language, mask });
  const run = async (words: readonly string[], input: Parameters<typeof execute>[1]['input'], env = {}) => {
    const output = boundedOutput(65_536);
    const program = {
      words,
      input,
      env: { ...jobEnvironment(workDirectory), ...(await running.variables), ...env },
      user: '0:0',
      output,
    };
    const ended = await execute(running.container, { ...program, seconds: limits.setupSeconds, diskBytes: largest });
    if (ended.end !== 'exited' || ended.exitCode !== 0) throw new Error(`The install failed:\n${output.text()}`);
  };
  try {
    await run(fillWords(workDirectory), tree.archive());
    for (const script of recipe.setup) await run(scriptWords(script, workDirectory), script.text, script.env);
    await run(finishWords(workDirectory, languages[recipe.language].building.caches), '');
    await installHook(running.container, recipe.language, workDirectory);
    return openedWorkspace(running, { limits, workDirectory, mask });
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
}

const largest = 8 * 1024 ** 3;
