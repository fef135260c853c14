// Which of a run's failed jobs is looked at.
import type { Job } from '../../incident/job.ts';

const FAILED = new Set<string | null>(['failure', 'timed_out']);

/** A cancelled job did not fail: it was stopped with a sibling, or by a person. */
export function failedJobs(jobs: readonly Job[]): Job[] {
  return jobs.filter(job => FAILED.has(job.conclusion));
}

export interface Weighed {
  readonly job: Job;
  /** Failing tests that were read from its log. */
  readonly failures: number;
  /** Share of its failing step's lines that speak of an error. */
  readonly density: number;
}

/** A job with failing tests before one without, because only that can be repaired; then the denser; then GitHub's order. */
export function failingJob<Candidate extends Weighed>(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.toSorted((a, b) => Number(b.failures > 0) - Number(a.failures > 0) || b.density - a.density)[0];
}
