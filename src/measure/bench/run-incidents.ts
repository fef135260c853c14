// A whole stage with one repository on it, where incidents are played one after the other: real CI, real sandboxes, Nightwatch
// in this process; only the model is scripted.
import { setTimeout as wait } from 'node:timers/promises';
import Docker from 'dockerode';
import { demoAnswers } from '../../demo/demo-files.ts';
import type { Entry, Known } from '../../incident/incident.ts';
import type { IncidentView } from '../../incident/journal.ts';
import type { Ledger } from '../../incident/ledger.ts';
import { incidentId } from '../../incident/names.ts';
import type { IncidentId } from '../../incident/run.ts';
import { type LocalStack, startLocalStack, startNightwatchInProcess } from '../../standins/local-stack.ts';
import { dockerRunner } from '../../standins/runner/docker-runner.ts';

const [owner, name] = ['acme', 'demo-repo'];
export const repository = `${owner}/${name}`;

export interface Played {
  readonly view: IncidentView;
  /** Wall time in milliseconds, from the row to the last report on GitHub. */
  readonly ms: number;
  /** The books as they stood when each state was left, as far as they were seen. */
  readonly books: ReadonlyMap<Entry['state'], Ledger>;
}

export interface Incidents extends AsyncDisposable {
  readonly stack: LocalStack;
  /** Pushes files on which CI must fail, and waits until all is done and shown. Throws when no pull request came of it. */
  play(files: Readonly<Record<string, string>>): Promise<Played>;
}

/** `files` are the repository's first commit, on which nothing runs. */
export async function incidentsOn(directory: string, files: Readonly<Record<string, string>>): Promise<Incidents> {
  const stack = await startLocalStack({
    directory,
    owner,
    model: { answers: demoAnswers },
    runWorkflow: dockerRunner({ docker: new Docker(), hostEnvironment: process.env }),
    environment: { LOG_LEVEL: 'fatal' },
  });
  await stack.github.createRepository({ owner, name, from: { files: { ...files } } });
  const nightwatch = await startNightwatchInProcess(stack);
  const images = new Set<string>();
  return {
    stack,
    async play(changed) {
      const sha = await stack.github.commit({ repository, branch: 'main', files: { ...changed }, message: 'A change' });
      const id = await failedRun(stack, sha);
      const played = await followed(nightwatch.store, id);
      await stack.github.settled();
      const { reproduction }: Known = played.view.entry.incident;
      if (reproduction) images.add(reproduction.environment.image);
      if (played.view.entry.state !== 'published')
        throw new Error(`The incident ended otherwise: ${ending(played.view)}`);
      return played;
    },
    async [Symbol.asyncDispose]() {
      await nightwatch.stop(5_000);
      await stack.stop();
      // Still in use by somebody else, or gone already: both are fine.
      for (const image of images)
        await new Docker()
          .getImage(image)
          .remove()
          .catch(() => undefined);
    },
  };
}

/** Nightwatch is told while we wait here: the clock of an incident starts with its row. */
async function failedRun(stack: LocalStack, sha: string): Promise<IncidentId> {
  for (;;) {
    const run = stack.github.workflowRuns(repository).find(each => each.headSha === sha);
    const attempt = run?.attempts.at(-1);
    if (run && attempt?.status === 'completed') {
      if (attempt.conclusion === 'success') throw new Error('CI passed, so there is nothing to measure.');
      return incidentId({ runId: run.id, attempt: run.attempts.length });
    }
    await wait(20);
  }
}

interface Reader {
  find(id: IncidentId): Promise<IncidentView | null>;
  pending(): Promise<number>;
}

const lookMs = 25;

async function followed(store: Reader, id: IncidentId): Promise<Played> {
  const books = new Map<Entry['state'], Ledger>();
  for (;;) {
    const view = await store.find(id);
    if (view) books.set(view.entry.state, view.entry.incident.ledger);
    const isOver = view?.entry.state === 'published' || view?.entry.state === 'stopped';
    if (view && isOver && (await store.pending()) === 0)
      return { view, ms: Date.now() - view.openedAt.getTime(), books };
    await wait(lookMs);
  }
}

function ending({ entry }: IncidentView): string {
  return entry.state === 'stopped' ? `${entry.incident.stop.code}, ${entry.incident.stop.detail}` : entry.state;
}
