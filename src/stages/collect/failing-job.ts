// Selects which of a run's failed jobs to repair.
import type { Job } from '../../incident/job.ts';

const FAILED = new Set<string | null>(['failure', 'timed_out']);

/** Cancelled jobs do not count: they were cancelled by fail-fast or by a person. */
export function failedJobs(jobs: readonly Job[]): Job[] {
  return jobs.filter(job => FAILED.has(job.conclusion));
}

export interface RankedJob {
  readonly job: Job;
  /** Number of failing tests found in its log. */
  readonly failures: number;
  /** Share of error lines in the failed step's log. */
  readonly density: number;
}

/** Jobs with failing tests first, because only those can be repaired; then by error density; then in GitHub's order. */
export function failingJob<Candidate extends RankedJob>(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.toSorted((a, b) => Number(b.failures > 0) - Number(a.failures > 0) || b.density - a.density)[0];
}
