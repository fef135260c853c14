// Jobs and logs made by chance, from seeds that never change: whatever the steps are like, no line of a job's log is lost.
import { expect, test } from '@jest/globals';
import { type LogLine, logLines } from '../../src/actions/log-lines.ts';
import { linesBySteps } from '../../src/actions/steps.ts';
import type { Job, JobStep } from '../../src/incident/job.ts';
import { recordedJob } from '../stages/collect/fixtures.ts';

const seeds = Array.from({ length: 1000 }, (_, seed) => seed + 1);
const second = 1000;

test('each line of a job is given to one step that ran, in order', () => {
  for (const seed of seeds) {
    const { job, log } = jobOf(seed, 'untidy');
    const pieces = piecesInTime(job, log);
    expect({ seed, lines: pieces.flatMap(({ lines }) => lines) }).toEqual({ seed, lines: logLines(log) });
    expect({ seed, strays: pieces.filter(({ step }) => step === undefined) }).toEqual({ seed, strays: [] });
  }
});

test('no step owns what was printed before it began, or a second after a later one began', () => {
  for (const seed of seeds) {
    const { job, log } = jobOf(seed, 'untidy');
    const started = inTime(job);
    for (const { step, lines } of piecesInTime(job, log)) {
      const position = started.findIndex(({ number }) => number === step?.number);
      const next = started[position + 1];
      const from = position === 0 ? 0 : beginning(started[position]);
      const to = next ? beginning(next) + second : Number.POSITIVE_INFINITY;
      const strays = lines.filter(({ at }) => at !== null && (at < from || at >= to));
      expect({ seed, strays }).toEqual({ seed, strays: [] });
    }
  }
});

test('where each step prints its heading, each line is given to the step that printed it', () => {
  for (const seed of seeds) {
    const { job, log, owners } = jobOf(seed, 'tidy');
    const given = piecesInTime(job, log).flatMap(({ step, lines }) => lines.map(() => step?.number));
    expect({ seed, given }).toEqual({ seed, given: owners });
  }
});

interface Made {
  readonly job: Job;
  readonly log: string;
  /** The number of the step that printed each line. */
  readonly owners: readonly number[];
}

/** An untidy log may lack any heading and any time, and holds what looks like a heading. */
function jobOf(seed: number, kind: 'tidy' | 'untidy'): Made {
  const upTo = generator(seed);
  const one = <T>(of: readonly T[]): T => of[upTo(of.length)] as T;
  const main = Array.from({ length: 1 + upTo(8) }, () => one(NAMES));
  const names = [...main, ...main.slice(0, upTo(3)).map(name => `Post ${name}`)];
  const [steps, lines, owners]: [JobStep[], string[], number[]] = [[], [], []];
  let clock = Date.UTC(2026, 10, 2, 9, 14, 0);
  for (const [at, name] of names.entries()) {
    const step = { name, number: at < main.length ? at + 1 : at + main.length };
    if (upTo(6) === 0) {
      steps.push({ ...step, conclusion: 'skipped', startedAt: null, completedAt: null });
      continue;
    }
    clock += one([0, 1, 400, 5 * second, 90 * second]);
    const startedAt = wholeSecond(clock);
    for (const text of printedBy({ isPost: at >= main.length, name, kind }, one)) {
      const isTimed = kind === 'tidy' || upTo(8) > 0;
      lines.push(isTimed ? `${new Date(clock).toISOString().slice(0, -1)}0000Z ${text}` : text);
      owners.push(step.number);
      clock += one([1, 1, 300]);
    }
    clock += one([0, 1, 700, 100 * second]);
    steps.push({ ...step, conclusion: 'success', startedAt, completedAt: wholeSecond(clock) });
  }
  return { job: { ...recordedJob, steps: steps.toSorted(() => one([-1, 1])) }, log: lines.join('\n'), owners };
}

interface Printing {
  readonly isPost: boolean;
  readonly name: string;
  readonly kind: 'tidy' | 'untidy';
}

function printedBy({ isPost, name, kind }: Printing, one: <T>(of: readonly T[]) => T): string[] {
  const opening = isPost ? [POST] : [`##[group]${name.startsWith('Run ') ? name : 'Run x'}`, HEADER];
  const output = Array.from({ length: one([0, 1, 2, 5]) }, () => (kind === 'tidy' ? 'out' : one(OUTPUT)));
  return kind === 'tidy' || one([true, true, true, false]) ? [...opening, ...output] : output;
}

const NAMES = ['Run pip install x', 'Run pytest', 'Run ./setup', 'Install', 'Test', 'Run tests', 'Post results'];
const HEADER = 'shell: /usr/bin/bash -e {0}';
const POST = 'Post job cleanup.';
const OUTPUT = [
  'out',
  '',
  '##[group]Run x',
  '##[group]Run pytest',
  POST,
  '10%\r20%\r100%',
  'Cleaning up orphan processes',
];

function piecesInTime(job: Job, log: string): { step: JobStep | undefined; lines: readonly LogLine[] }[] {
  const pieces = linesBySteps(job, { whole: log, steps: new Map() });
  const started = inTime(job);
  const position = (number: number) => started.findIndex(step => step.number === number);
  return [...pieces]
    .toSorted(([a], [b]) => position(a) - position(b))
    .map(([number, lines]) => ({ step: started[position(number)], lines }));
}

function inTime(job: Job): JobStep[] {
  const started = job.steps.filter(step => step.startedAt !== null);
  return started.toSorted((a, b) => beginning(a) - beginning(b) || a.number - b.number);
}

function beginning(step: JobStep | undefined): number {
  return step?.startedAt?.getTime() ?? 0;
}

function wholeSecond(time: number): Date {
  return new Date(Math.floor(time / second) * second);
}

/** mulberry32: whole numbers below a limit. */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return limit => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
