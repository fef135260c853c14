// The progress display: one task for each stage, from the breaking push to CI on the pull request.
import { setTimeout as wait } from 'node:timers/promises';
import { Listr, type ListrTask } from 'listr2';
import type { Entry, Known, State } from '../incident/incident.ts';
import type { IncidentView } from '../incident/journal.ts';
import { incidentId } from '../incident/names.ts';
import type { IncidentId } from '../incident/run.ts';
import { stops } from '../incident/stop.ts';
import type { Store } from '../ports.ts';
import type { LocalGitHub } from '../standins/github/server.ts';

export interface Source {
  readonly github: LocalGitHub;
  /** `owner/name` on the local GitHub. */
  readonly repository: string;
  readonly store: Store;
  readonly pushTitle: string;
  readonly push: () => Promise<unknown>;
}

/** Something to set up before the push; `tell` shows a line of output below the title. */
export interface SetupTask {
  readonly title: string;
  readonly run: (tell: (line: string) => void) => Promise<void>;
}

interface Progress {
  /** The incident of the failing run; null while CI runs, and when it passed. */
  id: IncidentId | null;
  /** As last read; null before the first stage is done, and when CI passed. */
  view: IncidentView | null;
}

const stageWords = {
  queued: 'collect: read the log and distil it',
  collected: 'diagnose: ask for the cause and check it against the log',
  diagnosed: 'reproduce: make the failure happen in a sandbox',
  reproduced: 'guard: write a regression test that fails for the same reason',
  guarded: 'repair: change the code until all tests pass',
  repaired: 'publish: open a pull request with the proof',
} as const satisfies Record<Exclude<State, 'published'>, string>;
type StageState = keyof typeof stageWords;

/** `source` is called only after the set-up. Returns the finished incident; null when CI passed. */
export async function showProgress(setup: readonly SetupTask[], source: () => Source): Promise<IncidentView | null> {
  const progress: Progress = { id: null, view: null };
  const stages = Object.keys(stageWords) as StageState[];
  const tasks = [
    ...setup.map(setupTask),
    pushTask(source, progress),
    ...stages.map(state => stageTask(state, { source, progress })),
    proposalTask(source, progress),
  ];
  await new Listr(tasks, { fallbackRenderer: 'simple' }).run();
  if (progress.view) await reportsWritten(source().store);
  return progress.view;
}

const reportsMs = 60_000;

/** Check run and issue are written after the last state is saved. Gives up on one that GitHub keeps refusing. */
async function reportsWritten(store: Store): Promise<void> {
  const deadline = Date.now() + reportsMs;
  while (Date.now() < deadline && (await store.pending()) > 0) await wait(100);
}

function setupTask({ title, run }: SetupTask): ListrTask {
  return {
    title,
    task: (_, task) =>
      run(line => {
        task.output = line;
      }),
  };
}

function pushTask(source: () => Source, progress: Progress): ListrTask {
  return {
    title: 'Push',
    task: async (_, task) => {
      const { pushTitle, github, repository, push } = source();
      task.title = pushTitle;
      await push();
      const { run, attempt } = await until(async () => firstFinished(github, repository));
      task.title = `${pushTitle}: CI ends with ${attempt.conclusion}`;
      if (attempt.conclusion !== 'success') progress.id = incidentId({ runId: run.id, attempt: attempt.number });
    },
  };
}

function firstFinished(github: LocalGitHub, repository: string) {
  for (const run of github.workflowRuns(repository)) {
    const attempt = run.attempts.at(-1);
    if (attempt?.status === 'completed') return { run, attempt };
  }
  return null;
}

/** A stage is done when the incident has left its state. */
function stageTask(state: StageState, { source, progress }: { source: () => Source; progress: Progress }): ListrTask {
  return {
    title: stageWords[state],
    skip: () => progress.id === null || progress.view?.entry.state === 'stopped',
    task: async (_, task) => {
      const view = await until(async () => maybeLeft(state, await incident(source(), progress)));
      progress.view = view;
      task.title = `${stageWords[state]}${resultText(state, view.entry)}`;
    },
  };
}

async function incident({ store }: Source, { id }: Progress): Promise<IncidentView | null> {
  return id ? await store.find(id) : null;
}

function maybeLeft(state: StageState, view: IncidentView | null): IncidentView | null {
  if (!view) return null;
  const order: readonly string[] = Object.keys(stageWords);
  const isAhead = order.includes(view.entry.state) && order.indexOf(view.entry.state) <= order.indexOf(state);
  return isAhead ? null : view;
}

/** The result of the stage, in a few words. */
function resultText(state: StageState, entry: Entry): string {
  const known: Known = entry.incident;
  if (entry.state === 'stopped') return `: stopped, ${stops[entry.incident.stop.code].title}`;
  switch (state) {
    case 'queued':
      return ` (${known.evidence?.failures.length} failing)`;
    case 'collected':
      return ` (${known.diagnosis?.errorType} at ${known.diagnosis?.file}:${known.diagnosis?.line})`;
    case 'diagnosed':
      return ` (${known.reproduction?.recipe.image}, ${known.reproduction?.baseline.runs} full runs)`;
    case 'reproduced':
      return ` (${known.guard?.path})`;
    case 'guarded':
      return ` (attempt ${known.attempts.length})`;
    case 'repaired':
      return ` (${known.proposal?.url})`;
  }
}

function proposalTask(source: () => Source, progress: Progress): ListrTask {
  return {
    title: 'CI on the pull request',
    skip: () => progress.view?.entry.state !== 'published',
    task: async (_, task) => {
      const view = await until(async () => {
        const found = await incident(source(), progress);
        return found?.proposalRun ? found : null;
      });
      progress.view = view;
      task.title = `CI on the pull request ends with ${view.proposalRun?.conclusion}`;
    },
  };
}

/** Every stage has its own time limit; this one keeps the display from waiting forever. */
const longestMs = 45 * 60_000;

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + longestMs;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== null) return found;
    await wait(200);
  }
  throw new Error('The line took too long; see nightwatch.log.');
}
