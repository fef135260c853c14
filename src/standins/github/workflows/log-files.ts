// Lays a run's log out as GitHub's archive does: a file for each job, and a folder with a file for each step. Pure.
import AdmZip from 'adm-zip';
import type { Annotation } from '../state/repository.ts';
import type { JobResult } from './runner.ts';

/** GitHub's log files start with a byte order mark. */
const byteOrderMark = '\ufeff';
/** In UTF-16 units, as the archive's names are cut (cli/cli, pkg/cmd/run/view). */
const longestJobName = 90;

/** The zip of a whole attempt. It holds every line twice. */
export function logArchive(jobs: JobResult[]): Buffer {
  const zip = new AdmZip();
  const names = fileNames(jobs.map(job => job.name));
  jobs.forEach((job, index) => {
    zip.addFile(`${index}_${names[index]}.txt`, Buffer.from(jobLog(job)));
    for (const step of job.steps.filter(({ log }) => log !== '')) {
      const name = step.name.replaceAll(/[/:]/g, '');
      zip.addFile(`${names[index]}/${step.number}_${name}.txt`, Buffer.from(byteOrderMark + step.log));
    }
  });
  return zip.toBuffer();
}

/** All steps of a job, one after the other. */
export function jobLog(job: JobResult): string {
  return byteOrderMark + job.steps.map(step => step.log).join('');
}

/** What the runner makes of `##[error]` and `##[warning]` lines: annotations of the job, on no file in particular. */
export function logAnnotations(job: JobResult): Annotation[] {
  return jobLog(job)
    .split('\n')
    .flatMap((line, index) => {
      const [, level, message] = /##\[(error|warning)\](.*)$/.exec(line) ?? [];
      if (!level || message === undefined) return [];
      return [annotation(level === 'error' ? 'failure' : 'warning', message.trimEnd(), index + 1)];
    });
}

function annotation(level: Annotation['annotation_level'], message: string, line: number): Annotation {
  return {
    path: '.github',
    start_line: line,
    end_line: line,
    start_column: null,
    end_column: null,
    annotation_level: level,
    title: '',
    message,
    raw_details: '',
  };
}

/** Job names without `/` and `:`, cut, and numbered where two became equal. */
function fileNames(names: string[]): string[] {
  const seen = new Map<string, number>();
  return names.map(name => {
    const cut = name.replaceAll(/[/:]/g, '').slice(0, longestJobName);
    const count = seen.get(cut) ?? 0;
    seen.set(cut, count + 1);
    return count === 0 ? cut : `${cut} (${count})`;
  });
}
