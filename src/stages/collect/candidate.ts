// One failed job read as evidence: its failures, commands, signature and digest. Pure; a large log takes seconds, so it runs on a
// worker thread, which returns only what is kept and never the lines.
import { commandsOf, outputOf } from '../../actions/commands.ts';
import type { JobFiles } from '../../actions/log-archive.ts';
import type { LogLine } from '../../actions/log-lines.ts';
import { firstFailedStep, linesBySteps } from '../../actions/steps.ts';
import type { Evidence } from '../../incident/evidence.ts';
import type { Job, JobAnnotation } from '../../incident/job.ts';
import { claim } from '../../languages/claim.ts';
import { allLanguages } from '../../languages/languages.ts';
import { distil } from './distil.ts';
import { errorDensity, errorLines } from './error-lines.ts';
import type { RankedJob } from './failing-job.ts';
import { signatureOf } from './signature.ts';

export interface JobLog {
  readonly job: Job;
  readonly files: JobFiles;
  readonly source: Evidence['logSource'];
  readonly annotations: readonly JobAnnotation[];
}

export interface Candidate extends RankedJob {
  readonly evidence: Omit<Evidence, 'lastGreen' | 'otherFailedJobs'>;
}

/** Failures to keep; the signature covers all of them. */
const MOST_FAILURES = 500;

export function candidateFrom({ job, files, source, annotations }: JobLog): Candidate {
  const steps = linesBySteps(job, files);
  const step = firstFailedStep(job);
  const ordered = [...steps].toSorted(([a], [b]) => a - b).filter(([number]) => step === null || number <= step.number);
  const failing = failingLines(ordered, step?.number ?? null);
  const lines = failing.map(line => line.text);
  const { language, failures } = claim(
    allLanguages,
    lines,
    annotations.map(note => note.message),
  );
  const commands = ordered.flatMap(([, own]) => commandsOf(own));
  const evidence = {
    job: { id: job.id, name: job.name, url: job.url, step: step && { name: step.name, number: step.number } },
    logSource: source,
    failures: failures.slice(0, MOST_FAILURES),
    commands,
    language: language.name,
    languageVersion: language.log.version(ordered.flatMap(([, own]) => own)),
    signature: signatureOf(failures, [job.name, step?.name ?? '', ...errorLines(lines, 20)]),
    digest: distil({ ...surroundings({ job, annotations, commands }), lines, log: language.log }),
  };
  return { job, failures: failures.length, density: errorDensity(lines), evidence };
}

/** The output of the failed step; all lines if GitHub names no failed step or its log is missing. */
function failingLines(ordered: readonly [number, LogLine[]][], step: number | null): readonly LogLine[] {
  const own = ordered.find(([number]) => number === step)?.[1];
  return own ? outputOf(own) : ordered.flatMap(([, lines]) => lines);
}

/** What the digest says beside the log itself. */
function surroundings({
  job,
  annotations,
  commands,
}: Pick<JobLog, 'job' | 'annotations'> & Pick<Evidence, 'commands'>) {
  const step = firstFailedStep(job);
  const where = `job "${job.name}"${step ? `, step ${step.number} "${step.name}"` : ', and GitHub names no failed step'}`;
  const notes = annotations
    .filter(note => note.level === 'failure' && !/^Process completed with exit code \d+\.$/.test(note.message))
    .map(note => `${note.path}:${note.line}: ${note.message}`);
  const command = step ? (commands.findLast(({ exitCode }) => exitCode !== null) ?? null) : null;
  return { where, command, annotations: notes };
}
