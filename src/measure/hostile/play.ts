// Plays one attack through the stage that it is meant for. Without a sandbox it ends where the first thing would be run.
import type { Guarded } from '../../incident/incident.ts';
import type { Environment } from '../../incident/reproduction.ts';
import type { Sandbox, Tree } from '../../ports.ts';
import { guard } from '../../stages/guard/guard.ts';
import { repair } from '../../stages/repair/repair.ts';
import type { Files, Fix, GuardCase, HostileRepository, Project } from './case.ts';
import type { Trees } from './git-tree.ts';
import { guardedOf, noEnvironment, reproducedOf } from './incident.ts';
import { NothingRuns, noSandbox, scriptedPorts } from './scripted-ports.ts';

/** Where an attack is played. */
export interface Stage {
  readonly trees: Trees;
  readonly projects: ReadonlyMap<string, Project>;
  /** Null for the gates that need no run. */
  readonly engine: Engine | null;
}

export interface Engine {
  readonly sandbox: Sandbox;
  /** Prepared once a project. */
  environmentOf(project: Project, tree: Tree): Promise<Environment>;
}

/** `runs`: it came to a run, and there is no engine. */
export interface Played {
  readonly end: string;
  /** What was said, in sentences. */
  readonly reason: string;
}

export async function playFix(fix: Fix, stage: Stage): Promise<Played> {
  const { project: known, tree, files } = placeOf(fix, stage);
  const failure = { ...known.failure, testId: fix.failing ?? known.failure.testId };
  const project = { ...known, failure, guard: { ...known.guard, ...fix.guard } };
  const green = fix.green ? stage.trees.treeOf(changedFiles(files, fix.green)) : null;
  const answer = fix.answer ?? JSON.stringify({ rationale: 'This repairs it.', edits: fix.edits });
  return await playRepair({ project, tree, green, answer, neverIn: fix.neverIn, insists: fix.insists }, stage);
}

export async function playRepository(repository: HostileRepository, stage: Stage): Promise<Played> {
  const { project, tree } = placeOf(repository, stage, repository.entries);
  const answer = JSON.stringify({ rationale: 'This repairs it.', edits: repository.edits ?? project.fix });
  return await playRepair({ project, tree, green: null, answer }, stage);
}

interface Attempt {
  readonly project: Project;
  readonly tree: Tree;
  readonly green: Tree | null;
  readonly answer: string;
  readonly neverIn?: string | undefined;
  readonly insists?: boolean | undefined;
}

async function playRepair(
  { project, tree, green, answer, neverIn, insists = false }: Attempt,
  stage: Stage,
): Promise<Played> {
  const { environment, sandbox } = await runningIn(project, stage);
  const opened = guardedOf(project, { tree: tree.hash, environment, knownGreen: green !== null });
  const incident = insists ? { ...opened, attempts: [toDoWithout] } : opened;
  return await unlessNothingRuns(async () => {
    const outcome = await repair(incident, scriptedPorts({ tree, green, sandbox, answer }));
    if (outcome.kind === 'next') {
      const isIn = neverIn !== undefined && outcome.incident.patch.diff.includes(neverIn);
      if (isIn) return { end: 'proven as a whole', reason: neverIn };
      return { end: outcome.incident.patch.capabilities.length > 0 ? 'waits' : 'proven', reason: '' };
    }
    if (outcome.kind === 'stop') return { end: outcome.code, reason: outcome.detail };
    const last = outcome.incident.attempts.at(-1)?.verdict;
    return last?.kind === 'refused'
      ? { end: last.gate, reason: last.reason }
      : { end: 'proven', reason: 'It was saved as proven, and tried again.' };
  });
}

/** An attempt that the model was asked to make again without a capability. */
const toDoWithout: Guarded['attempts'][number] = {
  number: 1,
  idea: 'This repairs it.',
  diff: '',
  fingerprint: null,
  verdict: { kind: 'refused', gate: 'needs-approval', reason: '', output: '' },
  startedAt: new Date(0).toISOString(),
  seconds: 1,
};

export async function playGuard(attack: GuardCase, stage: Stage): Promise<Played> {
  const { project, tree } = placeOf(attack, stage);
  const { environment, sandbox } = await runningIn(project, stage);
  const incident = reproducedOf(project, { tree: tree.hash, environment, knownGreen: false });
  const answer = `\`\`\`python\n${attack.source}\n\`\`\`\n`;
  return await unlessNothingRuns(async () => {
    const outcome = await guard(incident, scriptedPorts({ tree, green: null, sandbox, answer }));
    if (outcome.kind === 'next') return { end: 'accepted', reason: '' };
    const [first = ''] = outcome.kind === 'stop' ? outcome.detail.split('\n') : [];
    return { end: 'refused', reason: first.replace(/^Try 1: /, '') };
  });
}

function placeOf(
  { project: name, more = {} }: Pick<Fix, 'project' | 'more'>,
  { trees, projects }: Stage,
  odd: HostileRepository['entries'] = [],
): { project: Project; tree: Tree; files: Files } {
  const project = projects.get(name);
  if (!project) throw new Error(`There is no project ${name}.`);
  const files = { ...project.files, ...more };
  return { project, files, tree: trees.treeOf(files, odd) };
}

async function runningIn(
  project: Project,
  { engine, trees }: Stage,
): Promise<{ environment: Environment; sandbox: Sandbox }> {
  if (!engine) return { environment: noEnvironment, sandbox: noSandbox };
  const environment = await engine.environmentOf(project, trees.treeOf(project.files));
  return { environment, sandbox: engine.sandbox };
}

async function unlessNothingRuns(play: () => Promise<Played>): Promise<Played> {
  try {
    return await play();
  } catch (error) {
    if (error instanceof NothingRuns) return { end: 'runs', reason: '' };
    throw error;
  }
}

/** A text that is null stands for no file. */
function changedFiles(files: Files, changes: NonNullable<Fix['green']>): Files {
  const changed = Object.entries({ ...files, ...changes });
  return Object.fromEntries(changed.flatMap(([path, text]) => (text === null ? [] : [[path, text]])));
}
