// Decides what a step comes to, its expressions filled in; runs nothing.
import { type Contexts, holds, interpolated } from '../../actions/expressions.ts';
import { contextsOf, workspaceOf } from './job-contexts.ts';
import type { RunningJob } from './running-job.ts';
import { isAction } from './use-action.ts';
import type { Env, Step } from './workflow.ts';

/** What is left of a step when its expressions are filled in. */
export interface StepOrder {
  kind: 'do';
  /** The script of `run:`, or the action of `uses:`. */
  task: { script: string; shell: string; folder: string } | { action: string; inputs: Record<string, string> };
  env: Record<string, string>;
  /** `continue-on-error`. */
  isForgiven: boolean;
  limitSeconds: number;
}
export type StepPlan = StepOrder | { kind: 'skip' } | { kind: 'invalid'; message: string };

/** What steps may still take after the job ran out of time: `if: always()` is mostly for cleaning up. */
const graceSeconds = 60;

/** An expression that is not valid makes an invalid step, as on GitHub. */
export function planStep(step: Step, job: RunningJob): StepPlan {
  try {
    const outer = contextsOf(job, job.env);
    if (!holds(step.if, job.status, outer)) return { kind: 'skip' };
    const env = filledIn(step.env, outer);
    return order(step, job, { env, contexts: contextsOf(job, { ...job.env, ...env }) });
  } catch (error) {
    return { kind: 'invalid', message: error instanceof Error ? error.message : String(error) };
  }
}

/** The name that GitHub shows: the step's own, else what it runs. An expression that is not valid stays as it is. */
export function stepName(step: Step, job: RunningJob): string {
  const name = step.name ?? `Run ${step.uses ?? step.run?.trim().split('\n')[0] ?? ''}`;
  try {
    return interpolated(name, contextsOf(job, job.env));
  } catch {
    return name; // The step itself will fail for it, in words.
  }
}

/** The values of an `env:` or `with:` block as texts, with expressions filled in. */
export function filledIn(block: Env | undefined, contexts: Contexts): Record<string, string> {
  const pairs = Object.entries(block ?? {});
  return Object.fromEntries(pairs.map(([name, value]) => [name, interpolated(String(value ?? ''), contexts)]));
}

function order(step: Step, job: RunningJob, filled: { env: Record<string, string>; contexts: Contexts }): StepOrder {
  const { env, contexts } = filled;
  const fill = (value: unknown) => interpolated(String(value), contexts);
  return {
    kind: 'do',
    task: step.run === undefined ? actionOf(step, contexts) : scriptOf(step, job, fill),
    env,
    isForgiven: fill(step['continue-on-error'] ?? false) === 'true',
    limitSeconds: limitOf(
      job,
      step['timeout-minutes'] === undefined ? Infinity : Number(fill(step['timeout-minutes'])),
    ),
  };
}

function actionOf(step: Step, contexts: Contexts) {
  if (step.uses === undefined) throw new Error('Every step must have a `uses` or a `run`');
  if (isAction(step.uses, 'checkout', 'setup-python'))
    return { action: step.uses, inputs: filledIn(step.with, contexts) };
  // An action that is skipped may ask for things that only GitHub has, such as `hashFiles()` for its cache.
  return { action: step.uses, inputs: verbatim(step.with) };
}

function verbatim(block: Env | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(block ?? {}).map(([name, value]) => [name, String(value ?? '')]));
}

function scriptOf(step: Step, job: RunningJob, fill: (value: unknown) => string) {
  const defaults = { ...job.workflow.defaults?.run, ...job.workflow.jobs[job.jobId]?.defaults?.run };
  const folder = fill(step['working-directory'] ?? defaults['working-directory'] ?? '.');
  return {
    script: fill(step.run),
    shell: step.shell ?? defaults.shell ?? '',
    folder: folder.startsWith('/') ? folder : `${workspaceOf(job.call)}/${folder}`.replace(/\/\.?$/, ''),
  };
}

function limitOf(job: RunningJob, minutes: number): number {
  const left = job.isTimedOut ? graceSeconds : (job.deadline - Date.now()) / 1000;
  return Math.max(1, Math.ceil(Math.min(minutes * 60, left)));
}
