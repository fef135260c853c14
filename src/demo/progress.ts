// Tells a rehearsal stage by stage, with a progress display: from the push to CI on the pull request.
import { setTimeout as wait } from 'node:timers/promises';
import { Listr, type ListrTask } from 'listr2';
import type { Entry, Known, State } from '../incident/incident.ts';
import type { IncidentView } from '../incident/journal.ts';
import { incidentId } from '../incident/names.ts';
import type { IncidentId } from '../incident/run.ts';
import { stops } from '../incident/stop.ts';
import type { Store } from '../ports.ts';
import type { LocalGitHub } from '../standins/github/server.ts';

export interface Scene {
  readonly github: LocalGitHub;
  /** `owner/name` on the local GitHub. */
  readonly repository: string;
  readonly store: Store;
  /** What breaks CI, in words. */
  readonly deed: string;
  readonly push: () => Promise<unknown>;
}

/** How it ended: the incident as it stands; null when CI passed and there was nothing to do. */
export type Ending = IncidentView | null;

/** One opening act before the push: what is made ready, and its words. */
export interface Opening {
  readonly title: string;
  readonly act: (tell: (line: string) => void) => Promise<void>;
}

interface Memory {
  /** The incident that the failing run will be; null while CI runs, and when it passed. */
  id: IncidentId | null;
  ending: Ending;
}

const stageWords = {
  queued: 'collect: the log is read and cut to what matters',
  collected: 'diagnose: the cause is asked for and checked',
  diagnosed: 'reproduce: the failure is made to happen again in a sandbox',
  reproduced: 'guard: a regression test is written, red for the same reason',
  guarded: 'repair: the code is changed until everything is green',
  repaired: 'publish: a pull request carries the proof',
} as const satisfies Record<Exclude<State, 'published'>, string>;
type StageState = keyof typeof stageWords;

/** `scene` is asked for only after the openings. */
export async function tell(openings: readonly Opening[], scene: () => Scene): Promise<Ending> {
  const memory: Memory = { id: null, ending: null };
  const stages = Object.keys(stageWords) as StageState[];
  const tasks = [
    ...openings.map(openingTask),
    pushTask(scene, memory),
    ...stages.map(state => stageTask(state, { scene, memory })),
    proposalTask(scene, memory),
  ];
  await new Listr(tasks, { fallbackRenderer: 'simple' }).run();
  if (memory.ending) await reportsShown(scene().store);
  return memory.ending;
}

const reportsMs = 60_000;

/** Check run and issue are drawn after the last state is saved; one that GitHub keeps refusing is not waited for. */
async function reportsShown(store: Store): Promise<void> {
  const deadline = Date.now() + reportsMs;
  while (Date.now() < deadline && (await store.pending()) > 0) await wait(100);
}

function openingTask({ title, act }: Opening): ListrTask {
  return {
    title,
    task: (_, task) =>
      act(line => {
        task.output = line;
      }),
  };
}

function pushTask(scene: () => Scene, memory: Memory): ListrTask {
  return {
    title: 'A push',
    task: async (_, task) => {
      const { deed, github, repository, push } = scene();
      task.title = deed;
      await push();
      const { run, attempt } = await until(async () => firstFinished(github, repository));
      task.title = `${deed}: CI ends with ${attempt.conclusion}`;
      if (attempt.conclusion !== 'success') memory.id = incidentId({ runId: run.id, attempt: attempt.number });
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

/** A stage is over when the incident has left its state. */
function stageTask(state: StageState, { scene, memory }: { scene: () => Scene; memory: Memory }): ListrTask {
  return {
    title: stageWords[state],
    skip: () => memory.id === null || memory.ending?.entry.state === 'stopped',
    task: async (_, task) => {
      const view = await until(async () => maybeLeft(state, await incident(scene(), memory)));
      memory.ending = view;
      task.title = `${stageWords[state]}${aside(state, view.entry)}`;
    },
  };
}

async function incident({ store }: Scene, { id }: Memory): Promise<IncidentView | null> {
  return id ? await store.find(id) : null;
}

function maybeLeft(state: StageState, view: IncidentView | null): IncidentView | null {
  if (!view) return null;
  const order: readonly string[] = Object.keys(stageWords);
  const isAhead = order.includes(view.entry.state) && order.indexOf(view.entry.state) <= order.indexOf(state);
  return isAhead ? null : view;
}

/** What came of the stage, in a few words. */
function aside(state: StageState, entry: Entry): string {
  const known: Known = entry.incident;
  if (entry.state === 'stopped') return `: stopped, ${stops[entry.incident.stop.code].title}`;
  switch (state) {
    case 'queued':
      return ` (${known.evidence?.failures.length} failing)`;
    case 'collected':
      return ` (${known.diagnosis?.errorType} at ${known.diagnosis?.file}:${known.diagnosis?.line})`;
    case 'diagnosed':
      return ` (${known.reproduction?.recipe.image}, ${known.reproduction?.baseline.runs} whole runs)`;
    case 'reproduced':
      return ` (${known.guard?.path})`;
    case 'guarded':
      return ` (attempt ${known.attempts.length})`;
    case 'repaired':
      return ` (${known.proposal?.url})`;
  }
}

function proposalTask(scene: () => Scene, memory: Memory): ListrTask {
  return {
    title: 'CI on the pull request',
    skip: () => memory.ending?.entry.state !== 'published',
    task: async (_, task) => {
      const view = await until(async () => {
        const found = await incident(scene(), memory);
        return found?.proposalRun ? found : null;
      });
      memory.ending = view;
      task.title = `CI on the pull request ends with ${view.proposalRun?.conclusion}`;
    },
  };
}

/** Every stage has its own limits in the line; this one only keeps a rehearsal from waiting for ever. */
const longestMs = 45 * 60_000;

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + longestMs;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== null) return found;
    await wait(200);
  }
  throw new Error('The rehearsal has taken too long; see its log.');
}
