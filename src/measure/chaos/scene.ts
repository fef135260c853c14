// The stage of one telling: a local GitHub behind a gate, a model, a database that is watched; Nightwatch is yet to live.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type Docker from 'dockerode';
import { openStore } from '../../adapters/prisma/open-store.ts';
import type { Store } from '../../ports.ts';
import type { LocalGitHub } from '../../standins/github/server.ts';
import { type LocalStack, startLocalStack } from '../../standins/local-stack.ts';
import { isOver } from './ending.ts';
import { listenToEngine } from './engine-events.ts';
import type { Fate } from './fault-schedule.ts';
import { startGate } from './gate.ts';
import { startWitness, type Witness } from './invariant-monitor.ts';
import { type Mortality, mortality } from './mortality.ts';
import { answerTo, breakingFiles, filesBefore, owner, parts, runWorkflow } from './scenarios.ts';

export interface SceneOptions {
  /** An empty one. */
  readonly directory: string;
  /** Ends the repositories' names: no other play's environments are used, nor removed. */
  readonly suffix: string;
  readonly fate: Fate;
}

export interface Scene extends AsyncDisposable {
  readonly stack: LocalStack;
  readonly store: Store;
  readonly witness: Witness;
  readonly people: Mortality;
  /** What Nightwatch is started with. */
  readonly environment: Readonly<Record<string, string>>;
}

/** With nothing done for so long it will never be, in ms. */
const patienceMs = 10 * 60_000;

export function placesIn(directory: string) {
  return { dataDirectory: directory, temporary: join(directory, 'tmp') };
}

export async function setScene({ directory, suffix, fate }: SceneOptions, docker: Docker): Promise<Scene> {
  const { temporary } = placesIn(directory);
  await mkdir(temporary, { recursive: true });
  let people: Mortality | undefined;
  const strikes = async (moment: string) => (await people?.strikes(moment)) ?? false;
  const stack = await startLocalStack({
    directory,
    owner,
    model: {
      answers(question) {
        void strikes(`question: ${question.name}`);
        return answerTo(question);
      },
    },
    async runWorkflow(call) {
      const results = await runWorkflow(call);
      await strikes('a run of CI ends');
      return results;
    },
  });
  for (const part of parts)
    await stack.github.createRepository({ owner, name: `${part.name}${suffix}`, from: { files: filesBefore(part) } });
  const gate = await startGate(stack.github.url, strikes);
  const environment = { ...stack.environment, GHE_HOST: gate.host, TMPDIR: temporary, LOG_LEVEL: 'info' };
  people = mortality({ environment, logFile: join(directory, 'nightwatch.log'), fate });
  const file = join(directory, 'nightwatch.db');
  const store = await openStore({ databaseUrl: `file:${file}` });
  const witness = await startWitness(file, moment => void strikes(moment));
  const deafen = await listenToEngine(docker, (life, moment) => {
    if (people?.isAlive(Number(life.split('/').at(-3)))) void strikes(moment);
  });
  return {
    stack,
    store,
    witness,
    people,
    environment,
    async [Symbol.asyncDispose]() {
      deafen();
      await people?.end('kill');
      await witness.stop();
      await store.close();
      await gate.stop();
      await stack.stop();
    },
  };
}

/** Breaks all four repositories. */
export async function pushAll({ stack }: Scene, suffix: string): Promise<void> {
  for (const part of parts)
    await stack.github.commit({
      repository: `${owner}/${part.name}${suffix}`,
      branch: 'main',
      files: breakingFiles(part),
      message: 'Test the mean of nothing',
    });
}

/** Until every incident has ended, every report is drawn, and CI has spoken of the proposal. */
export async function untilOver({ stack, store }: Scene, signal: AbortSignal): Promise<'over'> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline && !signal.aborted) {
    await redeliver(stack.github, signal);
    const { incidents, total } = await store.list({ limit: 100, offset: 0 });
    const isTold = incidents.every(view => view.entry.state !== 'published' || view.proposalRun !== null);
    const isAll = total >= parts.length && incidents.every(isOver);
    if (isAll && isTold && (await store.pending()) === 0) return 'over';
    await wait(100);
  }
  return 'over'; // What is missing will be told by the comparison.
}

/** As GitHub advises: https://docs.github.com/webhooks/using-webhooks/handling-failed-webhook-deliveries */
async function redeliver(github: LocalGitHub, signal: AbortSignal): Promise<void> {
  const all = github.deliveries();
  const isDone = (status: number | undefined) => status === undefined || (status >= 200 && status < 300);
  const done = new Set(all.filter(({ statusCode }) => isDone(statusCode)).map(({ guid }) => guid));
  const missed = new Map(all.filter(({ guid }) => !done.has(guid)).map(delivery => [delivery.guid, delivery.id]));
  for (const id of missed.values()) if (!signal.aborted) await github.redeliver(id);
}
