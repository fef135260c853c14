// Plays a whole rehearsal for a person at a terminal: sets the stage, tells the story, says farewell, clears away.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { openStore } from '../adapters/prisma/open-store.ts';
import { prepareHost } from '../standins/host/prepare-host.ts';
import {
  type LocalStack,
  type LocalStackOptions,
  startLocalStack,
  startNightwatchProcess,
} from '../standins/local-stack.ts';
import type { NightwatchProcess } from '../standins/nightwatch-process.ts';
import { dockerRunner } from '../standins/runner/docker-runner.ts';
import { type Ending, tell } from './progress.ts';
import { sayFarewell } from './summary.ts';

export interface Play {
  /** Emptied first. */
  readonly directory: string;
  readonly owner: string;
  readonly name: string;
  readonly model: LocalStackOptions['model'];
  /** What breaks CI, in words. */
  readonly deed: string;
  /** Puts the repository on the local GitHub as it was before. */
  readonly createRepository: (stack: LocalStack) => Promise<void>;
  /** Pushes what breaks it. */
  readonly push: (stack: LocalStack) => Promise<unknown>;
}

export async function play(options: Play): Promise<Ending> {
  await using company = new Company();
  const repository = `${options.owner}/${options.name}`;
  const openings = [
    { title: 'This machine has a Docker engine and a Python image', act: prepareHost },
    { title: 'A GitHub with the App installed, and Nightwatch beside it', act: () => company.assemble(options) },
  ];
  const ending = await tell(openings, () => {
    const { stack, store } = company.members();
    return { github: stack.github, store, repository, deed: options.deed, push: () => options.push(stack) };
  });
  const { stack, nightwatch } = company.members();
  if (ending) await sayFarewell(ending, { stack, repository, directory: options.directory, url: nightwatch.url });
  return ending;
}

interface Members {
  stack: LocalStack;
  nightwatch: NightwatchProcess;
  store: Awaited<ReturnType<typeof openStore>>;
}

/** Everyone on stage; sent home in any case. */
class Company {
  #members: Partial<Members> = {};

  async assemble(options: Play): Promise<void> {
    const { directory, owner, model } = options;
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    const runWorkflow = dockerRunner({ docker: new Docker(), hostEnvironment: process.env });
    const stack = await startLocalStack({ directory, owner, model, runWorkflow });
    this.#members.stack = stack;
    await options.createRepository(stack);
    this.#members.nightwatch = await startNightwatchProcess(stack, join(directory, 'nightwatch.log'));
    this.#members.store = await openStore({ databaseUrl: `file:${join(directory, 'nightwatch.db')}` });
  }

  members(): Members {
    const { stack, nightwatch, store } = this.#members;
    if (!stack || !nightwatch || !store) throw new Error('The local stack has not been started.');
    return { stack, nightwatch, store };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { stack, nightwatch, store } = this.#members;
    await nightwatch?.stop();
    await store?.close();
    await stack?.stop();
  }
}
