// The sandbox that attacks are played in: the product's own, with one environment a project.
import { randomUUID } from 'node:crypto';
import Docker from 'dockerode';
import { openSandbox } from '../../adapters/docker/sandbox.ts';
import type { Environment } from '../../incident/reproduction.ts';
import { recipe } from '../sample-incident.ts';
import { run } from './incident.ts';
import type { Engine } from './play.ts';

/** Leaving the scope removes every environment again. */
export function openEngine(): Engine & AsyncDisposable {
  const docker = new Docker();
  const owner = `hostile-${randomUUID()}`;
  const limits = { memoryMb: 512, cpus: 2, pids: 128, setupSeconds: 600, outputBytes: 200_000, diskMb: 2_048 };
  const mask = async (text: string) => text;
  const sandboxes = openSandbox({ docker, owner, processIdentity: owner, limits, mask });
  const sandbox = sandboxes.for(run);
  const prepared = new Map<string, Promise<Environment>>();
  return {
    sandbox,
    environmentOf(project, tree) {
      const known = prepared.get(project.name) ?? prepare(tree);
      prepared.set(project.name, known);
      return known;
    },
    async [Symbol.asyncDispose]() {
      await sandboxes[Symbol.asyncDispose]();
      const images = await docker.listImages({ filters: { label: [`nightwatch.owner=${owner}`] } });
      for (const { Id } of images) await docker.getImage(Id).remove();
    },
  };

  async function prepare(tree: Parameters<typeof sandbox.prepare>[0]): Promise<Environment> {
    // A script of its own gives every suite environments of its own, to remove when it is done.
    const setup = [{ text: `true # ${owner}`, shell: 'sh -e {0}', directory: '.', env: {} }];
    const made = await sandbox.prepare(tree, { ...recipe, setup });
    if (made.kind === 'failed') throw new Error(made.finished.output);
    return made.environment;
  }
}
