// Runs the whole line on a local stack for a person at a terminal: sets up, shows progress, prints a summary, cleans up.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { openStore } from '../adapters/prisma/open-store.ts';
import type { IncidentView } from '../incident/journal.ts';
import type { RunWorkflow } from '../standins/github/workflows/runner.ts';
import { prepareHost } from '../standins/host/prepare-host.ts';
import {
  type LocalStack,
  type LocalStackOptions,
  startLocalStack,
  startNightwatchProcess,
} from '../standins/local-stack.ts';
import type { NightwatchProcess } from '../standins/nightwatch-process.ts';
import { dockerRunner } from '../standins/runner/docker-runner.ts';
import { showProgress } from './progress.ts';
import { placeholderAnswers } from './rehearsal/placeholder-answers.ts';
import { printRehearsal } from './rehearsal/print-rehearsal.ts';
import { wholeLine, withoutModel } from './stage-display.ts';
import { printSummary } from './summary.ts';

export interface RunLineOptions {
  /** Emptied first. */
  readonly directory: string;
  readonly owner: string;
  readonly name: string;
  /** `none`: goes as far as no model is needed. */
  readonly model: LocalStackOptions['model'] | 'none';
  /** What executes workflows, given what does so here; the latter if left out. */
  readonly runWorkflow?: (here: RunWorkflow) => RunWorkflow;
  /** What the breaking push is, as shown in the progress display. */
  readonly pushTitle: string;
  /** Creates the repository on the local GitHub in its passing state. */
  readonly createRepository: (stack: LocalStack) => Promise<void>;
  /** Pushes what breaks CI. */
  readonly push: (stack: LocalStack) => Promise<unknown>;
}

/** Returns the finished incident; null when CI passed and there was nothing to repair. */
export async function runLine(options: RunLineOptions): Promise<IncidentView | null> {
  await using services = new Services();
  const repository = `${options.owner}/${options.name}`;
  const setup = [
    { title: 'Check for a Docker engine and a Python image', run: prepareHost },
    { title: 'Start a local GitHub with the App installed, and Nightwatch', run: () => services.start(options) },
  ];
  const source = () => {
    const { stack, store } = services.running();
    return { github: stack.github, store, repository, pushTitle: options.pushTitle, push: () => options.push(stack) };
  };
  const view = await showProgress(setup, source, options.model === 'none' ? withoutModel : wholeLine);
  const { stack, nightwatch } = services.running();
  const print = options.model === 'none' ? printRehearsal : printSummary;
  if (view) await print(view, { stack, repository, directory: options.directory, url: nightwatch.url });
  return view;
}

interface Running {
  stack: LocalStack;
  nightwatch: NightwatchProcess;
  store: Awaited<ReturnType<typeof openStore>>;
}

/** What has been started so far; disposing stops it even when the rest failed to start. */
class Services {
  #running: Partial<Running> = {};

  async start(options: RunLineOptions): Promise<void> {
    const { directory, owner } = options;
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    const here = dockerRunner({ docker: new Docker(), hostEnvironment: process.env });
    const runWorkflow = options.runWorkflow?.(here) ?? here;
    const model =
      options.model === 'none' ? { answers: placeholderAnswers(() => this.running().store) } : options.model;
    const stack = await startLocalStack({ directory, owner, model, runWorkflow });
    this.#running.stack = stack;
    await options.createRepository(stack);
    this.#running.nightwatch = await startNightwatchProcess(stack, join(directory, 'nightwatch.log'));
    this.#running.store = await openStore({ databaseUrl: `file:${join(directory, 'nightwatch.db')}` });
  }

  running(): Running {
    const { stack, nightwatch, store } = this.#running;
    if (!stack || !nightwatch || !store) throw new Error('The local stack has not been started.');
    return { stack, nightwatch, store };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { stack, nightwatch, store } = this.#running;
    await nightwatch?.stop();
    await store?.close();
    await stack?.stop();
  }
}
