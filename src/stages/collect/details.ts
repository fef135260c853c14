// The words of this stage: stop details, as sentences for people.
import type { Job } from '../../incident/job.ts';

export function noFailedJob(jobs: readonly Job[]): string {
  if (jobs.length === 0) return 'GitHub lists no jobs for this run.';
  const conclusions = [...new Set(jobs.map(job => job.conclusion ?? 'unfinished'))].join(', ');
  return `None of the ${jobs.length} jobs failed (${conclusions}).`;
}
