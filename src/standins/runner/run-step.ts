// Runs one step of a job and keeps what later steps need to know of it.
import { planStep, type StepPlan, stepName } from './plan-step.ts';
import { recordStep, type TimedStep } from './record-step.ts';
import { type Ending, runScript } from './run-script.ts';
import type { RunningJob } from './running-job.ts';
import type { StepLog } from './step-log.ts';
import { useAction } from './use-action.ts';
import type { Step } from './workflow.ts';

/** Runs the step unless its condition forbids it; a failure that is not forgiven fails the job. */
export async function runStep(step: Step, job: RunningJob): Promise<TimedStep> {
  return await recordStep(stepName(step, job), job.masks, async log => {
    const plan = planStep(step, job);
    const { outcome, outputs } = await carryOut(plan, { job, log });
    const isForgiven = outcome === 'failure' && plan.kind === 'do' && plan.isForgiven;
    const conclusion = isForgiven ? 'success' : outcome;
    if (conclusion === 'failure' || conclusion === 'cancelled') job.status = conclusion;
    if (step.id !== undefined) job.steps[step.id] = { outputs, outcome, conclusion };
    return conclusion;
  });
}

async function carryOut(plan: StepPlan, place: { job: RunningJob; log: StepLog }): Promise<Ending> {
  if (plan.kind === 'skip') return { outcome: 'skipped', outputs: {} };
  if (plan.kind === 'invalid') {
    place.log.write(`##[error]${plan.message}`);
    return { outcome: 'failure', outputs: {} };
  }
  if ('script' in plan.task) return await runScript(plan.task, plan, place);
  return { outcome: await useAction(plan.task, place), outputs: {} };
}
