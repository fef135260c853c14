// The test environment of one round: a local GitHub behind a fault proxy, a scripted model, a monitored database, and a
// supervisor that starts Nightwatch and kills it at failpoints.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type Docker from 'dockerode';
import { openStore } from '../../adapters/prisma/open-store.ts';
import type { LocalGitHub } from '../../standins/github/server.ts';
import { type LocalStack, startLocalStack } from '../../standins/local-stack.ts';
import type { Store } from '../../store.ts';
import { listenToEngine } from './engine-events.ts';
import { startFaultProxy } from './fault-proxy.ts';
import type { FaultSchedule } from './fault-schedule.ts';
import { type InvariantMonitor, startInvariantMonitor } from './invariant-monitor.ts';
import { isFinished } from './outcome.ts';
import { answerTo, breakingFiles, filesBefore, owner, runWorkflow, scenarios } from './scenarios.ts';
import { type Supervisor, supervise } from './supervisor.ts';

export interface TestEnvironmentOptions {
  /** Must be empty. */
  readonly directory: string;
  /** Appended to repository names, so that no concurrent run's images are used or removed. */
  readonly suffix: string;
  readonly schedule: FaultSchedule;
}

export interface TestEnvironment extends AsyncDisposable {
  readonly stack: LocalStack;
  readonly store: Store;
  readonly monitor: InvariantMonitor;
  readonly supervisor: Supervisor;
  /** The environment variables Nightwatch is started with. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A round that has not finished after this many ms never will. */
const timeoutMs = 25 * 60_000;

export function directoriesIn(directory: string) {
  return { dataDirectory: directory, temporary: join(directory, 'tmp') };
}

export async function startTestEnvironment(
  { directory, suffix, schedule }: TestEnvironmentOptions,
  docker: Docker,
): Promise<TestEnvironment> {
  const { temporary } = directoriesIn(directory);
  await mkdir(temporary, { recursive: true });
  let supervisor: Supervisor | undefined;
  const reach = async (failpoint: string) => (await supervisor?.reach(failpoint)) ?? false;
  const stack = await scriptedStack(directory, reach);
  for (const scenario of scenarios)
    await stack.github.createRepository({
      owner,
      name: `${scenario.name}${suffix}`,
      from: { files: filesBefore(scenario) },
    });
  const proxy = await startFaultProxy(stack.github.url, reach);
  const variables = { ...stack.environment, GHE_HOST: proxy.host, TMPDIR: temporary, LOG_LEVEL: 'info' };
  const file = join(directory, 'nightwatch.db');
  const store = await openStore({ databaseUrl: `file:${file}` });
  const monitor = await startInvariantMonitor(file, failpoint => void reach(failpoint));
  const { isKillTooMany } = monitor;
  const logFile = join(directory, 'nightwatch.log');
  supervisor = supervise({ environment: variables, logFile, schedule, isKillTooMany });
  const stopListening = await listenToEngine(docker, (pid, failpoint) => {
    if (supervisor?.isRunning(pid)) void reach(failpoint);
  });
  return {
    stack,
    store,
    monitor,
    supervisor,
    variables,
    async [Symbol.asyncDispose]() {
      stopListening();
      await supervisor?.end('kill');
      await monitor.stop();
      await store.close();
      await proxy.stop();
      await stack.stop();
    },
  };
}

async function scriptedStack(directory: string, reach: (failpoint: string) => Promise<boolean>): Promise<LocalStack> {
  return await startLocalStack({
    directory,
    owner,
    model: {
      answers(question) {
        void reach(`question: ${question.name}`);
        return answerTo(question);
      },
    },
    async runWorkflow(call) {
      const results = await runWorkflow(call);
      await reach('CI run completed');
      return results;
    },
  });
}

/** Breaks all four repositories. */
export async function pushBreakingCommits({ stack }: TestEnvironment, suffix: string): Promise<void> {
  for (const scenario of scenarios)
    await stack.github.commit({
      repository: `${owner}/${scenario.name}${suffix}`,
      branch: 'main',
      files: breakingFiles(scenario),
      message: 'Test the mean of nothing',
    });
}

/** Waits until every incident has ended, every report is written, and CI has run on the pull request. */
export async function untilFinished({ stack, store }: TestEnvironment, signal: AbortSignal): Promise<'finished'> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && !signal.aborted) {
    await redeliver(stack.github, signal);
    const { incidents, total } = await store.list({ limit: 100, offset: 0 });
    const isTold = incidents.every(view => view.entry.state !== 'published' || view.proposalRun !== null);
    const isAll = total >= scenarios.length && incidents.every(isFinished);
    if (isAll && isTold && (await store.pending()) === 0) return 'finished';
    await wait(100);
  }
  return 'finished'; // After a timeout the comparison of outcomes says what is missing.
}

/** As GitHub advises: https://docs.github.com/webhooks/using-webhooks/handling-failed-webhook-deliveries */
async function redeliver(github: LocalGitHub, signal: AbortSignal): Promise<void> {
  const all = github.deliveries();
  const isDone = (status: number | undefined) => status === undefined || (status >= 200 && status < 300);
  const done = new Set(all.filter(({ statusCode }) => isDone(statusCode)).map(({ guid }) => guid));
  const missed = new Map(all.filter(({ guid }) => !done.has(guid)).map(delivery => [delivery.guid, delivery.id]));
  for (const id of missed.values()) if (!signal.aborted) await github.redeliver(id);
}
