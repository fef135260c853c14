// queued → collected: reads the jobs and logs of the failed run and distils them into evidence.

import { commandsOf, outputOf } from '../../actions/commands.ts';
import { filesOfJob, type JobFiles } from '../../actions/log-archive.ts';
import type { LogLine } from '../../actions/log-lines.ts';
import { firstFailedStep, linesBySteps } from '../../actions/steps.ts';
import type { Evidence } from '../../incident/evidence.ts';
import type { Collected, Queued } from '../../incident/incident.ts';
import type { Job, JobAnnotation, LogFile, RunLog } from '../../incident/job.ts';
import { next, type Outcome, stop } from '../../incident/outcome.ts';
import { type Claim, claim } from '../../languages/claim.ts';
import { allLanguages } from '../../languages/languages.ts';
import type { Ports, Repository } from '../../ports.ts';
import { noFailedJob } from './details.ts';
import { distil } from './distil.ts';
import { errorDensity, errorLines } from './error-lines.ts';
import { failedJobs, failingJob, type RankedJob } from './failing-job.ts';
import { signatureOf } from './signature.ts';

/** If a whole matrix failed, its first jobs are enough; each job costs two requests. */
const MOST_JOBS = 8;
/** Failures to keep; the signature covers all of them. */
const MOST_FAILURES = 500;

export async function collect(incident: Queued, { repository }: Ports): Promise<Outcome<Queued, Collected>> {
  const jobs = await repository.jobs();
  const failed = failedJobs(jobs);
  if (failed.length === 0) return stop('nothing-to-fix', noFailedJob(jobs));
  const annotations = new Map<number, readonly JobAnnotation[]>();
  for (const job of failed.slice(0, MOST_JOBS)) annotations.set(job.id, await repository.jobAnnotations(job.id));
  const log = await repository.runLog();
  const candidates: Candidate[] = [];
  for (const job of failed.slice(0, MOST_JOBS)) {
    const notes = (annotations.get(job.id) ?? []).map(note => note.message);
    candidates.push(candidateFrom(job, await filesFor(job, { jobs, log, repository }), notes));
  }
  const chosen = failingJob(candidates);
  if (!chosen) return stop('nothing-to-fix', noFailedJob(jobs));
  const others = failed.filter(job => job.id !== chosen.job.id).map(job => job.name);
  const evidence = evidenceOf(chosen, others, annotations.get(chosen.job.id) ?? []);
  return next({ ...incident, evidence: { ...evidence, lastGreen: await repository.lastGreen() } });
}

type Source = { files: JobFiles; source: Evidence['logSource'] };

/** From the run's archive; if that is unavailable or lacks this job, from the job's own log. */
async function filesFor(
  job: Job,
  { jobs, log, repository }: { jobs: readonly Job[]; log: RunLog; repository: Repository },
): Promise<Source> {
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

interface Candidate extends RankedJob {
  readonly found: Pick<Evidence, 'logSource' | 'failures' | 'commands' | 'language' | 'languageVersion' | 'signature'>;
  readonly claim: Claim;
  readonly lines: readonly string[];
}

function candidateFrom(job: Job, { files, source }: Source, notes: readonly string[]): Candidate {
  const steps = linesBySteps(job, files);
  const step = firstFailedStep(job);
  const ordered = [...steps].toSorted(([a], [b]) => a - b).filter(([number]) => step === null || number <= step.number);
  const failing = failingLines(ordered, step?.number ?? null);
  const lines = failing.map(line => line.text);
  const claimed = claim(allLanguages, lines, notes);
  const { language, failures } = claimed;
  const found = {
    logSource: source,
    failures: failures.slice(0, MOST_FAILURES),
    commands: ordered.flatMap(([, own]) => commandsOf(own)),
    language: language.name,
    languageVersion: language.log.version(ordered.flatMap(([, own]) => own)),
    signature: signatureOf(failures, [job.name, step?.name ?? '', ...errorLines(lines, 20)]),
  };
  return { job, failures: failures.length, density: errorDensity(lines), found, claim: claimed, lines };
}

/** The output of the failed step; all lines if GitHub names no failed step or its log is missing. */
function failingLines(ordered: readonly [number, LogLine[]][], step: number | null): readonly LogLine[] {
  const own = ordered.find(([number]) => number === step)?.[1];
  return own ? outputOf(own) : ordered.flatMap(([, lines]) => lines);
}

function evidenceOf(
  { job, found, claim: { language }, lines }: Candidate,
  otherFailedJobs: string[],
  annotations: readonly JobAnnotation[],
): Omit<Evidence, 'lastGreen'> {
  const step = firstFailedStep(job);
  const where = `job "${job.name}"${step ? `, step ${step.number} "${step.name}"` : ', and GitHub names no failed step'}`;
  const notes = annotations
    .filter(note => note.level === 'failure' && !/^Process completed with exit code \d+\.$/.test(note.message))
    .map(note => `${note.path}:${note.line}: ${note.message}`);
  const command = step ? (found.commands.findLast(({ exitCode }) => exitCode !== null) ?? null) : null;
  return {
    job: { id: job.id, name: job.name, url: job.url, step: step && { name: step.name, number: step.number } },
    otherFailedJobs,
    ...found,
    digest: distil({ where, command, annotations: notes, lines, log: language.log }),
  };
}
