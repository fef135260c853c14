// What the tests of `collect` share: recorded logs, jobs, and a repository that serves them.
import { readdirSync, readFileSync } from 'node:fs';
import type { Configured } from '../../../src/incident/incident.ts';
import type { Job, JobAnnotation, JobStep, LogFile, RunLog } from '../../../src/incident/job.ts';
import { emptyLedger } from '../../../src/incident/ledger.ts';
import { incidentId } from '../../../src/incident/names.ts';
import type { Ports, Repository } from '../../../src/ports.ts';
import { sampleRun } from '../../contracts/store-entries.ts';

const logs = new URL('../../fixtures/logs/', import.meta.url);

export function recordedLines(name: string): string[] {
  return readFileSync(new URL(`${name}.txt`, logs), 'utf8').split('\n');
}

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** The archive of one run as GitHub lays it out. */
export function recordedArchive(): TextFile[] {
  const folder = new URL('archive/', logs);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.txt'))
    .map(name => ({ name, text: readFileSync(new URL(encodeURI(name), folder), 'utf8') }));
}

export function step(number: number, name: string, conclusion: string, second: number): JobStep {
  const at = new Date(Date.UTC(2026, 10, 2, 9, 14, second));
  return { number, name, conclusion, startedAt: at, completedAt: at };
}

/** The job of the recorded archive. */
export const recordedJob: Job = {
  id: 71,
  name: 'test',
  conclusion: 'failure',
  url: 'https://github.com/acme/shop/actions/runs/7/job/71',
  startedAt: new Date(Date.UTC(2026, 10, 2, 9, 14, 1)),
  steps: [
    step(1, 'Set up job', 'success', 2),
    step(2, 'Run actions/checkout@v4', 'success', 3),
    step(3, 'Set up Python', 'success', 4),
    step(4, 'Install', 'success', 5),
    step(5, 'Test', 'failure', 6),
    { ...step(6, 'Upload', 'skipped', 6), startedAt: null, completedAt: null },
    step(9, 'Post Set up Python', 'success', 7),
    step(10, 'Post Run actions/checkout@v4', 'success', 8),
    step(11, 'Complete job', 'success', 9),
  ],
};

const run = sampleRun({ owner: 'acme', repo: 'shop', startedAt: '2026-11-02T09:14:00Z' });

export const configured: Configured = {
  id: incidentId(run),
  run,
  limits: { attempts: 3, dollars: 0.5 },
  ledger: emptyLedger,
  attempts: [],
  settings: { enabled: true },
};

export interface Served {
  readonly jobs: readonly Job[];
  readonly log?: RunLog | { readonly kind: 'files'; readonly files: readonly TextFile[] };
  readonly jobLogs?: Readonly<Record<number, string>>;
  readonly annotations?: readonly JobAnnotation[];
}

/** Ports of which only what `collect` may touch does anything. */
export function portsServing({ jobs, log, jobLogs, annotations }: Served): Ports {
  const repository: Repository = {
    jobs: async () => jobs,
    runLog: async () => (log ? runLog(log) : { kind: 'unavailable', reason: 'GitHub no longer has the log' }),
    jobLog: async id => jobLogs?.[id] ?? null,
    jobAnnotations: async () => annotations ?? [],
    tree: untouched,
    settings: untouched,
    head: untouched,
    propose: untouched,
    showCheck: untouched,
    escalate: untouched,
    lastGreen: async () => null,
    redBefore: untouched,
    masked: async text => text,
  };
  return {
    repository,
    model: { ask: untouched },
    sandbox: { prepare: untouched, open: untouched },
    clock: { now: () => new Date(0) },
  };
}

function runLog(log: NonNullable<Served['log']>): RunLog {
  if (log.kind === 'unavailable') return log;
  return { kind: 'files', files: log.files.map(file => logFile(file)) };
}

function logFile({ name, text }: TextFile | LogFile): LogFile {
  return { name, text: typeof text === 'string' ? async () => text : text };
}

function untouched(): never {
  throw new Error('collect has no business here');
}
