// Turns a piece of work into a step's result: its name, its times, its log and how it ended.
import type { StepConclusion, StepResult } from '../github/workflows/runner.ts';
import { StepLog } from './step-log.ts';

/** Lacks only its place among the others. */
export type TimedStep = Omit<StepResult, 'number'>;

/** Runs the work with a fresh log; `masks` are the texts to hide, shared by all steps of the job. */
export async function recordStep(
  name: string,
  masks: Set<string>,
  work: (log: StepLog) => Promise<StepConclusion>,
): Promise<TimedStep> {
  const startedAt = new Date();
  const log = new StepLog(masks);
  const conclusion = await work(log);
  return { name, conclusion, startedAt, completedAt: new Date(), log: log.text };
}
