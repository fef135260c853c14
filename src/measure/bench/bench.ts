// `npm run bench [-- --only <row>] [--evaluation <file>]`: what Nightwatch costs, as ratios measured in one run on this machine.
// README.md beside this says what each row does and leaves out.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareHost } from '../../standins/host/prepare-host.ts';
import { attemptsRow } from './attempts/attempts.ts';
import { distilRow } from './distil/distil.ts';
import type { Figure, Measured, Row } from './figure.ts';
import { intakeRow } from './intake/intake.ts';
import { svgOf } from './plot.ts';
import { tableText } from './table.ts';
import { tokensRow } from './tokens.ts';
import { warmRow } from './warm/warm.ts';

const root = join(import.meta.dirname, '../../..');
const rowNames = ['intake', 'distil', 'warm', 'attempts', 'tokens'] as const;
type RowName = (typeof rowNames)[number];
const usage = `Usage: npm run bench [-- --only ${rowNames.join('|')}] [--evaluation <file>]`;

try {
  await bench();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function bench(): Promise<void> {
  const { rows, evaluation } = await wishes();
  if (rows.includes('warm') || rows.includes('attempts')) await prepareHost(line => console.log(line));
  const at = new Date();
  const folder = join(root, '.nightwatch/bench', at.toISOString().replaceAll(':', '-'));
  await mkdir(folder, { recursive: true });
  const byName: Record<RowName, Row> = {
    intake: intakeRow,
    distil: distilRow,
    warm: warmRow,
    attempts: attemptsRow,
    tokens: place => tokensRow(evaluation, place),
  };
  const figures: Figure[] = [];
  for (const name of rows) {
    const measured = await maybeMeasured(name, byName[name]);
    await keep(folder, name, measured);
    figures.push(...measured.figures);
  }
  const load = loadavg().map(each => each.toFixed(1));
  console.log(`\n${tableText(figures)}\n`);
  console.log(`${availableParallelism()} cores, load ${load.join(', ')}; ${seconds(at)} s in all`);
  console.log(`Plots and raw figures: ${relative(process.cwd(), folder)}`);
}

async function wishes(): Promise<{ rows: readonly RowName[]; evaluation: string | null }> {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true }, evaluation: { type: 'string' } },
  });
  const only = values.only ?? rowNames;
  const rows = rowNames.filter(name => only.includes(name));
  if (rows.length !== only.length) throw new Error(usage);
  return { rows, evaluation: values.evaluation ? resolve(values.evaluation) : await newestEvaluation() };
}

/** Their names begin with their time. */
async function newestEvaluation(): Promise<string | null> {
  const folder = join(root, '.nightwatch/evaluation');
  const names = await readdir(folder).catch(() => []);
  const newest = names
    .filter(name => name.endsWith('.json'))
    .sort()
    .at(-1);
  return newest ? join(folder, newest) : null;
}

/** A row that breaks is told in the table, and the others are measured all the same; the bench then ends with 1. */
async function maybeMeasured(name: RowName, row: Row): Promise<Measured> {
  const directory = await mkdtemp(join(tmpdir(), 'nightwatch-bench-'));
  const startedAt = new Date();
  const tell = (line: string) => console.log(`${name}, ${seconds(startedAt)} s: ${line}`);
  try {
    return await row({ directory, tell });
  } catch (error) {
    process.exitCode = 1;
    const why = error instanceof Error ? error.message : String(error);
    tell(`could not be measured: ${why}`);
    return { figures: [{ what: name, figure: why.split('\n')[0] ?? '', target: '?', met: null }], plots: [], raw: why };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function keep(folder: string, name: RowName, { figures, plots, raw }: Measured): Promise<void> {
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify({ figures, raw }, null, 2)}\n`);
  for (const plot of plots) await writeFile(join(folder, `${plot.name}.svg`), await svgOf(plot));
}

function seconds(since: Date): string {
  return ((Date.now() - since.getTime()) / 1000).toFixed(0);
}
