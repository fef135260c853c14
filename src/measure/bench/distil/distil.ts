// The row "distil": from a run's log archive to evidence, against `unzip -p | grep` on the same file.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { median } from '../../median.ts';
import { atLeast, below, type Figure, type Measured, type Plot, type RowContext, remark, rounded } from '../figure.ts';
import { type MadeArchive, writeArchive } from './archive.ts';
import type { DistilRun } from './distil-process.ts';
import { type ArchiveServer, startServer } from './server.ts';

/** Megabytes of the unpacked archive, and how many rounds of each. */
const sizes = [
  { megabytes: 1, rounds: 15 },
  { megabytes: 10, rounds: 9 },
  { megabytes: 100, rounds: 5 },
  { megabytes: 200, rounds: 3 },
];

interface Size {
  readonly megabytes: number;
  /** Milliseconds, one for each round. */
  readonly grep: readonly number[];
  readonly distil: readonly number[];
  readonly ratio: number;
  /** Megabytes. */
  readonly peak: number;
}

export async function distilRow({ directory, tell }: RowContext): Promise<Measured> {
  await using server = await startServer();
  const warm = await writeArchive(join(directory, 'warm.zip'), 1);
  const measured: Size[] = [];
  for (const { megabytes, rounds } of sizes) {
    const archive = await writeArchive(join(directory, `${megabytes}.zip`), megabytes);
    const size = await measure(server, { warm, archive, rounds });
    tell(`${megabytes} MB: ${words(size)}`);
    measured.push(size);
  }
  return { figures: figuresOf(measured), plots: plotsOf(measured), raw: measured };
}

interface Comparison {
  /** Read a few times before: a server that has been up for a while has its code compiled. */
  readonly warm: MadeArchive;
  readonly archive: MadeArchive;
  readonly rounds: number;
}

const warmRounds = 8;

async function measure(server: ArchiveServer, { warm, archive, rounds }: Comparison): Promise<Size> {
  const child = fork(join(import.meta.dirname, 'distil-process.ts'), [server.apiUrl]);
  try {
    server.serve(warm);
    for (let round = 0; round < warmRounds; round += 1) await ask(child);
    server.serve(archive);
    const grep: number[] = [];
    const runs: DistilRun[] = [];
    for (let round = 0; round < rounds; round += 1) {
      grep.push(await grepped(archive.file));
      runs.push(await ask(child));
    }
    if (runs.some(({ failures }) => failures !== 1)) throw new Error('The one failing test of the log was not found.');
    const distil = runs.map(({ ms }) => ms);
    const ratio = median(grep.map((ms, round) => ms / (distil[round] ?? Number.NaN))) ?? 0;
    return { megabytes: archive.megabytes, grep, distil, ratio, peak: Math.max(...runs.map(({ peak }) => peak)) };
  } finally {
    child.disconnect();
  }
}

async function ask(child: ChildProcess): Promise<DistilRun> {
  const over = new AbortController();
  const { signal } = over;
  const exited = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`The reader ended with ${code}.`);
  });
  const answer = once(child, 'message', { signal });
  child.send('go');
  try {
    const [run] = (await Promise.race([answer, exited])) as [DistilRun];
    return run;
  } finally {
    over.abort();
    await Promise.allSettled([answer, exited]);
  }
}

/** What stages/collect/error-lines.ts calls an error, as one would type it. */
const errorWords =
  '##\\[error\\]|Error|Exception|error:|ERROR|FATAL|fatal:|FAILED|Traceback|npm ERR!|command not found|No such file or directory';

/** Its output is read, since grep stops at the first match when it is thrown away. Answers milliseconds. */
async function grepped(file: string): Promise<number> {
  const startedAt = performance.now();
  const pipe = spawn('sh', ['-c', 'unzip -p "$1" | grep -E "$2"', 'bench', file, errorWords], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let bytes = 0;
  pipe.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const [code] = (await once(pipe, 'close')) as [number];
  if (code !== 0 || bytes === 0) throw new Error('`unzip -p | grep -E` does not work here; is unzip installed?');
  return performance.now() - startedAt;
}

function words({ grep, distil, ratio, peak }: Size): string {
  const ms = (times: readonly number[]) => `${Math.round(median(times) ?? 0)} ms`;
  return `grep ${ms(grep)}, distil ${ms(distil)}, ratio ${rounded(ratio)}, at most ${Math.round(peak)} MB`;
}

function figuresOf(measured: readonly Size[]): Figure[] {
  return measured.flatMap(size => [
    atLeast(`distil: its speed to grep’s, ${size.megabytes} MB`, size.ratio, { target: 0.33, unit: '' }),
    below(`distil: peak memory, ${size.megabytes} MB`, size.peak, { target: 500, unit: ' MB' }),
    remark('  medians', words(size)),
  ]);
}

function plotsOf(measured: readonly Size[]): Plot[] {
  const x = { field: 'megabytes', title: 'megabytes unpacked' };
  const times = measured.flatMap(({ megabytes, grep, distil }) => [
    { megabytes, ms: median(grep) ?? 0, of: 'unzip -p | grep -E' },
    { megabytes, ms: median(distil) ?? 0, of: 'distil' },
  ]);
  const peaks = measured.map(({ megabytes, peak }) => ({ megabytes, peak, of: 'distil' }));
  return [
    {
      name: 'distil-time',
      title: 'From a log archive to its errors',
      x,
      y: { field: 'ms', title: 'milliseconds' },
      series: 'of',
      points: times,
    },
    {
      name: 'distil-memory',
      title: 'Peak memory of the process',
      x,
      y: { field: 'peak', title: 'megabytes resident' },
      series: 'of',
      points: peaks,
    },
  ];
}
