// Runs incidents one after the other on one repository: real CI, real sandboxes, a scripted model. Nightwatch runs in this
// process unless `start` says otherwise.
import { setTimeout as wait } from 'node:timers/promises';
import Docker from 'dockerode';
import { demoAnswers } from '../../demo/demo-files.ts';
import type { Entry, Known } from '../../incident/incident.ts';
import type { IncidentView } from '../../incident/journal.ts';
import type { Ledger } from '../../incident/ledger.ts';
import { incidentId } from '../../incident/names.ts';
import type { IncidentId } from '../../incident/run.ts';
import type { NewRepository } from '../../standins/github/settings/create-and-push.ts';
import type { RunWorkflow } from '../../standins/github/workflows/runner.ts';
import { type LocalStack, startLocalStack, startNightwatchInProcess } from '../../standins/local-stack.ts';
import { dockerRunner } from '../../standins/runner/docker-runner.ts';
import type { Store } from '../../store.ts';

const [owner, name] = ['acme', 'demo-repo'];
export const repository = `${owner}/${name}`;

export interface MeasuredIncident {
  readonly view: IncidentView;
  /** Wall time in milliseconds, from the row to the last report on GitHub. */
  readonly ms: number;
  /** The ledger when each state was left, as far as polling saw it. */
  readonly ledgers: ReadonlyMap<Entry['state'], Ledger>;
}

export interface Incidents extends AsyncDisposable {
  readonly stack: LocalStack;
  /** Pushes files on which CI must fail, and waits until the incident is reported. Throws when it was not published. */
  run(files: Readonly<Record<string, string>>): Promise<MeasuredIncident>;
}

export interface RunningNightwatch {
  readonly store: Pick<Store, 'find' | 'pending'>;
  stop(graceMs: number): Promise<void>;
}

export interface IncidentOptions {
  readonly directory: string;
  /** The repository's history before the first incident; no workflow runs on it. */
  readonly from: NewRepository['from'];
  /** Real jobs in Docker by default. */
  readonly runWorkflow?: RunWorkflow;
  /** In this process by default. */
  readonly start?: (stack: LocalStack) => Promise<RunningNightwatch>;
}

export async function incidentsOn(options: IncidentOptions): Promise<Incidents> {
  const { directory, from, runWorkflow = inDocker(), start = startNightwatchInProcess } = options;
  const environment = { LOG_LEVEL: 'fatal' };
  const stack = await startLocalStack({ directory, owner, model: { answers: demoAnswers }, runWorkflow, environment });
  await stack.github.createRepository({ owner, name, from });
  const nightwatch = await start(stack);
  const images = new Set<string>();
  return {
    stack,
    async run(files) {
      const sha = await stack.github.commit({ repository, branch: 'main', files: { ...files }, message: 'A change' });
      const id = await failedRun(stack, sha);
      const measured = await followed(nightwatch.store, id);
      await stack.github.settled();
      const { reproduction }: Known = measured.view.entry.incident;
      if (reproduction) images.add(reproduction.environment.image);
      if (measured.view.entry.state !== 'published')
        throw new Error(`The incident was not published: ${resultText(measured.view)}`);
      return measured;
    },
    async [Symbol.asyncDispose]() {
      await nightwatch.stop(5_000);
      await stack.stop();
      await Promise.all([...images].map(removeImage));
    },
  };
}

export function inDocker(): RunWorkflow {
  return dockerRunner({ docker: new Docker(), hostEnvironment: process.env });
}

/** An engine that hangs on an image must not hang the benchmark. */
const removalMs = 60_000;

/** Still in use by something else, or already gone: both are fine. */
async function removeImage(image: string): Promise<void> {
  await new Docker({ timeout: removalMs })
    .getImage(image)
    .remove()
    .catch(() => undefined);
}

/** Polls fast: an incident's clock starts with its row, which Nightwatch opens meanwhile. */
async function failedRun(stack: LocalStack, sha: string): Promise<IncidentId> {
  const deadline = Date.now() + longestMs;
  while (Date.now() < deadline) {
    const run = stack.github.workflowRuns(repository).find(each => each.headSha === sha);
    const attempt = run?.attempts.at(-1);
    if (run && attempt?.status === 'completed') {
      if (attempt.conclusion === 'success') throw new Error('CI passed, so there is nothing to measure.');
      return incidentId({ runId: run.id, attempt: run.attempts.length });
    }
    await wait(20);
  }
  throw new Error('CI did not finish within ten minutes.');
}

const pollMs = 25;
/** For CI, and then for the incident; ten times the usual. */
const longestMs = 600_000;

async function followed(store: RunningNightwatch['store'], id: IncidentId): Promise<MeasuredIncident> {
  const ledgers = new Map<Entry['state'], Ledger>();
  const deadline = Date.now() + longestMs;
  while (Date.now() < deadline) {
    const view = await store.find(id);
    if (view) ledgers.set(view.entry.state, view.entry.incident.ledger);
    const isFinished = view?.entry.state === 'published' || view?.entry.state === 'stopped';
    if (view && isFinished && (await store.pending()) === 0)
      return { view, ms: Date.now() - view.openedAt.getTime(), ledgers };
    await wait(pollMs);
  }
  throw new Error(
    `The incident did not finish within ten minutes; last seen ${[...ledgers.keys()].at(-1) ?? 'nowhere'}.`,
  );
}

function resultText({ entry }: IncidentView): string {
  return entry.state === 'stopped' ? `${entry.incident.stop.code}, ${entry.incident.stop.detail}` : entry.state;
}
