// The real sandbox for tests, and recipes for it. What it leaves in the engine is removed by `removeImages`.
import { randomUUID } from 'node:crypto';
import Docker from 'dockerode';
import { openSandbox } from '../../src/adapters/docker/sandbox.ts';
import { packageIndexHosts } from '../../src/config/package-index.ts';
import type { Recipe, Script } from '../../src/incident/reproduction.ts';
import type { Sandbox } from '../../src/ports.ts';
import { sampleRun } from '../contracts/store-entries.ts';

export interface RealSandbox {
  readonly sandbox: Sandbox;
  /** The repository's name: one of its own, since equal environments of equal names are one image, which others may remove. */
  readonly repo: string;
  removeImages(): Promise<void>;
}

/** `memoryMb` is 256 unless given; an index is for setup. */
export function realSandbox({ memoryMb = 256, packageIndex = {} } = {}): RealSandbox {
  const docker = new Docker();
  const owner = `test-${randomUUID()}`;
  const repo = `shop-${randomUUID()}`;
  const limits = { memoryMb, cpus: 2, pids: 128, setupSeconds: 600, outputBytes: 65_536, diskMb: 2_048 };
  const sandboxes = openSandbox({
    docker,
    owner,
    processIdentity: owner,
    limits,
    packageIndex,
    // As an operator lists it where Debian's mirror is in the network around.
    allowedHosts: [...packageIndexHosts(packageIndex), { host: 'deb.debian.org', subdomains: false, ports: [80] }],
    mask: async text => text,
  });
  return {
    sandbox: sandboxes.for(sampleRun({ repo })),
    repo,
    async removeImages() {
      await sandboxes[Symbol.asyncDispose]();
      for (const { Id } of await docker.listImages({ filters: { label: [`nightwatch.owner=${owner}`] } })) {
        await docker.getImage(Id).remove();
      }
    },
  };
}

export function recipeOf(text: string, more: Partial<Script> = {}): Recipe {
  const test = { text, shell: 'bash -e {0}', directory: '.', env: {}, ...more };
  const history = { depth: 1, tags: false };
  return {
    language: 'python',
    image: 'python:3.11-slim',
    setup: [],
    test,
    history,
    services: [],
    notes: [],
  };
}
