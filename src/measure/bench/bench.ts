// `npm run bench [-- --only <row>] [--evaluation <file>]`: what Nightwatch costs, mostly as ratios measured in one run on this machine.
// README.md says what each row measures and leaves out.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareHost } from '../../standins/host/prepare-host.ts';
import { attemptsRow } from './attempts/attempts.ts';
import { distilRow } from './distil/distil.ts';
import { eventLoopRow } from './event-loop/event-loop.ts';
import type { Figure, Measured, Row } from './figure.ts';
import { intakeRow } from './intake/intake.ts';
import { svgOf } from './plot.ts';
import { promptRow } from './prompt/prompt.ts';
import { tableText } from './table.ts';
import { tokensRow } from './tokens.ts';
import { warmRow } from './warm/warm.ts';

const root = join(import.meta.dirname, '../../..');
const rowNames = ['intake', 'distil', 'prompt', 'warm', 'attempts', 'event-loop', 'tokens'] as const;
type RowName = (typeof rowNames)[number];
/** Rows that need a Docker engine. */
const inDockerRows: readonly RowName[] = ['warm', 'attempts', 'event-loop'];
const usage = `Usage: npm run bench [-- --only ${rowNames.join('|')}] [--evaluation <file>]`;

try {
  await bench();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function bench(): Promise<void> {
  const { rows, evaluation } = await readOptions();
  if (rows.some(name => inDockerRows.includes(name))) await prepareHost(line => console.log(line));
  const at = new Date();
  const folder = join(root, '.nightwatch/bench', at.toISOString().replaceAll(':', '-'));
  await mkdir(folder, { recursive: true });
  const byName: Record<RowName, Row> = {
    intake: intakeRow,
    distil: distilRow,
    prompt: promptRow,
    warm: warmRow,
    attempts: attemptsRow,
    'event-loop': eventLoopRow,
    tokens: place => tokensRow(evaluation, place),
  };
  const figures: Figure[] = [];
  for (const name of rows) {
    const measured = await maybeMeasured(name, byName[name]);
    await save(folder, name, measured);
    figures.push(...measured.figures);
  }
  const load = loadavg().map(each => each.toFixed(1));
  console.log(`\n${tableText(figures)}\n`);
  console.log(`${availableParallelism()} cores, load ${load.join(', ')}; ${seconds(at)} s in total`);
  console.log(`Plots and raw figures: ${relative(process.cwd(), folder)}`);
}

async function readOptions(): Promise<{ rows: readonly RowName[]; evaluation: string | null }> {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true }, evaluation: { type: 'string' } },
  });
  const only = values.only ?? rowNames;
  const rows = rowNames.filter(name => only.includes(name));
  if (rows.length !== only.length) throw new Error(usage);
  return { rows, evaluation: values.evaluation ? resolve(values.evaluation) : await newestEvaluation() };
}

/** File names begin with the time. */
async function newestEvaluation(): Promise<string | null> {
  const folder = join(root, '.nightwatch/evaluation');
  const names = await readdir(folder).catch(() => []);
  const newest = names
    .filter(name => name.endsWith('.json'))
    .sort()
    .at(-1);
  return newest ? join(folder, newest) : null;
}

/** A row that fails is shown in the table, and the others are measured all the same; the exit code is then 1. */
async function maybeMeasured(name: RowName, row: Row): Promise<Measured> {
  const directory = await mkdtemp(join(tmpdir(), 'nightwatch-bench-'));
  const startedAt = new Date();
  const tell = (line: string) => console.log(`${name}, ${seconds(startedAt)} s: ${line}`);
  try {
    return await row({ directory, tell });
  } catch (error) {
    process.exitCode = 1;
    const why = error instanceof Error ? error.message : String(error);
    tell(`failed: ${why}`);
    return { figures: [{ what: name, figure: why.split('\n')[0] ?? '', target: '?', met: null }], plots: [], raw: why };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function save(folder: string, name: RowName, { figures, plots, raw }: Measured): Promise<void> {
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify({ figures, raw }, null, 2)}\n`);
  for (const plot of plots) await writeFile(join(folder, `${plot.name}.svg`), await svgOf(plot));
}

function seconds(since: Date): string {
  return ((Date.now() - since.getTime()) / 1000).toFixed(0);
}
