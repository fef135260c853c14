// configured → collected: reads the jobs and logs of the failed run and distils them into evidence.

import { filesOfJob, type JobFiles } from '../../actions/log-archive.ts';
import type { Collected, Configured } from '../../incident/incident.ts';
import type { Job, JobAnnotation, LogFile, RunLog } from '../../incident/job.ts';
import { next, type Outcome, stop } from '../../incident/outcome.ts';
import type { Ports, Repository } from '../../ports.ts';
import { offload } from '../../threads/offload.ts';
import { type Candidate, candidateFrom, type JobLog } from './candidate.ts';
import { noFailedJob } from './details.ts';
import { failedJobs, failingJob } from './failing-job.ts';

/** If a whole matrix failed, its first jobs are enough; each job costs two requests. */
const MOST_JOBS = 8;
/** Reading the largest log takes about ten. */
const READING_SECONDS = 600;
const module = new URL('./candidate.ts', import.meta.url).href;

export async function collect(incident: Configured, { repository }: Ports): Promise<Outcome<Configured, Collected>> {
  const jobs = await repository.jobs();
  const failed = failedJobs(jobs);
  if (failed.length === 0) return stop('nothing-to-fix', noFailedJob(jobs));
  const annotations = new Map<number, readonly JobAnnotation[]>();
  for (const job of failed.slice(0, MOST_JOBS)) annotations.set(job.id, await repository.jobAnnotations(job.id));
  const log = await repository.runLog();
  const candidates: Candidate[] = [];
  for (const job of failed.slice(0, MOST_JOBS)) {
    const source = await filesFor(job, { jobs, log, repository });
    const input = { job, ...source, annotations: annotations.get(job.id) ?? [] };
    candidates.push(await offload({ module, run: candidateFrom }, input, { seconds: READING_SECONDS }));
  }
  const chosen = failingJob(candidates);
  if (!chosen) return stop('nothing-to-fix', noFailedJob(jobs));
  const otherFailedJobs = failed.filter(job => job.id !== chosen.job.id).map(job => job.name);
  const evidence = { ...chosen.evidence, otherFailedJobs, lastGreen: await repository.lastGreen() };
  return next({ ...incident, evidence });
}

/** From the run's archive; if that is unavailable or lacks this job, from the job's own log. */
async function filesFor(
  job: Job,
  { jobs, log, repository }: { jobs: readonly Job[]; log: RunLog; repository: Repository },
): Promise<Pick<JobLog, 'files' | 'source'>> {
  const files = log.kind === 'files' ? await textsOf(filesOfJob(log.files, job, jobs)) : null;
  if (files) return { files, source: 'archive' };
  const whole = await repository.jobLog(job.id);
  return { files: { whole, steps: new Map() }, source: whole === null ? 'none' : 'job-log' };
}

/** Null when there are none, or one of them is damaged. One after the other: side by side they would only need more memory. */
async function textsOf({ whole, steps }: JobFiles<LogFile>): Promise<JobFiles | null> {
  if (whole === null && steps.size === 0) return null;
  const wholeText = whole === null ? null : await whole.text();
  if (whole !== null && wholeText === null) return null;
  const texts = new Map<number, string>();
  for (const [number, file] of steps) {
    const text = await file.text();
    if (text === null) return null;
    texts.set(number, text);
  }
  return { whole: wholeText, steps: texts };
}
