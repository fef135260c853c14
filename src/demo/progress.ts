// The progress display: one task for each stage, from the breaking push to CI on the pull request.
import { setTimeout as wait } from 'node:timers/promises';
import { Listr, type ListrTask } from 'listr2';
import type { IncidentView } from '../incident/journal.ts';
import { incidentId } from '../incident/names.ts';
import type { IncidentId } from '../incident/run.ts';
import type { LocalGitHub } from '../standins/github/server.ts';
import type { Store } from '../store.ts';
import { type StageDisplay, type StageState, wholeLine } from './stage-display.ts';

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

/** `source` is called only after the set-up. Returns the finished incident; null when CI passed. */
export async function showProgress(
  setup: readonly SetupTask[],
  source: () => Source,
  display: StageDisplay = wholeLine,
): Promise<IncidentView | null> {
  const progress: Progress = { id: null, view: null };
  const stages = Object.keys(display.titles) as StageState[];
  const tasks = [
    ...setup.map(setupTask),
    pushTask(source, progress),
    ...stages.map(state => stageTask(state, { source, progress, display })),
    ...(stages.includes('repaired') ? [proposalTask(source, progress)] : []),
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
      if (github.workflowRuns(repository).length === 0)
        throw new Error('No workflow of the commit is triggered by this push.');
      const { run, attempt } = await until(async () => maybeDecisive(github, repository));
      task.title = `${pushTitle}: CI ends with ${attempt.conclusion}`;
      if (attempt.conclusion !== 'success') progress.id = incidentId({ runId: run.id, attempt: attempt.number });
    },
  };
}

/** The first run that failed; if all have ended and none has, the first. */
function maybeDecisive(github: LocalGitHub, repository: string) {
  const attempts = github
    .workflowRuns(repository)
    .flatMap(run => run.attempts.slice(-1).map(attempt => ({ run, attempt })));
  const isOver = attempts.every(({ attempt }) => attempt.status === 'completed');
  const failed = attempts.find(({ attempt }) => attempt.status === 'completed' && attempt.conclusion !== 'success');
  return failed ?? (isOver ? (attempts[0] ?? null) : null);
}

/** A stage is done when the incident has left its state. */
function stageTask(
  state: StageState,
  { source, progress, display }: { source: () => Source; progress: Progress; display: StageDisplay },
): ListrTask {
  const title = display.titles[state] ?? state;
  return {
    title,
    skip: () => progress.id === null || progress.view?.entry.state === 'stopped',
    task: async (_, task) => {
      const view = await until(async () => maybeLeft(state, await incident(source(), progress)));
      progress.view = view;
      task.title = `${title}${display.result(state, view.entry)}`;
    },
  };
}

async function incident({ store }: Source, { id }: Progress): Promise<IncidentView | null> {
  return id ? await store.find(id) : null;
}

function maybeLeft(state: StageState, view: IncidentView | null): IncidentView | null {
  if (!view) return null;
  const order: readonly string[] = Object.keys(wholeLine.titles);
  const isAhead = order.includes(view.entry.state) && order.indexOf(view.entry.state) <= order.indexOf(state);
  return isAhead ? null : view;
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
