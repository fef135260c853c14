// Executes a workflow's jobs in Docker, one container for each, as GitHub's own runners would, so that a push to the local
// GitHub fails or passes for real. Wherever this runner does less than GitHub's, the job's log says so.
import type Docker from 'dockerode';
import { holds, resolved, type Status } from '../../actions/expressions.ts';
import { type MatrixEntry, matrixEntries } from '../../actions/matrix.ts';
import type { JobResult, RunWorkflow, WorkflowCall } from '../github/workflows/runner.ts';
import { githubContext } from './job-contexts.ts';
import { type FinishedJob, type PlannedJob, runJob } from './run-job.ts';
import { type Job, readWorkflow, type Workflow } from './workflow.ts';

interface RunnerSettings {
  docker: Docker;
  /** The environment that proxies and certificate bundles are taken from; nothing else of it reaches a job. */
  hostEnvironment: NodeJS.ProcessEnv;
  /** The variables that point a job's installers at a package index. */
  packageIndex?: Readonly<Record<string, string>> | undefined;
}

/** What became of a job id, its matrix taken together. */
interface Needed {
  result: Status | 'skipped';
  outputs: Record<string, string>;
}

/**
 * A runner for the local GitHub. Jobs run one after the other, since the engine is this machine's own; `fail-fast` therefore
 * has nothing to cancel. A skipped job is left out of the answer. Throws on an invalid workflow file and when the engine does.
 */
export function dockerRunner(settings: RunnerSettings): RunWorkflow {
  const unreachable = new Set<string>();
  return async call => {
    const workflow = readWorkflow(call.workflowPath, call.workflowText);
    const results: JobResult[] = [];
    const done: Record<string, Needed> = {};
    for (const id of inOrder(workflow)) {
      const finished: FinishedJob[] = [];
      for (const planned of plannedJobs(id, workflow, { call, done })) {
        finished.push(await runJob(planned, { ...settings, call, workflow, unreachable }));
      }
      results.push(...finished.map(one => one.result));
      done[id] = together(finished);
    }
    return results;
  };
}

/** Every job after those it needs. Throws on a circle or an unknown name. */
function inOrder(workflow: Workflow): string[] {
  const waiting = new Map(Object.entries(workflow.jobs));
  const order: string[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].find(([, job]) => job.needs.every(need => order.includes(need)));
    if (ready === undefined) {
      throw new Error(`Invalid workflow file: the needs of ${[...waiting.keys()].join(', ')} can never be met`);
    }
    order.push(ready[0]);
    waiting.delete(ready[0]);
  }
  return order;
}

function plannedJobs(id: string, workflow: Workflow, sofar: { call: WorkflowCall; done: Record<string, Needed> }) {
  const job = workflow.jobs[id];
  if (job === undefined) return [];
  const needs = Object.fromEntries(job.needs.map(need => [need, sofar.done[need]]));
  const contexts = { github: githubContext(sofar.call, workflow, id), needs, vars: {}, inputs: {} };
  if (!holds(job.if, statusOf(Object.values(needs)), contexts)) return [];
  const all = matrixEntries(resolved(job.strategy?.matrix, contexts));
  return all.map((entry, index): PlannedJob => {
    return { id, job, matrix: entry.values, needs, index, name: nameOf(id, job, entry) };
  });
}

/** A skipped need is no failure, but `success()` does not hold after it. */
function statusOf(needs: (Needed | undefined)[]): Status {
  if (needs.some(need => need?.result === 'failure')) return 'failure';
  return needs.some(need => need?.result !== 'success') ? 'cancelled' : 'success';
}

/** GitHub puts the matrix values after the name, unless the name spells them out itself. */
function nameOf(id: string, job: Job, { values: matrix, named }: MatrixEntry): string {
  const name = job.name ?? id;
  if (name.includes('${{')) return String(resolved(name, { matrix }));
  const values = Object.values(named).filter(value => typeof value !== 'object');
  return values.length > 0 ? `${name} (${values.join(', ')})` : name;
}

function together(finished: FinishedJob[]): Needed {
  const outputs = Object.assign({}, ...finished.map(one => one.outputs));
  if (finished.length === 0) return { result: 'skipped', outputs };
  const isGood = finished.every(one => one.result.conclusion === 'success');
  return { result: isGood ? 'success' : 'failure', outputs };
}
