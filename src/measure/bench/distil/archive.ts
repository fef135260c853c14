// Writes a made log as the archive that GitHub serves, and says what is in it.
import { writeFile } from 'node:fs/promises';
import { logArchive } from '../../../standins/github/workflows/log-files.ts';
import type { JobResult } from '../../../standins/github/workflows/runner.ts';
import { madeLog, testStep } from './log-maker.ts';

export interface MadeArchive {
  readonly file: string;
  readonly megabytes: number;
  readonly job: JobResult;
}

const startedAt = new Date('2026-11-01T10:00:00Z');
const completedAt = new Date('2026-11-01T12:00:00Z');

/** `megabytes` of all files together: GitHub's archive has every line twice, in the job's file and in its step's. */
export async function writeArchive(file: string, megabytes: number): Promise<MadeArchive> {
  const steps = madeLog((megabytes * 1e6) / 2).map(({ number, name, log }) => {
    const conclusion = number === testStep ? ('failure' as const) : ('success' as const);
    return { number, name, log, conclusion, startedAt, completedAt };
  });
  const job: JobResult = {
    name: 'test',
    conclusion: 'failure',
    startedAt,
    completedAt,
    runnerName: 'made',
    labels: ['ubuntu-latest'],
    steps,
  };
  await writeFile(file, logArchive([job]));
  // What the archive holds is on the disk now, and no longer needed here.
  return { file, megabytes, job: { ...job, steps: steps.map(step => ({ ...step, log: '' })) } };
}
