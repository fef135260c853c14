// Nightwatch between a local GitHub and a scripted Gemini, and the steps that scenarios are made of.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Docker from 'dockerode';
import { openStore } from '../../src/adapters/prisma/open-store.ts';
import type { Nightwatch } from '../../src/compose.ts';
import { demoAnswers, demoFiles } from '../../src/demo/demo-files.ts';
import type { Entry } from '../../src/incident/incident.ts';
import type { IncidentView } from '../../src/incident/journal.ts';
import { incidentId } from '../../src/incident/names.ts';
import type { ScriptedAnswer } from '../../src/standins/gemini/answer.ts';
import type { AskedQuestion } from '../../src/standins/gemini/server.ts';
import type { RunWorkflow } from '../../src/standins/github/workflows/runner.ts';
import { type LocalStack, startLocalStack, startNightwatchInProcess } from '../../src/standins/local-stack.ts';
import { dockerRunner } from '../../src/standins/runner/docker-runner.ts';
import type { Store } from '../../src/store.ts';

export const repository = 'acme/demo-repo';

export interface Scenario {
  readonly stack: LocalStack;
  readonly directory: string;
  /** Reads the same database as Nightwatch. */
  readonly store: Store;
  /** Null until it is started, and in scenarios that run it as a separate process. */
  nightwatch: Nightwatch | null;
  /** Waits for CI to end, then for the incident of its first failed run to end. */
  ended(): Promise<IncidentView>;
  stop(): Promise<void>;
}

export interface ScenarioOptions {
  /** The repository before the push; the demo's green state by default. */
  files?: Record<string, string>;
  /** A folder, or a function; the demo's by default. */
  answers?: string | ((question: AskedQuestion) => ScriptedAnswer);
  /** Real jobs in Docker by default. */
  runWorkflow?: RunWorkflow;
  environment?: Record<string, string>;
}

/** A local stack with the repository on it; Nightwatch is not started. */
export async function prepareScenario(options: ScenarioOptions = {}): Promise<Scenario> {
  const directory = await mkdtemp(join(tmpdir(), 'nightwatch-scenario-'));
  const stack = await startLocalStack({
    directory,
    owner: 'acme',
    model: { answers: options.answers ?? demoAnswers },
    runWorkflow: options.runWorkflow ?? dockerRunner({ docker: new Docker(), hostEnvironment: process.env }),
    environment: { LOG_LEVEL: 'fatal', ...options.environment },
  });
  const files = options.files ?? (await demoFiles()).green;
  await stack.github.createRepository({ owner: 'acme', name: 'demo-repo', from: { files } });
  const store = await openStore({ databaseUrl: `file:${join(directory, 'nightwatch.db')}` });
  const scenario: Scenario = {
    stack,
    directory,
    store,
    nightwatch: null,
    ended: () => ended(scenario),
    async stop() {
      await scenario.nightwatch?.stop(5_000);
      await store.close();
      await stack.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return scenario;
}

/** The same, with Nightwatch running in this process. */
export async function startScenario(options: ScenarioOptions = {}): Promise<Scenario> {
  const scenario = await prepareScenario(options);
  scenario.nightwatch = await startNightwatchInProcess(scenario.stack);
  return scenario;
}

/** Pushes to main; returns the sha. */
export async function push({ stack }: Scenario, files: Record<string, string | null>): Promise<string> {
  return await stack.github.commit({ repository, branch: 'main', files, message: 'A push' });
}

/** Pushes the demo's failing test. */
export async function pushExposingTest(scenario: Scenario): Promise<string> {
  return await push(scenario, (await demoFiles()).exposing);
}

/** Answers by the name of the question, for the scenarios that need no folder. */
export function scripted(answers: Record<string, unknown>): (question: AskedQuestion) => ScriptedAnswer {
  return ({ name }) => {
    const answer = answers[name];
    return { text: typeof answer === 'string' ? answer : JSON.stringify(answer) };
  };
}

export async function until<T>(look: () => Promise<T | null | undefined | false>, seconds = 1_200): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const found = await look();
    if (found) return found;
    await wait(100);
  }
  throw new Error(`Timed out after ${seconds} seconds.`);
}

export function isOver(entry: Entry): boolean {
  return entry.state === 'published' || entry.state === 'stopped';
}

async function ended({ stack, store }: Scenario): Promise<IncidentView> {
  const run = await until(async () =>
    stack.github
      .workflowRuns(repository)
      .find(each => !each.headBranch.startsWith('nightwatch/') && each.attempts.at(-1)?.conclusion === 'failure'),
  );
  const view = await until(async () => {
    const found = await store.find(incidentId({ runId: run.id, attempt: run.attempts.length }));
    return found && isOver(found.entry) ? found : null;
  });
  // Reports are written after the last state is saved.
  await until(async () => (await store.pending()) === 0);
  return view;
}
